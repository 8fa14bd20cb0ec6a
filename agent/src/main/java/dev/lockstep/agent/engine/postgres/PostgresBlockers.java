package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Step;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Who stands in the way of a step: sessions with a lock that its own does not go with, and, for an index build, old transactions and snapshots. */
final class PostgresBlockers {

    /** The modes that do not go with a step's mode. */
    private static final Map<String, List<String>> CONFLICTS = Map.of(
            "ACCESS EXCLUSIVE",
            List.of(
                    "AccessShareLock",
                    "RowShareLock",
                    "RowExclusiveLock",
                    "ShareUpdateExclusiveLock",
                    "ShareLock",
                    "ShareRowExclusiveLock",
                    "ExclusiveLock",
                    "AccessExclusiveLock"),
            "SHARE ROW EXCLUSIVE",
            List.of(
                    "RowExclusiveLock",
                    "ShareUpdateExclusiveLock",
                    "ShareLock",
                    "ShareRowExclusiveLock",
                    "ExclusiveLock",
                    "AccessExclusiveLock"),
            "SHARE",
            List.of(
                    "RowExclusiveLock",
                    "ShareUpdateExclusiveLock",
                    "ShareRowExclusiveLock",
                    "ExclusiveLock",
                    "AccessExclusiveLock"),
            "SHARE UPDATE EXCLUSIVE",
            List.of(
                    "ShareUpdateExclusiveLock",
                    "ShareLock",
                    "ShareRowExclusiveLock",
                    "ExclusiveLock",
                    "AccessExclusiveLock"),
            "ROW EXCLUSIVE",
            List.of("ShareLock", "ShareRowExclusiveLock", "ExclusiveLock", "AccessExclusiveLock"),
            "ROW SHARE",
            List.of("ExclusiveLock", "AccessExclusiveLock"));

    private static final List<String> WRITERS = List.of("RowExclusiveLock");

    private static final String SESSION = """
            'session ' || a.pid || ' (user ' || coalesce(a.usename, '') || ', application "' || coalesce(a.application_name, '')
              || '", transaction open for ' || coalesce(date_trunc('second', clock_timestamp() - a.xact_start)::text, 'an unknown time')
              || ', ' || coalesce(a.state, 'unknown state') || ') '
            """;

    private static final String HOLDERS = "SELECT " + SESSION + """
                      || 'has ' || l.mode || ' on ' || l.relation::regclass || ': ' || left(coalesce(a.query, ''), 200)
                    FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
                    WHERE l.locktype = 'relation' AND l.granted AND l.relation = to_regclass(?) AND l.mode = ANY (?)
                      AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                      AND l.pid <> pg_backend_pid() AND a.application_name NOT LIKE 'lockstep-agent %'
                      AND coalesce(a.xact_start <= clock_timestamp() - ? * interval '1 millisecond', true)
                    ORDER BY a.xact_start LIMIT 10
                    """;

    private static final String PREPARED = """
            SELECT 'the prepared transaction ''' || p.gid || ''' of ' || p.owner || ', waiting for '
              || date_trunc('second', clock_timestamp() - p.prepared) || ', has ' || l.mode || ' on ' || l.relation::regclass
              || ': commit it or roll it back'
            FROM pg_locks l JOIN pg_prepared_xacts p ON l.virtualtransaction = '-1/' || p.transaction
            WHERE l.locktype = 'relation' AND l.granted AND l.relation = to_regclass(?) AND l.mode = ANY (?)
              AND p.prepared <= clock_timestamp() - ? * interval '1 millisecond'
            """;

    private static final String SNAPSHOTS = "SELECT " + SESSION + """
                      || 'holds an old snapshot, which an index build waits for: ' || left(coalesce(a.query, ''), 200)
                    FROM pg_stat_activity a
                    WHERE a.backend_xmin IS NOT NULL AND a.datname = current_database() AND a.pid <> pg_backend_pid()
                      AND a.application_name NOT LIKE 'lockstep-agent %' AND a.xact_start < clock_timestamp() - interval '1 second'
                    ORDER BY a.xact_start LIMIT 10
                    """;

    private PostgresBlockers() {}

    /** @param openForMillis only those whose transaction has been open for so long */
    static List<String> of(Connection observer, Step step, int openForMillis) throws SQLException {
        List<String> blockers = new ArrayList<>();
        boolean concurrent = step.getStatement().getSqlList().stream().anyMatch(sql -> sql.contains(" CONCURRENTLY "));
        for (LockText lock : LockText.of(step)) {
            String relation = lock.table().sql();
            List<String> modes = new ArrayList<>(CONFLICTS.getOrDefault(lock.mode(), List.of()));
            if (concurrent) {
                modes.addAll(WRITERS);
            }
            blockers.addAll(ask(observer, HOLDERS, relation, modes, openForMillis));
            blockers.addAll(ask(observer, PREPARED, relation, modes, openForMillis));
        }
        if (concurrent) {
            blockers.addAll(ask(observer, SNAPSHOTS, "", List.of(), openForMillis));
        }
        return blockers;
    }

    private static List<String> ask(
            Connection observer, String query, String relation, List<String> modes, int openForMillis)
            throws SQLException {
        List<String> sentences = new ArrayList<>();
        try (PreparedStatement statement = observer.prepareStatement(query)) {
            if (!relation.isEmpty()) {
                statement.setString(1, relation);
                statement.setArray(2, observer.createArrayOf("text", modes.toArray()));
                statement.setInt(3, openForMillis);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    sentences.add(rows.getString(1));
                }
            }
        }
        return sentences;
    }
}
