package dev.lockstep.agent.engine.mysql;

/**
 * What a direct DDL statement must say about how it may run. It is always said, because a server that is not told copies the table in silence when the
 * better way is not open.
 */
record OnlineDdl(MySqlServer server) {

    /** Column added at the end. */
    String addColumn() {
        return isInstantFlawed() ? inplace() : instant();
    }

    String dropColumn() {
        return server.isMariaDb() || server.atLeast(8, 0, 32) ? instant() : inplace();
    }

    /** Defaults: the catalog only. */
    String setDefault() {
        return instant();
    }

    String index() {
        return server.isMariaDb() ? "ALGORITHM=NOCOPY, LOCK=NONE" : inplace();
    }

    /** Writes the table anew while others read and write it. */
    String rebuild() {
        return inplace();
    }

    /** Copies the table while others read and write it; MariaDB from 11.2 on. */
    String copy() {
        return "ALGORITHM=COPY, LOCK=NONE";
    }

    /** Whether {@link #addColumn} and {@link #dropColumn} leave a row version behind, of which a MySQL table can have only so many. */
    boolean countsRowVersions() {
        return !server.isMariaDb() && server.atLeast(8, 0, 32);
    }

    /** How many row versions a table can have. */
    int maxRowVersions() {
        return server.atLeast(9, 1, 0) ? 255 : 64;
    }

    /** MySQL 8.0.29 to 8.0.31 can corrupt the redo log of a table with instant columns. */
    private boolean isInstantFlawed() {
        return !server.isMariaDb() && server.atLeast(8, 0, 29) && !server.atLeast(8, 0, 32);
    }

    /** MySQL answers 1221 to any LOCK beside INSTANT. */
    private String instant() {
        return server.isMariaDb() ? "ALGORITHM=INSTANT, LOCK=NONE" : "ALGORITHM=INSTANT";
    }

    private static String inplace() {
        return "ALGORITHM=INPLACE, LOCK=NONE";
    }
}
