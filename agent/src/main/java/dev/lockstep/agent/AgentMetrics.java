package dev.lockstep.agent;

import dev.lockstep.agent.execute.Direction;
import dev.lockstep.agent.execute.NodeStanding;
import dev.lockstep.agent.execute.StepWork;
import dev.lockstep.agent.report.NodeReports;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/** The numbers of one node. Thread-safe. */
public final class AgentMetrics {
    private final MeterRegistry registry;
    private final Tags tags;
    private final Counter batches;
    private final Counter rows;
    private final Counter lockWaits;

    public AgentMetrics(MeterRegistry registry, String fleet, String node) {
        this.registry = registry;
        this.tags = Tags.of("fleet", fleet, "node", node);
        this.batches = Counter.builder("lockstep.agent.batches")
                .description("Batches of backfills that were committed")
                .tags(tags)
                .register(registry);
        this.rows = Counter.builder("lockstep.agent.rows")
                .description("Rows that backfills went over")
                .tags(tags)
                .register(registry);
        this.lockWaits = Counter.builder("lockstep.agent.lock.waits")
                .description("Tries that ended because a lock was not given")
                .tags(tags)
                .register(registry);
    }

    void watch(NodeStanding standing, NodeReports reports) {
        Gauge.builder("lockstep.agent.held", standing, now -> now.isConfirmed() ? 0 : 1)
                .description("1 while the node may execute nothing")
                .tags(tags)
                .register(registry);
        Gauge.builder("lockstep.agent.reports.waiting", reports, NodeReports::waiting)
                .description("Reports that were not acknowledged yet")
                .tags(tags)
                .register(registry);
    }

    void stepDone(StepWork work, long millis) {
        Timer.builder("lockstep.agent.steps")
                .description("Steps done and undone")
                .tags(tags.and(
                        "phase",
                        work.step().getPhase().name(),
                        "direction",
                        work.direction() == Direction.FORWARD ? "forward" : "undo"))
                .register(registry)
                .record(millis, TimeUnit.MILLISECONDS);
    }

    void batchDone(int rowsOfBatch) {
        batches.increment();
        rows.increment(rowsOfBatch);
    }

    void lockWaited() {
        lockWaits.increment();
    }
}
