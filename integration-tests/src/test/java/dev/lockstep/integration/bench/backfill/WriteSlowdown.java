package dev.lockstep.integration.bench.backfill;

import dev.lockstep.agent.execute.WorkLimits;
import dev.lockstep.deploy.servers.DatabaseServer;
import dev.lockstep.integration.backfill.BackfillAgent;
import dev.lockstep.integration.backfill.BackfillNode;
import dev.lockstep.v1.Phase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What the sync trigger costs a writer that does not know the new column: one UPDATE of the name in every row, and one INSERT of as many rows, with the trigger
 * and without it in turns. Each is rolled back and vacuumed away, so that the next finds the same table.
 */
final class WriteSlowdown {
    private static final int TRIES_PER_RUN = 2;

    private final DatabaseServer server;
    private final int runs;
    private final double scale;

    WriteSlowdown(DatabaseServer server, int runs, double scale) {
        this.server = server;
        this.runs = runs;
        this.scale = scale;
    }

    /**
     * Time of a write with the trigger, in times without it.
     *
     * @param notFilled before the backfill has come to a row: the trigger does its work for it
     * @param filled afterwards: the trigger has nothing to do
     * @param inserted of one statement that inserts all rows at once, so that nothing but the trigger is seen
     */
    record Slowdown(double notFilled, double filled, double inserted) {
        /** Of updates. */
        double worst() {
            return Math.max(notFilled, filled);
        }
    }

    Slowdown measure() throws SQLException, InterruptedException {
        BenchTable table = BenchTable.NARROW;
        try (BackfillNode node = new BackfillNode(server, table.setup(table.rows(scale)), table.changeFile())) {
            BackfillAgent agent = new BackfillAgent(node, WorkLimits.usual());
            agent.pass(Phase.EXPAND);
            String update = "UPDATE " + table.sqlName() + " SET name = 'new ' || id";
            double notFilled = ratio(node, table, update);
            double inserted = ratio(
                    node, table, "INSERT INTO %1$s (id, name) SELECT -id, name FROM %1$s".formatted(table.sqlName()));
            agent.pass(Phase.BACKFILL);
            return new Slowdown(notFilled, ratio(node, table, update), inserted);
        }
    }

    private double ratio(BackfillNode node, BenchTable table, String write) throws SQLException {
        List<Double> with = new ArrayList<>();
        List<Double> without = new ArrayList<>();
        for (int run = 0; run < runs * TRIES_PER_RUN; run++) {
            node.run("ALTER TABLE " + table.sqlName() + " DISABLE TRIGGER USER");
            without.add(seconds(node, table, write));
            node.run("ALTER TABLE " + table.sqlName() + " ENABLE TRIGGER USER");
            with.add(seconds(node, table, write));
        }
        return Medians.of(with) / Medians.of(without);
    }

    private static double seconds(BackfillNode node, BenchTable table, String write) throws SQLException {
        node.run("VACUUM " + table.sqlName());
        node.run("CHECKPOINT");
        node.run("BEGIN");
        long start = System.nanoTime();
        node.run(write);
        double seconds = (System.nanoTime() - start) / 1e9;
        node.run("ROLLBACK");
        return seconds;
    }
}
