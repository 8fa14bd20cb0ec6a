package dev.lockstep.integration.bench.backfill;

import dev.lockstep.agent.execute.WorkLimits;
import dev.lockstep.deploy.servers.DatabaseServer;
import dev.lockstep.integration.backfill.BackfillAgent;
import dev.lockstep.integration.backfill.BackfillNode;
import dev.lockstep.v1.Phase;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

/** What an application notices of a backfill: its reads and writes of single rows of the wide table, before and during. */
final class Foreground {
    private static final int CLIENTS = 2;
    private static final long BEFORE_MILLIS = 3000;
    private static final double PART = 0.99;

    private final DatabaseServer server;
    private final double scale;

    Foreground(DatabaseServer server, double scale) {
        this.server = server;
        this.scale = scale;
    }

    /** 99 of 100 statements took no longer. */
    record P99(double beforeMillis, double duringMillis) {}

    P99 measure() throws SQLException, InterruptedException {
        BenchTable table = BenchTable.WIDE;
        int rows = table.rows(scale);
        try (BackfillNode node = new BackfillNode(server, table.setup(rows), table.changeFile())) {
            BackfillAgent agent = new BackfillAgent(node, WorkLimits.usual());
            agent.pass(Phase.EXPAND);
            double before;
            try (Clients clients = clients(node, table, rows)) {
                TimeUnit.MILLISECONDS.sleep(BEFORE_MILLIS);
                before = Medians.percentile(clients.stop(), PART);
            }
            try (Clients clients = clients(node, table, rows)) {
                agent.pass(Phase.BACKFILL);
                return new P99(before, Medians.percentile(clients.stop(), PART));
            }
        }
    }

    private static Clients clients(BackfillNode node, BenchTable table, int rows) {
        return new Clients(
                node,
                CLIENTS,
                rows,
                "SELECT name, note FROM " + table.sqlName() + " WHERE id = ?",
                "UPDATE " + table.sqlName() + " SET amount = amount + 1 WHERE id = ?");
    }
}
