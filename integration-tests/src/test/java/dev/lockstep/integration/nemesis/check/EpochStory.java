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
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One epoch as the journal tells it: each event must be allowed by those before it. Who must acknowledge is a set of names, never a number of nodes: without
 * those who have left, and, for some phases and the way back, without those who are waived.
 */
final class EpochStory {
    private final long number;
    private final String change;
    private final EpochRoster roster;
    private final Demands demands;
    private final WayBack wayBack;
    private final Map<String, ByteString> plans = new HashMap<>();
    private final Map<Phase, Set<String>> acknowledged = new EnumMap<>(Phase.class);
    private Phase phase = Phase.PREFLIGHT;
    private @Nullable Approval approval;
    private boolean released;
    private EpochOutcome outcome = EpochOutcome.EPOCH_OUTCOME_UNSPECIFIED;

    EpochStory(EpochOpened opened, Findings findings) {
        this.number = opened.getEpoch();
        this.roster = new EpochRoster(
                opened.getRosterList().stream().map(RosterMember::getNode).toList());
        this.change = nameOf(opened.getChange());
        this.demands = new Demands(findings, "epoch " + number + " (" + change + ")");
        this.wayBack = new WayBack(roster, demands);
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

    /** Without those who have left it. */
    Set<String> roster() {
        return roster.names();
    }

    boolean isOpen() {
        return outcome == EpochOutcome.EPOCH_OUTCOME_UNSPECIFIED;
    }

    EpochOutcome outcome() {
        return outcome;
    }

    boolean hasOpened(Phase which) {
        return acknowledged.containsKey(which);
    }

    boolean hasUndone() {
        return wayBack.hasUndone();
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
        requireBound(node, "planned");
        demands.require(phase == Phase.PREFLIGHT && !wayBack.hasBegun(), "I1", node + " planned when " + here());
        plans.put(node, plan);
        // A refusal is an answer, too, but no acknowledgement.
        if (!plan.isEmpty()) {
            setOf(acknowledged, Phase.PREFLIGHT).add(node);
        }
    }

    void approved(Approval given) {
        demands.require(phase == Phase.PREFLIGHT, "I7", "approved when " + here());
        demands.requireAll(
                "I2", Phase.PREFLIGHT + " before the approval", roster.missing(setOf(acknowledged, Phase.PREFLIGHT)));
        given.getPlansList()
                .forEach(plan -> demands.require(
                        plan.getPlanHash()
                                .equals(Hashes.of(Hashes.PLAN, plans.getOrDefault(plan.getNode(), ByteString.EMPTY))),
                        "I7",
                        "the approved hash of the plan of " + plan.getNode() + " is not the one of its plan"));
        Set<String> names = new TreeSet<>();
        given.getPlansList().forEach(plan -> names.add(plan.getNode()));
        demands.require(
                names.equals(roster.names()),
                "I7",
                "the approval is about " + names + ", the roster is " + roster.names());
        approval = given;
    }

    void opened(Phase next) {
        demands.require(!wayBack.hasBegun(), "I1", next + " was opened after the way back had begun");
        demands.require(next.getNumber() > phase.getNumber(), "I1", next + " was opened when " + here());
        Set<String> seen = setOf(acknowledged, phase);
        demands.requireAll(
                "I2",
                phase + " before " + next + " was opened",
                EpochRoster.mayBeWaived(phase) ? roster.missingWithoutWaiver(seen) : roster.missing(seen));
        demands.require(approval != null, "I7", next + " was opened without an approval");
        if (next == Phase.CONTRACT) {
            demands.require(released, "I9", "CONTRACT was opened without a release");
            requireEverybodyThrough("I9", "CONTRACT was opened");
        }
        phase = next;
        setOf(acknowledged, next);
    }

    /** No waiver lets CONTRACT open, or the epoch end: who was waived must have caught up, or have left. */
    private void requireEverybodyThrough(String invariant, String what) {
        demands.require(roster.waived().isEmpty(), "I9", what + " with a waiver in force for " + roster.waived());
        acknowledged.forEach(
                (done, seen) -> demands.requireAll(invariant, done + " before " + what, roster.missing(seen)));
    }

    void acknowledged(String node, Phase done) {
        requireBound(node, "acknowledged " + done);
        boolean catchesUp = roster.isWaived(node) && hasOpened(done);
        demands.require(
                !wayBack.hasBegun() && (done == phase || catchesUp),
                "I1",
                node + " acknowledged " + done + " when " + here());
        acknowledged.forEach((before, seen) -> demands.require(
                before.getNumber() >= done.getNumber() || seen.contains(node),
                "I1",
                node + " acknowledged " + done + ", but not " + before));
        demands.require(setOf(acknowledged, done).add(node), "I3", node + " acknowledged " + done + " a second time");
    }

    /** Somebody has decided that the epoch does not wait for a node, up to RELEASE or on the way back. */
    void waived(String node, String by, String reason) {
        requireBound(node, "was waived");
        demands.require(!by.isBlank() && !reason.isBlank(), "I9", node + " was waived without a name or a reason");
        demands.require(
                isOpen() && (wayBack.hasBegun() || EpochRoster.mayBeWaived(phase)),
                "I9",
                node + " was waived when " + here());
        roster.waive(node);
        demands.require(
                !roster.waived().equals(roster.names()), "I2", node + " was waived, and nobody is left to go on with");
    }

    void waiverEnded(String node) {
        demands.require(roster.isWaived(node), "I9", "a waiver of " + node + " ended that nobody had given");
        boolean caughtUp = wayBack.hasBegun()
                ? wayBack.hasCaughtUp(node)
                : acknowledged.values().stream().allMatch(seen -> seen.contains(node));
        demands.require(caughtUp, "I9", "the waiver of " + node + " ended, but it does not stand where the others are");
        roster.waiverEnded(node);
    }

    /** The epoch goes on without a node that has left the fleet. */
    void left(String node) {
        roster.left(node);
        demands.require(!roster.names().isEmpty(), "I2", node + " left, and nobody is there to go on with");
    }

    void released() {
        demands.require(phase == Phase.RELEASE && !wayBack.hasBegun(), "I9", "released when " + here());
        released = true;
    }

    void turnedRound() {
        demands.require(!wayBack.hasBegun(), "I1", "turned round a second time");
        demands.require(phase != Phase.CONTRACT, "I9", "turned round after CONTRACT was opened");
        wayBack.begin();
    }

    void halted(String node) {
        requireBound(node, "halted");
        wayBack.halted(node);
    }

    void undoOpened(Phase back) {
        wayBack.undoOpened(back, phase);
    }

    void undone(String node, Phase back) {
        requireBound(node, "has undone " + back);
        wayBack.undone(node, back);
    }

    void closed(EpochClosed closed) {
        demands.require(outcome == EpochOutcome.EPOCH_OUTCOME_UNSPECIFIED, "I1", "closed a second time");
        outcome = closed.getOutcome();
        if (outcome == EpochOutcome.OUTCOME_COMPLETED) {
            demands.require(!wayBack.hasBegun() && approval != null, "I1", "completed when " + here());
            requireEverybodyThrough("I2", "the end");
        } else if (outcome == EpochOutcome.OUTCOME_REJECTED) {
            demands.require(phase == Phase.PREFLIGHT, "I1", "rejected when " + here());
        } else {
            wayBack.ended(phase);
        }
    }

    /** A directive about this epoch was decided. */
    void ordered(Order order) {
        List<String> nodes = order.getNodesList();
        demands.require(
                roster.names().containsAll(nodes), "I2", "an order binds " + nodes + ", bound are " + roster.names());
        boolean ofWaived = roster.waived().containsAll(nodes);
        if (order.hasOpenPhase()) {
            Phase ordered = order.getOpenPhase().getPhase();
            demands.require(ordered == phase && !wayBack.hasBegun(), "I2", ordered + " was ordered when " + here());
        } else if (order.hasCatchUp()) {
            Phase ordered = order.getCatchUp().getPhase();
            demands.require(
                    hasOpened(ordered) && !wayBack.hasBegun(), "I2", "to catch up on " + ordered + " when " + here());
            demands.require(ofWaived, "I2", nodes + " were ordered to catch up, waived are " + roster.waived());
        } else if (order.hasUndo()) {
            wayBack.ordered(order.getUndo().getPhase(), ofWaived);
        } else if (order.hasHalt()) {
            demands.require(wayBack.hasBegun(), "I6", "HALT was ordered when " + here());
        }
    }

    private void requireBound(String node, String what) {
        demands.require(
                roster.binds(node), "I2", node + " " + what + ", but it is not in the roster " + roster.names());
    }

    private String here() {
        return wayBack.hasBegun() ? "it went back" : "it was in " + phase;
    }

    private static Set<String> setOf(Map<Phase, Set<String>> sets, Phase key) {
        return sets.computeIfAbsent(key, none -> new TreeSet<>());
    }
}
