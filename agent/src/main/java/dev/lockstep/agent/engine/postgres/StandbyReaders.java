package dev.lockstep.agent.engine.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who reads one table of a standby. Without pg_monitor the server does not tell the age of others' transactions, so it is remembered when each was first seen; those
 * that were there at the first look may be of any age. Used by one thread.
 */
final class StandbyReaders {

    /** The replay holds the strongest lock itself, which no session there can have. */
    private static final String QUERY = """
            SELECT DISTINCT l.virtualtransaction, a.xact_start, extract(epoch FROM clock_timestamp()) * 1000,
              extract(epoch FROM clock_timestamp() - a.xact_start) * 1000,
              'session ' || l.pid || ' (user ' || coalesce(a.usename, '') || ', application "' || coalesce(a.application_name, '')
                || '", transaction open for ' || coalesce(date_trunc('second', clock_timestamp() - a.xact_start)::text, 'an unknown time')
                || ', ' || coalesce(a.state, 'unknown state') || ')',
              left(coalesce(a.query, ''), 200)
            FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid
            WHERE l.locktype = 'relation' AND l.granted AND l.relation = to_regclass(?) AND l.mode <> 'AccessExclusiveLock'
              AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND l.pid <> pg_backend_pid()
            ORDER BY a.xact_start
            """;

    private static final double BEFORE_ALL = Double.NEGATIVE_INFINITY;

    private final TableName table;
    private final Map<String, Double> firstSeen = new HashMap<>();
    private boolean looked;

    StandbyReaders(TableName table) {
        this.table = table;
    }

    /** Those whose transaction has been open for so long, oldest first. */
    List<Reader> lasting(Connection standby, int openForMillis) throws SQLException {
        List<Reader> lasting = new ArrayList<>();
        List<String> there = new ArrayList<>();
        try (PreparedStatement query = standby.prepareStatement(QUERY)) {
            query.setString(1, table.sql());
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    there.add(rows.getString(1));
                    if (openMillis(rows) >= openForMillis) {
                        lasting.add(new Reader(rows.getString(5), rows.getString(6)));
                    }
                }
            }
        }
        firstSeen.keySet().retainAll(there);
        looked = true;
        return lasting;
    }

    private double openMillis(ResultSet row) throws SQLException {
        double nowMillis = row.getDouble(3);
        double seenMillis = firstSeen.computeIfAbsent(row.getString(1), transaction -> looked ? nowMillis : BEFORE_ALL);
        double openMillis = row.getDouble(4);
        return row.wasNull() ? nowMillis - seenMillis : openMillis;
    }

    /**
     * One of them.
     *
     * @param session who it is, and for how long
     * @param query what it runs, or ran last
     */
    record Reader(String session, String query) {}
}
