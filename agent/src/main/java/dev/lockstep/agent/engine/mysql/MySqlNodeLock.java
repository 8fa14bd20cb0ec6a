package dev.lockstep.agent.engine.mysql;

import dev.lockstep.agent.engine.NodeLock;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The node's lock as a named lock of the server. Named locks are known to the whole server, so the ledger's schema, which no two nodes of a server share, is
 * in the name. Marks are such locks too, numbered, because these servers know no shared ones. A server that still executes the ALTER of a dead client goes on holding that client's lock until it is through; {@link #holder} tells.
 */
final class MySqlNodeLock implements NodeLock {

    private static final int UNKNOWN_THREAD = 1094;

    /** More sessions than an agent, and one that it follows, ever have. */
    private static final int MOST_MARKS = 64;

    private final String name;
    private final List<String> marks;

    MySqlNodeLock(String ledgerSchema) {
        this.name = Names.within(Sql.MAX_NAME_LENGTH, "lockstep:" + ledgerSchema);
        this.marks = IntStream.rangeClosed(1, MOST_MARKS)
                .mapToObj(number -> Names.within(Sql.MAX_NAME_LENGTH, "lockstep-mark-" + number + ":" + ledgerSchema))
                .toList();
    }

    @Override
    public boolean tryTake(Connection session) throws SQLException {
        // The lock counts how often a session took it; taken once, one release gives it back.
        return isHeldBy(session) || isOne(session, "SELECT GET_LOCK(?, 0)", name);
    }

    @Override
    public boolean isHeldBy(Connection session) throws SQLException {
        return isOne(session, "SELECT IS_USED_LOCK(?) = CONNECTION_ID()", name);
    }

    @Override
    public Optional<String> holder(Connection observer) throws SQLException {
        return Query.maybeText(observer, "SELECT IS_USED_LOCK(?)", name);
    }

    /** A session for which no mark is left does without: its limit for standing still ends it later. */
    @Override
    public void mark(Connection session) throws SQLException {
        for (String mark : marks) {
            if (isOne(session, "SELECT GET_LOCK(?, 0)", mark)) {
                return;
            }
        }
    }

    @Override
    public List<String> others(Connection session) throws SQLException {
        List<String> names = new ArrayList<>(marks);
        names.add(name);
        String each = String.join(" UNION ALL ", Collections.nCopies(names.size(), "SELECT IS_USED_LOCK(?) AS id"));
        return Query.list(
                session,
                "SELECT DISTINCT id FROM (" + each + ") l WHERE id IS NOT NULL AND id <> CONNECTION_ID() ORDER BY id",
                names,
                row -> row.getString(1));
    }

    @Override
    public void end(Connection observer, String sessionId) throws SQLException {
        try {
            Query.execute(observer, "KILL " + Long.parseUnsignedLong(sessionId));
        } catch (SQLException refused) {
            if (refused.getErrorCode() != UNKNOWN_THREAD) {
                throw refused;
            }
        }
    }

    @Override
    public void release(Connection session) throws SQLException {
        Query.maybeText(session, "SELECT RELEASE_LOCK(?)", name);
    }

    private static boolean isOne(Connection session, String query, String lock) throws SQLException {
        return Query.maybeText(session, query, lock).filter("1"::equals).isPresent();
    }
}
