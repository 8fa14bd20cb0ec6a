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
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the counted entries say of one epoch. Only the checker's. */
final class EpochBook {
    final long number;
    final ByteString changeHash;
    final TreeSet<String> roster;
    final TreeSet<String> tables;
    final TreeSet<String> left = new TreeSet<>();
    final TreeSet<String> leftOut = new TreeSet<>();
    final TreeSet<String> waived = new TreeSet<>();
    final TreeSet<String> again = new TreeSet<>();
    final TreeSet<String> everWaived = new TreeSet<>();
    final TreeSet<String> refused = new TreeSet<>();
    final TreeMap<String, ByteString> planHashes = new TreeMap<>();
    final TreeMap<String, Plan> plans = new TreeMap<>();
    final TreeMap<String, ByteString> approved = new TreeMap<>();
    final List<Phase> opened = new ArrayList<>(List.of(Phase.PREFLIGHT));
    final Map<Phase, TreeSet<String>> acknowledged = new EnumMap<>(Phase.class);
    final Map<Phase, TreeSet<String>> passedWithout = new EnumMap<>(Phase.class);
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

    /** Whether it has started and not ended. */
    boolean isUnderWay() {
        return started && isOpen();
    }

    Phase phase() {
        return opened.get(opened.size() - 1);
    }

    /** Of a node in a phase, whether anybody has to wait for it there. */
    private boolean isExcused(String node, Phase phase) {
        boolean canBe = phase == Phase.EXPAND || phase == Phase.BACKFILL || phase == Phase.VALIDATE;
        // On the way back a waiver ends when its node has halted, and not when it has caught up.
        boolean was =
                rollbackStarted && passedWithout.getOrDefault(phase, none()).contains(node);
        // A node that goes through it again has been through before: the others went on by that.
        return again.contains(node) || canBe && (waived.contains(node) || was);
    }

    /** A node comes back as an older database: what it has said counts no longer, but for a plan that may have been approved. */
    void goesThroughAgain(String node) {
        boolean isPlanning = phase() == Phase.PREFLIGHT && !rollbackStarted;
        if (isPlanning) {
            planHashes.remove(node);
            this.plans.remove(node);
            refused.remove(node);
            return;
        }
        for (Phase phase : opened) {
            acknowledged.getOrDefault(phase, none()).remove(node);
            if (phase != phase()) {
                passedWithout.computeIfAbsent(phase, key -> new TreeSet<>()).add(node);
            }
        }
        halted.remove(node);
        undone.values().forEach(names -> names.remove(node));
        recorded.remove(node);
        if (!rollbackStarted || !undoOpened.isEmpty() || waived.contains(node)) {
            waived.add(node);
            everWaived.add(node);
            again.add(node);
        }
    }

    boolean hasAcknowledged(String node, Phase phase) {
        return phase == Phase.PREFLIGHT
                ? planHashes.containsKey(node)
                : acknowledged.getOrDefault(phase, none()).contains(node);
    }

    /** Whether nobody has to be waited for in a phase: a set of names, never a count. */
    boolean allAcknowledged(Phase phase) {
        return roster.stream().allMatch(node -> hasAcknowledged(node, phase) || isExcused(node, phase));
    }

    boolean allHalted() {
        return haveAll(halted);
    }

    boolean allUndone(Phase phase) {
        return haveAll(undone.getOrDefault(phase, none()));
    }

    private boolean haveAll(Set<String> names) {
        return roster.stream().allMatch(node -> names.contains(node) || waived.contains(node));
    }

    /** Whether a waived node stands where the others are. */
    boolean hasCaughtUp(String node) {
        if (!rollbackStarted) {
            // CONTRACT is worked on as one of the others, or not at all.
            return opened.stream()
                    .allMatch(phase -> hasAcknowledged(node, phase) || again.contains(node) && phase == Phase.CONTRACT);
        }
        return halted.contains(node)
                && undoOpened.stream()
                        .allMatch(phase -> undone.getOrDefault(phase, none()).contains(node));
    }

    /** It goes on without a node. */
    void without(String node) {
        roster.remove(node);
        waived.remove(node);
        again.remove(node);
        planHashes.remove(node);
    }

    private static TreeSet<String> none() {
        return new TreeSet<>();
    }
}
