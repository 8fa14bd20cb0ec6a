package dev.lockstep.integration.bench.backfill;

import dev.lockstep.agent.execute.WorkLimits;
import dev.lockstep.deploy.servers.DatabaseServer;
import dev.lockstep.integration.backfill.BackfillAgent;
import dev.lockstep.integration.backfill.BackfillNode;
import dev.lockstep.v1.Phase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What readers notice while a step wants an exclusive lock, and cannot have it because somebody reads for long. */
final class LockQueue {
    private static final int READERS = 4;
    private static final long BEFORE_MILLIS = 1000;
    private static final long LONG_READ_MILLIS = 3000;

    private final DatabaseServer server;
    private final double scale;

    LockQueue(DatabaseServer server, double scale) {
        this.server = server;
        this.scale = scale;
    }

    /** The slowest read while the step waits for its lock and then takes it, less what a read usually takes. */
    double worstAddedMillis() throws SQLException, InterruptedException {
        BenchTable table = BenchTable.NARROW;
        int rows = table.rows(scale);
        try (BackfillNode node = new BackfillNode(server, table.setup(rows), table.changeFile())) {
            String read = "SELECT name FROM " + table.sqlName() + " WHERE id = ?";
            double usual;
            try (Clients readers = new Clients(node, READERS, rows, read)) {
                TimeUnit.MILLISECONDS.sleep(BEFORE_MILLIS);
                usual = Medians.of(readers.stop());
            }
            try (Clients readers = new Clients(node, READERS, rows, read);
                    Connection reader = node.connect()) {
                CompletableFuture<Void> longRead = readForLong(reader, table);
                new BackfillAgent(node, WorkLimits.usual()).pass(Phase.EXPAND);
                longRead.join();
                List<Double> during = readers.stop();
                return Medians.percentile(during, 1) - usual;
            }
        }
    }

    /** Has its lock on the table when this returns. */
    private static CompletableFuture<Void> readForLong(Connection reader, BenchTable table) throws SQLException {
        reader.setAutoCommit(false);
        try (Statement statement = reader.createStatement()) {
            statement.execute("SELECT FROM " + table.sqlName() + " LIMIT 1");
        }
        return CompletableFuture.runAsync(() -> {
            try (Statement statement = reader.createStatement()) {
                statement.execute("SELECT pg_sleep(" + LONG_READ_MILLIS / 1000.0 + ")");
                reader.rollback();
            } catch (SQLException failed) {
                throw new IllegalStateException("the long read failed", failed);
            }
        });
    }
}
