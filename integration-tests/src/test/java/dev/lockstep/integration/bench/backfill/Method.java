package dev.lockstep.integration.bench.backfill;

import dev.lockstep.agent.execute.WorkLimits;
import dev.lockstep.deploy.servers.DatabaseServer;
import dev.lockstep.integration.backfill.BackfillAgent;
import dev.lockstep.integration.backfill.BackfillNode;
import dev.lockstep.v1.Phase;
import java.sql.SQLException;

/** A way to fill the column. */
enum Method {
    /** The production code with one worker. */
    LOCKSTEP_1("lockstep-1", 1),
    /** The production code with four. */
    LOCKSTEP_4("lockstep-4", 4),
    /** The statements of another tool. */
    PGROLL_SQL("pgroll-sql", 0);

    private static final double NANOS_PER_SECOND = 1e9;

    private final String label;
    private final int workers;

    Method(String label, int workers) {
        this.label = label;
        this.workers = workers;
    }

    String label() {
        return label;
    }

    /**
     * One run on a fresh table.
     *
     * @param rows of the table
     */
    Run run(DatabaseServer server, BenchTable table, int rows) throws SQLException, InterruptedException {
        try (BackfillNode node = new BackfillNode(server, table.setup(rows), table.changeFile())) {
            String bytes = "SELECT pg_relation_size('" + table.sqlName() + "')";
            long before = Long.parseLong(node.ask(bytes));
            Work work = prepare(node, table);
            node.run("CHECKPOINT");
            long start = System.nanoTime();
            work.run();
            double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
            check(node, table, rows);
            return new Run(rows / seconds, (double) Long.parseLong(node.ask(bytes)) / before);
        }
    }

    private Work prepare(BackfillNode node, BenchTable table) throws SQLException, InterruptedException {
        if (workers == 0) {
            PgrollSql other = new PgrollSql(node.application(), table);
            other.start();
            return other::backfill;
        }
        BackfillAgent agent = new BackfillAgent(node, WorkLimits.usual().withBackfillWorkers(workers));
        agent.pass(Phase.EXPAND);
        return () -> agent.pass(Phase.BACKFILL);
    }

    /** A fast backfill that leaves a row out is none. */
    private void check(BackfillNode node, BenchTable table, int rows) throws SQLException {
        String right = node.ask("SELECT count(*) FROM " + table.sqlName() + " WHERE "
                + (workers == 0 ? PgrollSql.COLUMN : "label") + " = " + table.value());
        if (Long.parseLong(right) != rows) {
            throw new IllegalStateException(
                    "expected " + rows + " rows that are right after " + label + ", found " + right);
        }
    }

    /** What is measured. */
    private interface Work {
        void run() throws SQLException, InterruptedException;
    }

    /**
     * What came of a run.
     *
     * @param heapRatio size of the table's main file after it, in sizes before
     */
    record Run(double rowsPerSecond, double heapRatio) {}
}
