package dev.lockstep.agent.engine.mysql;

import dev.lockstep.agent.engine.NodeLock;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The node's lock as a named lock of the server. Named locks are known to the whole server, so the ledger's schema, which no two nodes of a server share, is
 * in the name. A server that still executes the ALTER of a dead client goes on holding that client's lock until it is through; {@link #holder} tells.
 */
final class MySqlNodeLock implements NodeLock {

    private static final int UNKNOWN_THREAD = 1094;

    private final String name;

    MySqlNodeLock(String ledgerSchema) {
        this.name = Names.within(Sql.MAX_NAME_LENGTH, "lockstep:" + ledgerSchema);
    }

    @Override
    public boolean tryTake(Connection session) throws SQLException {
        // The lock counts how often a session took it; taken once, one release gives it back.
        return isHeldBy(session)
                || Query.maybeText(session, "SELECT GET_LOCK(?, 0)", name)
                        .filter("1"::equals)
                        .isPresent();
    }

    @Override
    public boolean isHeldBy(Connection session) throws SQLException {
        return Query.maybeText(session, "SELECT IS_USED_LOCK(?) = CONNECTION_ID()", name)
                .filter("1"::equals)
                .isPresent();
    }

    @Override
    public Optional<String> holder(Connection observer) throws SQLException {
        return Query.maybeText(observer, "SELECT IS_USED_LOCK(?)", name);
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
}
