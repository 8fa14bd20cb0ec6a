package dev.lockstep.coordinator.reverse;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A check, unique constraint or foreign key comes back, as PostgreSQL described it. */
final class RuleReversal {
    private static final Pattern UNIQUE = Pattern.compile("UNIQUE \\((?<columns>" + NameList.NAMES + ")\\)");
    private static final Pattern PRIMARY = Pattern.compile("PRIMARY KEY \\((?<columns>" + NameList.NAMES + ")\\)");
    private static final Pattern CHECK = Pattern.compile("CHECK \\((?<condition>.*)\\)", Pattern.DOTALL);
    private static final Pattern FOREIGN = Pattern.compile("FOREIGN KEY \\((?<columns>" + NameList.NAMES
            + ")\\) REFERENCES (?<table>" + NameList.NAME + "(?:\\." + NameList.NAME + ")?)\\((?<referenced>"
            + NameList.NAMES + ")\\)(?: ON DELETE (?<action>RESTRICT|CASCADE|SET NULL))?");
    private static final String UNPROVED = " NOT VALID";

    private RuleReversal() {}

    /**
     * By its operation, or by raw steps that prove it after it stands where no operation says all of it.
     *
     * @param table as a change file has it
     * @param definition as the server shows it
     * @param recorded where its table is
     */
    static Draft of(String table, String name, String definition, Recorded recorded) {
        return byOperation(table, name, definition, recorded)
                .orElseGet(() -> byHand(table, name, definition, recorded.isPartitioned(table)));
    }

    /** The columns of a primary key, as a list of a change file. */
    static Optional<String> primaryKey(String definition) {
        Matcher key = PRIMARY.matcher(definition);
        return key.matches() ? Optional.of(columns(key)) : Optional.empty();
    }

    /** The columns of a primary key or unique constraint. */
    static Optional<List<String>> keyColumns(String definition) {
        return Stream.of(PRIMARY, UNIQUE)
                .map(pattern -> pattern.matcher(definition))
                .filter(Matcher::matches)
                .map(key -> NameList.read(key.group("columns")))
                .findFirst();
    }

    private static Optional<Draft> byOperation(String table, String name, String definition, Recorded recorded) {
        Matcher unique = UNIQUE.matcher(definition);
        if (unique.matches()) {
            return Optional.of(head("add_unique:", table, name).line("columns: " + columns(unique)));
        }
        Matcher primary = PRIMARY.matcher(definition);
        if (primary.matches()) {
            return Optional.of(head("add_primary_key:", table, name).line("columns: " + columns(primary)));
        }
        Matcher check = CHECK.matcher(definition);
        if (check.matches()) {
            return Optional.of(head("add_check:", table, name)
                    .line("check: {postgres: " + Draft.quoted(check.group("condition")) + "}"));
        }
        Matcher foreign = FOREIGN.matcher(definition);
        // Without an index over the columns, add_foreign_key is refused.
        return foreign.matches() && recorded.hasIndexOver(table, NameList.read(foreign.group("columns")))
                ? NameList.table(foreign.group("table")).map(other -> foreignKey(table, name, foreign, other))
                : Optional.empty();
    }

    private static Draft foreignKey(String table, String name, Matcher foreign, String other) {
        Draft draft = head("add_foreign_key:", table, name)
                .line("columns: " + columns(foreign))
                .line("references: " + Draft.quoted(other))
                .line("referenced_columns: " + NameList.written(NameList.read(foreign.group("referenced"))));
        String action = foreign.group("action");
        return action == null
                ? draft
                : draft.line("on_delete: " + action.replace(' ', '_').toLowerCase(java.util.Locale.ROOT));
    }

    private static Draft byHand(String table, String name, String definition, boolean isPartitioned) {
        if (isPartitioned && definition.startsWith("FOREIGN KEY ")) {
            return new Draft()
                    .fillIn("add_foreign_key brings " + name
                            + " back; it asks for an index that begins with its columns");
        }
        boolean canWait = definition.startsWith("CHECK ") || definition.startsWith("FOREIGN KEY ");
        if (!canWait || definition.contains(" NOT ENFORCED")) {
            return new Draft().fillIn("write a raw step that brings " + name + " back, once every row keeps it again");
        }
        boolean wasProved = !definition.endsWith(UNPROVED);
        String constraint = NameList.sql(name);
        String alter = "ALTER TABLE " + NameList.tableSql(table);
        Draft standing = raw(
                alter + " ADD CONSTRAINT " + constraint + " " + definition + (wasProved ? UNPROVED : ""),
                alter + " DROP CONSTRAINT " + constraint);
        return wasProved ? standing.then(raw(alter + " VALIDATE CONSTRAINT " + constraint, "")) : standing;
    }

    private static Draft raw(String run, String undo) {
        String back = undo.isEmpty() ? "" : ", undo: " + Draft.quoted(undo);
        return new Draft()
                .line("sql:")
                .line("phase: contract")
                .line("postgres: {run: " + Draft.quoted(run) + back + "}");
    }

    private static Draft head(String operation, String table, String name) {
        return new Draft().line(operation).line("table: " + Draft.quoted(table)).line("name: " + Draft.quoted(name));
    }

    private static String columns(Matcher matched) {
        return NameList.written(NameList.read(matched.group("columns")));
    }
}
