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
 * What the sync trigger costs a writer that does not know the new column: one UPDATE of the name in every row, with the trigger and without it in turns. It is
 * rolled back and vacuumed away, so that each finds the same table.
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
     */
    record Slowdown(double notFilled, double filled) {
        double worst() {
            return Math.max(notFilled, filled);
        }
    }

    Slowdown measure() throws SQLException, InterruptedException {
        BenchTable table = BenchTable.NARROW;
        try (BackfillNode node = new BackfillNode(server, table.setup(table.rows(scale)), table.changeFile())) {
            BackfillAgent agent = new BackfillAgent(node, WorkLimits.usual());
            agent.pass(Phase.EXPAND);
            double notFilled = ratio(node, table);
            agent.pass(Phase.BACKFILL);
            return new Slowdown(notFilled, ratio(node, table));
        }
    }

    private double ratio(BackfillNode node, BenchTable table) throws SQLException {
        List<Double> with = new ArrayList<>();
        List<Double> without = new ArrayList<>();
        for (int run = 0; run < runs * TRIES_PER_RUN; run++) {
            node.run("ALTER TABLE " + table.sqlName() + " DISABLE TRIGGER USER");
            without.add(seconds(node, table));
            node.run("ALTER TABLE " + table.sqlName() + " ENABLE TRIGGER USER");
            with.add(seconds(node, table));
        }
        return Medians.of(with) / Medians.of(without);
    }

    private static double seconds(BackfillNode node, BenchTable table) throws SQLException {
        node.run("VACUUM " + table.sqlName());
        node.run("CHECKPOINT");
        node.run("BEGIN");
        long start = System.nanoTime();
        node.run("UPDATE " + table.sqlName() + " SET name = 'new ' || id");
        double seconds = (System.nanoTime() - start) / 1e9;
        node.run("ROLLBACK");
        return seconds;
    }
}
