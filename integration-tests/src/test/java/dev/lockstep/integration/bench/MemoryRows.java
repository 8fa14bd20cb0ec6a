package dev.lockstep.integration.bench;

import dev.lockstep.agent.ledger.DirectiveRow;
import dev.lockstep.agent.ledger.EpochRow;
import dev.lockstep.agent.ledger.LogRow;
import dev.lockstep.agent.ledger.NodeRow;
import dev.lockstep.agent.ledger.PlanRow;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The ledger of a database in memory; a transaction works on a copy. What belongs to an epoch goes when the epoch ends, so that the copy stays small. */
final class MemoryRows {
    @Nullable
    NodeRow node;

    @Nullable
    LogRow lastLog;

    @Nullable
    LogRow lastLogOfWork;

    final TreeMap<Long, EpochRow> epochs = new TreeMap<>();
    final TreeMap<Long, PlanRow> plans = new TreeMap<>();
    final TreeMap<Long, DirectiveRow> directives = new TreeMap<>();
    final List<LogRow> log = new ArrayList<>();

    MemoryRows copy() {
        MemoryRows copy = new MemoryRows();
        copy.node = node;
        copy.lastLog = lastLog;
        copy.lastLogOfWork = lastLogOfWork;
        copy.epochs.putAll(epochs);
        copy.plans.putAll(plans);
        copy.directives.putAll(directives);
        copy.log.addAll(log);
        return copy;
    }

    void end(long epoch) {
        epochs.remove(epoch);
        plans.remove(epoch);
        directives.values().removeIf(row -> row.epoch() == epoch);
        log.removeIf(row -> row.epoch() == epoch);
    }
}
