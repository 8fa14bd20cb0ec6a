package dev.lockstep.integration.kill;

import dev.lockstep.deploy.sandbox.SandboxNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A transaction that stands in the way of a step, so that the step is under way for as long as a test wants. */
final class Blocker implements AutoCloseable {
    private final Connection connection;

    private Blocker(SandboxNode node, String sql) {
        try {
            connection = node.connect();
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        } catch (SQLException failed) {
            throw new IllegalStateException("on node " + node.name() + ": " + failed.getMessage(), failed);
        }
    }

    /** A writer that has not committed: it holds up every DDL, an index build, and the batch of its row. */
    static Blocker ofTable(SandboxNode node) {
        return new Blocker(node, "UPDATE orders SET amount = amount + 0 WHERE id = 77");
    }

    /** What holds up the proof that no row lacks its value: MySQL and MariaDB only read for it, and readers pass a writer. */
    static Blocker ofProof(SandboxNode node) {
        return node.engine().equals("postgres") ? ofTable(node) : new Blocker(node, "LOCK TABLES orders WRITE");
    }

    /** Holds the positions of a backfill in the ledger: its undo, which deletes them, has to wait. */
    static Blocker ofBackfillPositions(SandboxNode node, long epoch) {
        return new Blocker(node, "SELECT range_number FROM lockstep.backfill WHERE epoch = " + epoch + " FOR UPDATE");
    }

    /** A condition, for {@link Sql#count}, on sessions that wait for somebody's lock. */
    static boolean isFelt(SandboxNode node) {
        String sessions = node.engine().equals("postgres")
                ? "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND (wait_event_type = 'Lock' OR query LIKE 'CREATE INDEX%' AND state = 'active')"
                : "SELECT (SELECT count(*) FROM information_schema.processlist WHERE state LIKE 'Waiting for%lock')"
                        + " + (SELECT count(*) FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT')";
        return Sql.count(node, sessions) > 0;
    }

    @Override
    public void close() {
        try {
            connection.rollback();
            connection.close();
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
