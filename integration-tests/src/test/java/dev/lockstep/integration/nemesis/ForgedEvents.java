package dev.lockstep.integration.nemesis;

import com.google.protobuf.ByteString;
import dev.lockstep.chain.Hashing;
import dev.lockstep.chain.Hashing.Domain;
import dev.lockstep.v1.Approval;
import dev.lockstep.v1.Change;
import dev.lockstep.v1.Close;
import dev.lockstep.v1.DirectiveIssued;
import dev.lockstep.v1.Engine;
import dev.lockstep.v1.EpochApproved;
import dev.lockstep.v1.EpochClosed;
import dev.lockstep.v1.EpochOpened;
import dev.lockstep.v1.EpochOutcome;
import dev.lockstep.v1.Event;
import dev.lockstep.v1.Fingerprint;
import dev.lockstep.v1.Halt;
import dev.lockstep.v1.LeadershipClaimed;
import dev.lockstep.v1.NodeHalted;
import dev.lockstep.v1.NodePlanned;
import dev.lockstep.v1.NodeRegistered;
import dev.lockstep.v1.NodeUndone;
import dev.lockstep.v1.OpenPhase;
import dev.lockstep.v1.Order;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.PhaseAcknowledged;
import dev.lockstep.v1.PhaseDone;
import dev.lockstep.v1.PhaseOpened;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.PlanApproval;
import dev.lockstep.v1.Planned;
import dev.lockstep.v1.Prepare;
import dev.lockstep.v1.ReportStamp;
import dev.lockstep.v1.RollbackStarted;
import dev.lockstep.v1.RosterMember;
import dev.lockstep.v1.Step;
import dev.lockstep.v1.UndoDone;
import dev.lockstep.v1.UndoOpened;
import dev.lockstep.v1.UndoPhase;
import java.util.List;

/** The events of epoch 1 of a fleet of two nodes. */
final class ForgedEvents {
    static final List<String> NODES = List.of("shard-1", "shard-2");
    static final String CHANGE = "add-region";

    private static final long EPOCH = 1;
    static final ByteString SCHEMA = ByteString.copyFromUtf8("schema");

    private ForgedEvents() {}

    static Event claimed() {
        return Event.newBuilder()
                .setLeadershipClaimed(LeadershipClaimed.newBuilder().setCoordinator("c1"))
                .build();
    }

    static Event registered(String node) {
        return Event.newBuilder()
                .setNodeRegistered(NodeRegistered.newBuilder()
                        .setMember(member(node))
                        .setFingerprint(Fingerprint.newBuilder().setRoot(SCHEMA)))
                .build();
    }

    static RosterMember member(String node) {
        return RosterMember.newBuilder()
                .setNode(node)
                .setEngine(Engine.POSTGRES)
                .build();
    }

    static Event opened() {
        EpochOpened.Builder opened = EpochOpened.newBuilder()
                .setEpoch(EPOCH)
                .setChange(Change.newBuilder().setName(CHANGE).build().toByteString());
        NODES.forEach(node -> opened.addRoster(member(node)));
        return Event.newBuilder().setEpochOpened(opened).build();
    }

    static ByteString plan(String node) {
        return Plan.newBuilder()
                .setNode(node)
                .setEpoch(EPOCH)
                .addSteps(Step.newBuilder().setNumber(1).setPhase(Phase.EXPAND))
                .addSteps(Step.newBuilder().setNumber(2).setPhase(Phase.VALIDATE))
                .build()
                .toByteString();
    }

    static Event planned(String node, long row) {
        return Event.newBuilder()
                .setNodePlanned(NodePlanned.newBuilder()
                        .setEpoch(EPOCH)
                        .setStamp(stamp(node, 1, row))
                        .setPlanned(Planned.newBuilder().setPlan(plan(node))))
                .build();
    }

    static ReportStamp stamp(String node, long mandate, long row) {
        return ReportStamp.newBuilder()
                .setNode(node)
                .setIncarnation(1)
                .setMandate(mandate)
                .setLogNumber(row)
                .build();
    }

