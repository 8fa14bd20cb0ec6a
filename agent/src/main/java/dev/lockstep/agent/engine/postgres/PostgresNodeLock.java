package dev.lockstep.agent.engine.postgres;

import dev.lockstep.agent.engine.NodeLock;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An advisory lock of the session. Its two keys spell "Lock" and "step", and the server keeps such locks per database, so each node has its own. It is asked
 * for and never waited for: a waiter would hold up concurrent index builds (rule N4). A mark is a shared one, whose second key spells "mark".
 */
final class PostgresNodeLock implements NodeLock {

    private static final int KEY = 0x4C6F636B;
    private static final int SECOND_KEY = 0x73746570;
    private static final int MARK_KEY = 0x6D61726B;
    private static final String KEYS = KEY + ", " + SECOND_KEY;

    private static final String HELD_OR_MARKED =
            "FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 2 AND classid = " + KEY
                    + " AND objid IN (" + SECOND_KEY + ", " + MARK_KEY + ")"
                    + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
    private static final String HELD = HELD_OR_MARKED + " AND objid = " + SECOND_KEY;

    /** The lock counts how often it was taken, so it is taken once. */
    @Override
    public boolean tryTake(Connection session) throws SQLException {
        return isHeldBy(session) || isTrue(session, "SELECT pg_try_advisory_lock(" + KEYS + ")");
    }

    @Override
    public boolean isHeldBy(Connection session) throws SQLException {
        return isTrue(session, "SELECT EXISTS (SELECT 1 " + HELD + " AND pid = pg_backend_pid())");
    }

    @Override
    public Optional<String> holder(Connection observer) throws SQLException {
        try (Statement statement = observer.createStatement();
                ResultSet rows = statement.executeQuery("SELECT pid " + HELD)) {
            return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
        }
    }

    @Override
    public void mark(Connection session) throws SQLException {
        isTrue(session, "SELECT pg_try_advisory_lock_shared(" + KEY + ", " + MARK_KEY + ")");
    }

    @Override
    public List<String> others(Connection session) throws SQLException {
        List<String> others = new ArrayList<>();
        try (Statement statement = session.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT DISTINCT pid " + HELD_OR_MARKED + " AND pid <> pg_backend_pid() ORDER BY pid")) {
            while (rows.next()) {
                others.add(rows.getString(1));
            }
        }
        return others;
    }

    /** Only while it still holds the lock or its mark: the number of a session that is gone may belong to somebody else. */
    @Override
    public void end(Connection observer, String sessionId) throws SQLException {
        try (PreparedStatement statement =
                observer.prepareStatement("SELECT pg_terminate_backend(pid) " + HELD_OR_MARKED + " AND pid = ?")) {
            statement.setInt(1, Integer.parseInt(sessionId));
            statement.executeQuery().close();
        }
    }

    @Override
    public void release(Connection session) throws SQLException {
        if (isHeldBy(session)) {
            isTrue(session, "SELECT pg_advisory_unlock(" + KEYS + ")");
        }
    }

    private static boolean isTrue(Connection session, String query) throws SQLException {
        try (Statement statement = session.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getBoolean(1);
        }
    }
}
