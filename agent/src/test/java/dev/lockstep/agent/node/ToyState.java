package dev.lockstep.agent.node;

import dev.lockstep.agent.ledger.BackfillRow;
import dev.lockstep.agent.ledger.DirectiveRow;
import dev.lockstep.agent.ledger.EpochRow;
import dev.lockstep.agent.ledger.LogRow;
import dev.lockstep.agent.ledger.NodeRow;
import dev.lockstep.agent.ledger.ObservationRow;
import dev.lockstep.agent.ledger.PlanRow;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All that a toy database holds; a transaction works on a copy. */
final class ToyState {
    @Nullable
    NodeRow node;

    final TreeMap<Long, EpochRow> epochs = new TreeMap<>();
    final List<LogRow> log = new ArrayList<>();
    final TreeMap<Long, PlanRow> plans = new TreeMap<>();
    final TreeMap<String, BackfillRow> backfills = new TreeMap<>();
    final TreeMap<Long, ObservationRow> observations = new TreeMap<>();
    final TreeMap<Long, DirectiveRow> directives = new TreeMap<>();
    final TreeMap<String, String> objects = new TreeMap<>();
    final TreeMap<Integer, Boolean> rows = new TreeMap<>();
    final List<String> effects = new ArrayList<>();

    ToyState copy() {
        ToyState copy = new ToyState();
        copy.node = node;
        copy.epochs.putAll(epochs);
        copy.log.addAll(log);
        copy.plans.putAll(plans);
        copy.backfills.putAll(backfills);
        copy.observations.putAll(observations);
        copy.directives.putAll(directives);
        copy.objects.putAll(objects);
        copy.rows.putAll(rows);
        copy.effects.addAll(effects);
        return copy;
    }
}
