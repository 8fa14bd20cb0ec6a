package dev.lockstep.agent.execute;

import dev.lockstep.agent.ledger.LoggedCost;
import dev.lockstep.agent.node.NodeSession;
import dev.lockstep.v1.StepActual;
import java.sql.SQLException;
import java.util.OptionalLong;

/** Measures what one run of a step takes. Thread-safe: several workers may fill at once. */
final class StepMeter {
    private final Pacer pacer;
    private final long startMillis;
    private final OptionalLong logAtStart;
    private long actedMillis;
    private boolean tried;
    private boolean resumed;
    private long rows;
    private long waitedMillis;
    private long longestMillis;

    private StepMeter(Pacer pacer, OptionalLong logAtStart) {
        this.pacer = pacer;
        this.startMillis = pacer.nowMillis();
        this.logAtStart = logAtStart;
        this.actedMillis = startMillis;
    }

    /**
     * Starts now.
     *
     * @param session outside of a transaction
     */
    static StepMeter start(Pacer pacer, NodeSession session, StepWork work) throws SQLException {
        // One that is over in milliseconds writes next to no log, and must not take longer for the question.
        boolean mayWriteMuch =
                work.step().hasBackfill() || work.step().hasStatement() && !work.hasNothingToRun() && !work.isShort();
        return new StepMeter(pacer, mayWriteMuch ? session.logWritten() : OptionalLong.empty());
    }

    /**
     * A try begins.
     *
     * @param waitedForMillis since the tries in vain began; 0 when there was none
     * @param begunBefore whether something of the step was done before this try
     */
    synchronized void tries(long waitedForMillis, boolean begunBefore) {
        waitedMillis = waitedForMillis;
        actedMillis = pacer.nowMillis();
        resumed |= begunBefore && !tried;
        tried = true;
    }

    /** The try has looked at the catalog, and now asks for its lock. */
    synchronized void acts() {
        actedMillis = pacer.nowMillis();
    }

    /**
     * A batch was committed.
     *
     * @param tookMillis with the waits
     * @param waitedForMillis since its tries in vain began; 0 when there was none
     */
    synchronized void batch(int filled, long tookMillis, long waitedForMillis) {
        rows += filled;
        waitedMillis += waitedForMillis;
        longestMillis = Math.max(longestMillis, tookMillis - waitedForMillis);
    }

    /** A backfill goes on where it was. */
    synchronized void goesOn() {
        resumed = true;
    }

    /** What it took until now, as the row says it that ends the step. */
    synchronized String written(NodeSession session) throws SQLException {
        long now = pacer.nowMillis();
        StepActual.Builder cost = StepActual.newBuilder()
                .setMillis(now - startMillis)
                .setRows(rows)
                .setLockWaitMillis(waitedMillis)
                .setLockMillis(tried ? now - actedMillis : longestMillis)
                .setResumed(resumed);
        if (logAtStart.isPresent()) {
            session.logWritten().ifPresent(log -> cost.setLogBytes(Math.max(0, log - logAtStart.getAsLong())));
        }
        return LoggedCost.write(cost.build());
    }
}
