package dev.lockstep.integration.simulation;

import com.google.protobuf.ByteString;
import dev.lockstep.v1.CatalogObject;
import dev.lockstep.v1.EpochOutcome;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Plan;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the counted entries say of one epoch. Only the checker's. */
final class EpochBook {
    final long number;
    final ByteString changeHash;
    final TreeSet<String> roster;
    final TreeSet<String> tables;
    final TreeMap<String, ByteString> planHashes = new TreeMap<>();
    final TreeMap<String, Plan> plans = new TreeMap<>();
    final TreeMap<String, ByteString> approved = new TreeMap<>();
    final List<Phase> opened = new ArrayList<>(List.of(Phase.PREFLIGHT));
    final Map<Phase, TreeSet<String>> acknowledged = new EnumMap<>(Phase.class);
    final List<Phase> undoOpened = new ArrayList<>();
    final Map<Phase, TreeSet<String>> undone = new EnumMap<>(Phase.class);
    final TreeSet<String> halted = new TreeSet<>();
    final TreeSet<String> failed = new TreeSet<>();
    final TreeMap<String, TreeMap<String, CatalogObject>> recorded = new TreeMap<>();
    boolean started;
    boolean approvedAtAll;
    boolean released;
    boolean paused;
    boolean everPaused;
    boolean everResumed;
    boolean rollbackStarted;
    EpochOutcome outcome = EpochOutcome.EPOCH_OUTCOME_UNSPECIFIED;

    EpochBook(long number, ByteString changeHash, TreeSet<String> roster, TreeSet<String> tables) {
        this.number = number;
        this.changeHash = changeHash;
        this.roster = roster;
        this.tables = tables;
    }

    boolean isOpen() {
        return outcome == EpochOutcome.EPOCH_OUTCOME_UNSPECIFIED;
    }

    Phase phase() {
        return opened.get(opened.size() - 1);
    }

    boolean allAcknowledged(Phase phase) {
        return phase == Phase.PREFLIGHT
                ? planHashes.keySet().equals(roster)
                : acknowledged.getOrDefault(phase, new TreeSet<>()).equals(roster);
    }

    boolean allUndone(Phase phase) {
        return undone.getOrDefault(phase, new TreeSet<>()).equals(roster);
    }
}
