package dev.lockstep.agent.engine.mysql;

import java.util.Optional;

/** Paths of objects, such as {@code table:orders/column:region}. */
final class Paths {
    private static final String TABLE = "table:";

    private Paths() {}

    static String table(String table) {
        return TABLE + part(table);
    }

    static String inTable(String table, String kind, String name) {
        return table(table) + "/" + kind + ":" + part(name);
    }

    static String topLevel(String kind, String name) {
        return kind + ":" + part(name);
    }

    /** The table that an object belongs to; empty for objects outside of tables. */
    static Optional<String> tableOf(String path) {
        if (!path.startsWith(TABLE)) {
            return Optional.empty();
        }
        int end = path.indexOf('/');
        String name = end < 0 ? path.substring(TABLE.length()) : path.substring(TABLE.length(), end);
        return Optional.of(name.replace("%2F", "/").replace("%25", "%"));
    }

    /** Whether some part of the path has a name that only Lockstep gives. */
    static boolean isOwn(String path) {
        return path.contains(":" + Names.OWN);
    }

    private static String part(String name) {
        return name.replace("%", "%25").replace("/", "%2F");
    }
}