    static Event approved() {
        Approval.Builder approval = Approval.newBuilder().setEpoch(EPOCH);
        NODES.forEach(node -> approval.addPlans(
                PlanApproval.newBuilder().setNode(node).setPlanHash(Hashing.hash(Domain.PLAN, plan(node)))));
        return Event.newBuilder()
                .setEpochApproved(EpochApproved.newBuilder().setEpoch(EPOCH).setApproval(approval))
                .build();
    }

    static Event phaseOpened(Phase phase) {
        return Event.newBuilder()
                .setPhaseOpened(PhaseOpened.newBuilder().setEpoch(EPOCH).setPhase(phase))
                .build();
    }

    static Event acknowledged(String node, Phase phase, long mandate, long row) {
        return Event.newBuilder()
                .setPhaseAcknowledged(PhaseAcknowledged.newBuilder()
                        .setEpoch(EPOCH)
                        .setStamp(stamp(node, mandate, row))
                        .setDone(PhaseDone.newBuilder().setPhase(phase).setRoot(SCHEMA)))
                .build();
    }

    static Event turnedRound() {
        return Event.newBuilder()
                .setRollbackStarted(RollbackStarted.newBuilder().setEpoch(EPOCH))
                .build();
    }

    static Event halted(String node, long mandate, long row) {
        return Event.newBuilder()
                .setNodeHalted(NodeHalted.newBuilder().setEpoch(EPOCH).setStamp(stamp(node, mandate, row)))
                .build();
    }

    static Event undoOpened(Phase phase) {
        return Event.newBuilder()
                .setUndoOpened(UndoOpened.newBuilder().setEpoch(EPOCH).setPhase(phase))
                .build();
    }

    static Event undone(String node, Phase phase, long mandate, long row) {
        return Event.newBuilder()
                .setNodeUndone(NodeUndone.newBuilder()
                        .setEpoch(EPOCH)
                        .setStamp(stamp(node, mandate, row))
                        .setDone(UndoDone.newBuilder().setPhase(phase).setRoot(SCHEMA)))
                .build();
    }

    static Event closed(EpochOutcome outcome) {
        return Event.newBuilder()
                .setEpochClosed(EpochClosed.newBuilder().setEpoch(EPOCH).setOutcome(outcome))
                .build();
    }

    static Event prepare(long number) {
        return issued(number, Order.newBuilder().setPrepare(Prepare.getDefaultInstance()));
    }

    static Event open(long number, Phase phase) {
        return open(number, phase, NODES);
    }

    static Event open(long number, Phase phase, List<String> nodes) {
        return issued(
                number,
                EPOCH,
                nodes,
                Order.newBuilder().setOpenPhase(OpenPhase.newBuilder().setPhase(phase)));
    }

    static Event halt(long number) {
        return issued(number, Order.newBuilder().setHalt(Halt.getDefaultInstance()));
    }

    static Event undo(long number, Phase phase) {
        return undo(number, phase, NODES);
    }

    static Event undo(long number, Phase phase, List<String> nodes) {
        return issued(
                number,
                EPOCH,
                nodes,
                Order.newBuilder().setUndo(UndoPhase.newBuilder().setPhase(phase)));
    }

    static Event close(long number, EpochOutcome outcome) {
        return close(number, outcome, NODES);
    }

    static Event close(long number, EpochOutcome outcome, List<String> nodes) {
        return issued(
                number,
                EPOCH,
                nodes,
                Order.newBuilder().setClose(Close.newBuilder().setOutcome(outcome)));
    }

    private static Event issued(long number, Order.Builder order) {
        return issued(number, EPOCH, NODES, order);
    }

    static Event issued(long number, long epoch, List<String> nodes, Order.Builder order) {
        return Event.newBuilder()
                .setDirectiveIssued(DirectiveIssued.newBuilder()
                        .setNumber(number)
                        .setEpoch(epoch)
                        .setOrder(order.addAllNodes(nodes)))
                .build();
    }
}
