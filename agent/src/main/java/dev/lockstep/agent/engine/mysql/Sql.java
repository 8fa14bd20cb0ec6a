package dev.lockstep.agent.engine.mysql;

import java.util.List;
import java.util.stream.Collectors;

/** The only place where names and texts become SQL. It relies on the session's {@code sql_mode}, which {@link Sessions} sets. */
final class Sql {
    /** Longest name of a table, column, index or trigger. */
    static final int MAX_NAME_LENGTH = 64;

    private Sql() {}

    /** A name in back quotes. */
    static String name(String name) {
        if (name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("expected a name without NUL, found one");
        }
        return "`" + name.replace("`", "``") + "`";
    }

    /** Names in back quotes, with commas between. */
    static String names(List<String> names) {
        return names.stream().map(Sql::name).collect(Collectors.joining(", "));
    }

    static String name(String schema, String name) {
        return name(schema) + "." + name(name);
    }

    /** A text in quotes. */
    static String text(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "''").replace("\0", "\\0") + "'";
    }
}
