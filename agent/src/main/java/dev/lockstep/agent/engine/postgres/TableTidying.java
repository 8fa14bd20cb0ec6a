package dev.lockstep.agent.engine.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The vacuums that go along with a backfill. Where a page has few rows, most of them leave the indexes alone: reading all indexes from end to end is what a vacuum of a small
 * part costs, and the room of the old versions can be used again without. What stays of each is a pointer of four bytes, of which a page has room for only
 * {@link #MOST_POINTERS}, so narrow rows need the indexes cleaned every time.
 */
final class TableTidying {
    private static final long LEAST_BYTES = 1L << 20;
    private static final int PAGE_BYTES = 8192;
    private static final int MOST_POINTERS = 291;
    private static final int LIGHT_TURNS = 4;

    private TableTidying() {}

    /** In turns. The end of the file is not cut off, because that would lock readers out, on standbys too; a vacuum that is under way already does as well. */
    static List<String> statements(Connection connection, TableName table) throws SQLException {
        String query = "SELECT pg_relation_size(oid), reltuples FROM pg_class WHERE oid = "
                + Quoting.literal(table.sql()) + "::regclass";
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            long bytes = rows.getLong(1);
            double rowsPerPage = rows.getDouble(2) * PAGE_BYTES / Math.max(1, bytes);
            return bytes < LEAST_BYTES ? List.of() : statements(table, rowsPerPage);
        }
    }

    private static List<String> statements(TableName table, double rowsPerPage) {
        List<String> turns = new ArrayList<>();
        boolean hasRoom = rowsPerPage > 0 && rowsPerPage * 3 < MOST_POINTERS;
        if (hasRoom) {
            turns.addAll(Collections.nCopies(
                    LIGHT_TURNS, "VACUUM (SKIP_LOCKED, TRUNCATE FALSE, INDEX_CLEANUP FALSE) " + table.sql()));
        }
        turns.add("VACUUM (SKIP_LOCKED, TRUNCATE FALSE) " + table.sql());
        return turns;
    }
}
