package dev.lockstep.coordinator.reverse;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Names as definitions spell them, in quotes where they need any, and as a change file has them. */
final class NameList {
    /** The pattern of one name. */
    static final String NAME = "(?:[A-Za-z_][A-Za-z0-9_$]*|\"(?:[^\"]|\"\")+\")";

    /** The pattern of several. */
    static final String NAMES = NAME + "(?:, " + NAME + ")*";

    private static final Pattern EACH = Pattern.compile(NAME);

    private NameList() {}

    /** The names of a list that {@link #NAMES} matches. */
    static List<String> read(String list) {
        List<String> names = new ArrayList<>();
        for (Matcher each = EACH.matcher(list); each.find(); ) {
            names.add(unquoted(each.group()));
        }
        return names;
    }

    /** A table with or without its schema; empty when a name of the two has a dot, which a change file cannot tell from the other one. */
    static Optional<String> table(String shown) {
        List<String> parts = read(shown);
        return parts.stream().anyMatch(part -> part.contains("."))
                ? Optional.empty()
                : Optional.of(String.join(".", parts));
    }

    /** As a list of a change file. */
    static String written(List<String> names) {
        return names.stream().map(Draft::quoted).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String unquoted(String name) {
        return name.startsWith("\"") ? name.substring(1, name.length() - 1).replace("\"\"", "\"") : name;
    }

    /** As an identifier of PostgreSQL. */
    static String sql(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    /** A change file's table as PostgreSQL finds it. */
    static String tableSql(String table) {
        int dot = table.indexOf('.');
        return sql(dot < 0 ? "public" : table.substring(0, dot)) + "." + sql(table.substring(dot + 1));
    }
}
