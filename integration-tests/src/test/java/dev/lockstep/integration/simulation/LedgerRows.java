package dev.lockstep.integration.simulation;

import dev.lockstep.agent.ledger.BackfillRow;
import dev.lockstep.agent.ledger.DirectiveRow;
import dev.lockstep.agent.ledger.EpochRow;
import dev.lockstep.agent.ledger.LogRow;
import dev.lockstep.agent.ledger.NodeRow;
import dev.lockstep.agent.ledger.ObservationRow;
import dev.lockstep.agent.ledger.PlanRow;
import java.util.ArrayList;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The ledger's tables; a transaction works on a copy. */
final class LedgerRows {
    @Nullable
    NodeRow node;

    final TreeMap<Long, EpochRow> epochs;
    final ArrayList<LogRow> log;
    final TreeMap<Long, PlanRow> plans;
    final TreeMap<String, BackfillRow> backfills;
    final TreeMap<Long, ObservationRow> observations;
    final ArrayList<DirectiveRow> directives;

    LedgerRows() {
        this.epochs = new TreeMap<>();
        this.log = new ArrayList<>();
        this.plans = new TreeMap<>();
        this.backfills = new TreeMap<>();
        this.observations = new TreeMap<>();
        this.directives = new ArrayList<>();
    }

    private LedgerRows(LedgerRows from) {
        this.node = from.node;
        this.epochs = new TreeMap<>(from.epochs);
        this.log = new ArrayList<>(from.log);
        this.plans = new TreeMap<>(from.plans);
        this.backfills = new TreeMap<>(from.backfills);
        this.observations = new TreeMap<>(from.observations);
        this.directives = new ArrayList<>(from.directives);
    }

    LedgerRows copy() {
        return new LedgerRows(this);
    }
}
