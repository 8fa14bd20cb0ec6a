package dev.lockstep.integration.nemesis.check;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.lockstep.v1.Approval;
import dev.lockstep.v1.Change;
import dev.lockstep.v1.EpochClosed;
import dev.lockstep.v1.EpochOpened;
import dev.lockstep.v1.EpochOutcome;
import dev.lockstep.v1.Order;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.RosterMember;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One epoch as the journal tells it: each event must be allowed by those before it. Who must acknowledge is a set of names, never a number of nodes. Knows no
 * waivers and no departures, because the nemesis asks for none.
 */
final class EpochStory {
    private final long number;
    private final String change;
    private final Set<String> roster = new TreeSet<>();
    private final Findings findings;
    private final Map<String, ByteString> plans = new HashMap<>();
    private final Map<Phase, Set<String>> acknowledged = new EnumMap<>(Phase.class);
    private final Map<Phase, Set<String>> undone = new EnumMap<>(Phase.class);
    private final Set<String> halted = new TreeSet<>();
    private Phase phase = Phase.PREFLIGHT;
    private @Nullable Phase undoing;
    private @Nullable Approval approval;
    private boolean released;
    private boolean goingBack;
    private EpochOutcome outcome = EpochOutcome.EPOCH_OUTCOME_UNSPECIFIED;

    EpochStory(EpochOpened opened, Findings findings) {
        this.number = opened.getEpoch();
        this.findings = findings;
        opened.getRosterList().stream().map(RosterMember::getNode).forEach(roster::add);
        this.change = nameOf(opened.getChange());
        acknowledged.put(Phase.PREFLIGHT, new TreeSet<>());
    }

    private static String nameOf(ByteString change) {
        try {
            return Change.parseFrom(change).getName();
        } catch (InvalidProtocolBufferException wrong) {
            throw new IllegalArgumentException("expected the bytes of a change, found others", wrong);
        }
    }

    long number() {
        return number;
    }

    String change() {
        return change;
    }

    Set<String> roster() {
        return roster;
    }

    EpochOutcome outcome() {
        return outcome;
    }

    boolean hasOpened(Phase which) {
        return acknowledged.containsKey(which);
    }

    boolean hasUndone() {
        return !undone.isEmpty();
    }

