package dev.lockstep.agent.engine.postgres.explain.safer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** An operation of a change file while it is written. */
final class SaferOperation {
    private final String name;
    private final Map<String, String> values = new LinkedHashMap<>();

    SaferOperation(String name) {
        this.name = name;
    }

    boolean is(String wanted) {
        return name.equals(wanted);
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    boolean isTheSameAs(SaferOperation other) {
        return name.equals(other.name) && values.equals(other.values);
    }

    /** Whether it is about the same column as another one of the same table. */
    boolean isAboutTheColumnOf(SaferOperation other) {
        return values.getOrDefault("column", "").equals(other.values.get("column"));
    }

    SaferOperation with(String key, String value) {
        values.put(key, quoted(value));
        return this;
    }

    SaferOperation with(String key, boolean value) {
        values.put(key, Boolean.toString(value));
        return this;
    }

    SaferOperation with(String key, List<String> names) {
        values.put(key, names.stream().map(SaferOperation::quoted).collect(Collectors.joining(", ", "[", "]")));
        return this;
    }

    /** A value that only PostgreSQL is meant to understand. */
    SaferOperation forPostgres(String key, String value) {
        values.put(key, "{postgres: " + quoted(value) + "}");
        return this;
    }

    /**
     * A raw step. Its table is named with a schema, because nobody knows the search path of the session that runs it.
     *
     * @param phase such as expand
     * @param run one statement
     * @param undo empty where there is no way back
     * @param doneWhen empty where the step shares its transaction with the ledger
     */
    static SaferOperation raw(String phase, String run, String undo, String doneWhen) {
        SaferOperation operation = new SaferOperation("sql").with("phase", phase);
        String parts = "{run: " + quoted(run)
                + (undo.isEmpty() ? "" : ", undo: " + quoted(undo))
                + (doneWhen.isEmpty() ? "" : ", done_when: " + quoted(doneWhen))
                + "}";
        operation.values.put("postgres", parts);
        return operation;
    }

    private static String quoted(String text) {
        boolean bare = text.matches("[a-z_][a-z0-9_]*")
                && !List.of("true", "false", "null", "yes", "no", "on", "off", "y", "n")
                        .contains(text);
        return bare
                ? text
                : "\""
                        + text.replace("\\", "\\\\")
                                .replace("\"", "\\\"")
                                .replace("\n", "\\n")
                                .replace("\t", "\\t")
                                .replace("\r", "\\r")
                        + "\"";
    }

    /** The list of operations, as the change file has it. */
    static String yaml(List<SaferOperation> operations) {
        StringBuilder yaml = new StringBuilder("operations:\n");
        for (SaferOperation each : operations) {
            yaml.append("  - ").append(each.name).append(":\n");
            each.values.forEach((key, value) ->
                    yaml.append("      ").append(key).append(": ").append(value).append('\n'));
        }
        return yaml.toString();
    }
}
