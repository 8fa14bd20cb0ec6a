package dev.lockstep.agent.engine.mysql;

import dev.lockstep.v1.Finding;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Old transactions hold metadata locks that every DDL must wait for, and everybody else behind it. */
final class LongTransactionsCheck implements PreflightCheck {

    static final int OLD_SECONDS = 30;

    private static final int ACCESS_DENIED = 1227;

    @Override
    public List<Finding> look(Connection connection, PlanScope scope) throws SQLException {
        try {
            List<String> old = Query.list(
                    connection,
                    "SELECT trx_mysql_thread_id, TIMESTAMPDIFF(SECOND, trx_started, NOW()), COALESCE(trx_query, 'idle')"
                            + " FROM information_schema.INNODB_TRX"
                            + " WHERE trx_mysql_thread_id <> CONNECTION_ID() AND trx_mysql_thread_id > 0"
                            + " AND trx_started < NOW() - INTERVAL " + OLD_SECONDS + " SECOND"
                            + " ORDER BY trx_started LIMIT 5",
                    List.of(),
                    row -> "session " + row.getString(1) + ", " + row.getString(2) + " s: " + row.getString(3));
            return old.isEmpty()
                    ? List.of()
                    : List.of(Findings.note(
                            "long-transactions",
                            "transactions older than " + OLD_SECONDS
                                    + " s are open; steps on tables that they used will wait for them, and give up "
                                    + "after " + RecipeDraft.LOCK_TIMEOUT_MILLIS + " ms to try again later",
                            old));
        } catch (SQLException denied) {
            if (denied.getErrorCode() != ACCESS_DENIED) {
                throw denied;
            }
            return List.of(Findings.note(
                    "cannot-see-transactions",
                    "the agent's login has no PROCESS privilege, so long transactions and blockers cannot be named; "
                            + "GRANT PROCESS ON *.* to it"));
        }
    }
}