    /** The plan that was approved for a node; empty before approval. */
    Optional<Plan> plan(String node) {
        ByteString bytes = plans.get(node);
        if (approval == null || bytes == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Plan.parseFrom(bytes));
        } catch (InvalidProtocolBufferException wrong) {
            throw new IllegalArgumentException("expected the bytes of a plan, found others", wrong);
        }
    }

    void planned(String node, ByteString plan) {
        require(roster.contains(node), "I2", node + " planned, but it is not in the roster " + roster);
        require(phase == Phase.PREFLIGHT && !goingBack, "I1", node + " planned when " + here());
        plans.put(node, plan);
        // A refusal is an answer, too, but no acknowledgement.
        if (!plan.isEmpty()) {
            setOf(acknowledged, Phase.PREFLIGHT).add(node);
        }
    }

    void approved(Approval given) {
        require(phase == Phase.PREFLIGHT, "I7", "approved when " + here());
        requireAll("I2", Phase.PREFLIGHT + " before the approval", setOf(acknowledged, Phase.PREFLIGHT));
        given.getPlansList()
                .forEach(plan -> require(
                        plan.getPlanHash()
                                .equals(Hashes.of(
                                        Hashes.PLAN, plans.getOrDefault(plan.getNode(), ByteString.EMPTY))),
                        "I7",
                        "the approved hash of the plan of " + plan.getNode() + " is not the one of its plan"));
        Set<String> names = new TreeSet<>();
        given.getPlansList().forEach(plan -> names.add(plan.getNode()));
        require(names.equals(roster), "I7", "the approval is about " + names + ", the roster is " + roster);
        approval = given;
    }

    void opened(Phase next) {
        require(!goingBack, "I1", next + " was opened after the way back had begun");
        require(next.getNumber() > phase.getNumber(), "I1", next + " was opened when " + here());
        requireAll("I2", phase + " before " + next + " was opened", setOf(acknowledged, phase));
        require(approval != null, "I7", next + " was opened without an approval");
        require(next != Phase.CONTRACT || released, "I9", "CONTRACT was opened without a release");
        phase = next;
        setOf(acknowledged, next);
    }

    void acknowledged(String node, Phase done) {
        require(roster.contains(node), "I2", node + " acknowledged, but it is not in the roster " + roster);
        require(!goingBack && done == phase, "I1", node + " acknowledged " + done + " when " + here());
        require(
                setOf(acknowledged, done).add(node),
                "I3",
                node + " acknowledged " + done + " a second time");
    }

    void released() {
        require(phase == Phase.RELEASE && !goingBack, "I9", "released when " + here());
        released = true;
    }

    void turnedRound() {
        require(!goingBack, "I1", "turned round a second time");
        require(phase != Phase.CONTRACT, "I9", "turned round after CONTRACT was opened");
        goingBack = true;
    }

    void halted(String node) {
        require(goingBack && undoing == null, "I6", node + " halted when " + here());
        require(halted.add(node), "I3", node + " halted a second time");
    }

    void undoOpened(Phase back) {
        require(goingBack, "I6", "the undo of " + back + " was opened when " + here());
        requireAll("I6", "HALT before the undo of " + back, halted);
        if (undoing == null) {
            require(back.getNumber() <= phase.getNumber(), "I1", "the undo began with " + back + " when " + here());
        } else {
            require(back.getNumber() < undoing.getNumber(), "I1", "the undo of " + back + " came after " + undoing);
            requireAll("I1", "the undo of " + undoing + " before that of " + back, setOf(undone, undoing));
        }
        undoing = back;
        setOf(undone, back);
    }

    void undone(String node, Phase back) {
        require(back == undoing, "I1", node + " has undone " + back + " when " + here());
        require(setOf(undone, back).add(node), "I3", node + " has undone " + back + " a second time");
    }

    void closed(EpochClosed closed) {
        require(outcome == EpochOutcome.EPOCH_OUTCOME_UNSPECIFIED, "I1", "closed a second time");
        outcome = closed.getOutcome();
        if (outcome == EpochOutcome.OUTCOME_COMPLETED) {
            require(!goingBack && approval != null, "I1", "completed when " + here());
            requireAll("I2", phase + " before the end", setOf(acknowledged, phase));
        } else if (outcome == EpochOutcome.OUTCOME_REJECTED) {
            require(phase == Phase.PREFLIGHT, "I1", "rejected when " + here());
        } else {
            requireEverythingUndone();
        }
    }

    private void requireEverythingUndone() {
        require(goingBack, "I1", "rolled back without turning round");
        requireAll("I6", "HALT before the end", halted);
        if (phase != Phase.PREFLIGHT) {
            require(undoing == Phase.EXPAND, "I1", "rolled back when " + here());
            requireAll("I1", "the undo of EXPAND before the end", setOf(undone, Phase.EXPAND));
        }
    }

    /** A directive about this epoch was decided. */
    void ordered(Order order) {
        require(roster.containsAll(order.getNodesList()), "I2", "an order binds " + order.getNodesList());
        if (order.hasOpenPhase()) {
            Phase ordered = order.getOpenPhase().getPhase();
            require(ordered == phase && !goingBack, "I2", ordered + " was ordered when " + here());
        } else if (order.hasUndo()) {
            Phase ordered = order.getUndo().getPhase();
            require(ordered == undoing, "I6", "the undo of " + ordered + " was ordered when " + here());
        } else if (order.hasHalt()) {
            require(goingBack, "I6", "HALT was ordered when " + here());
        }
    }

    private void requireAll(String invariant, String what, Collection<String> seen) {
        Set<String> missing = new TreeSet<>(roster);
        missing.removeAll(seen);
        require(missing.isEmpty(), invariant, "expected " + what + " by everybody in the roster, but not by " + missing);
    }

    private void require(boolean condition, String invariant, String what) {
        findings.require(condition, invariant, "epoch " + number + " (" + change + ")", what);
    }

    private String here() {
        return !goingBack ? "it was in " + phase : undoing == null ? "it was halting" : "it was undoing " + undoing;
    }

    private static Set<String> setOf(Map<Phase, Set<String>> sets, Phase key) {
        return sets.computeIfAbsent(key, none -> new TreeSet<>());
    }
}
