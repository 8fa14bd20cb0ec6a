package dev.lockstep.coordinator.core;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.lockstep.v1.CatalogObject;
import dev.lockstep.v1.Change;
import dev.lockstep.v1.DirectiveIssued;
import dev.lockstep.v1.EpochClosed;
import dev.lockstep.v1.EpochOpened;
import dev.lockstep.v1.EpochOutcome;
import dev.lockstep.v1.Event;
import dev.lockstep.v1.Finding;
import dev.lockstep.v1.JournalEntry;
import dev.lockstep.v1.NodeAttached;
import dev.lockstep.v1.NodePlanned;
import dev.lockstep.v1.NodeRegistered;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.PhaseOpened;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.ReportStamp;
import dev.lockstep.v1.RosterMember;
import dev.lockstep.v1.Severity;
import dev.lockstep.v1.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * What an event does to a fleet. The only thing that makes a new {@link FleetState}, the same live, on a standby and at restart. Events that
 * {@link Decisions} did not make never get here; one that does not fit is a bug, and fatal by definition.
 */
public final class Evolution {
    private Evolution() {}

    /**
     * Applies an entry that counts.
     *
     * @throws ReplayDisagreesException when a checkpoint in it shows another state than this one
     */
    public static FleetState apply(FleetState state, JournalEntry entry) {
        FleetState next = state.withEntries(entry.getNumber());
        for (Event event : entry.getEventsList()) {
            next = evolve(next, event, entry.getTerm(), entry.getAtMillis());
        }
        return next;
    }

    /**
     * Applies one event.
     *
     * @param state before; its {@code entries} is the number of the entry that the event stands in
     * @param event what happened
     * @param term of the entry
     * @param atMillis the entry's wall clock
     */
    static FleetState evolve(FleetState state, Event event, long term, long atMillis) {
        return switch (event.getKindCase()) {
            case LEADERSHIP_CLAIMED ->
                state.withLeader(term, event.getLeadershipClaimed().getCoordinator());
            case NODE_REGISTERED -> registered(state, event.getNodeRegistered());
            case NODE_ATTACHED -> attached(state, event.getNodeAttached());
            case NODE_HELD ->
                state.with(member(state, event.getNodeHeld().getNode())
                        .held(event.getNodeHeld().getReason()));
            case EPOCH_OPENED -> opened(state, event.getEpochOpened(), term, atMillis);
            case NODE_PLANNED -> planned(state, event.getNodePlanned());
            case EPOCH_APPROVED ->
                edit(state, event.getEpochApproved().getEpoch(), builder -> {
                    builder.approval = event.getEpochApproved().getApproval();
                    return builder;
                });
            case PHASE_OPENED -> phaseOpened(state, event.getPhaseOpened(), term, atMillis);
            case NODES_ADMITTED ->
                state.with(epoch(state, event.getNodesAdmitted().getEpoch())
                        .withNodes(event.getNodesAdmitted().getNodesList(), EpochNode::admittedNow));
            case PHASE_ACKNOWLEDGED ->
                outcome(
                        state,
                        event.getPhaseAcknowledged().getEpoch(),
                        event.getPhaseAcknowledged().getStamp(),
                        event.getPhaseAcknowledged().getDone().getTouchedList(),
                        node -> node.acknowledging(
                                event.getPhaseAcknowledged().getDone().getPhase()));
            case NODE_FAILED ->
                outcome(
                        state,
                        event.getNodeFailed().getEpoch(),
                        event.getNodeFailed().getStamp(),
                        List.of(),
                        node -> node.failedWith(event.getNodeFailed().getFailure()));
            case EPOCH_PAUSED ->
                edit(state, event.getEpochPaused().getEpoch(), builder -> {
                    builder.paused = true;
                    builder.reason = event.getEpochPaused().getReason();
                    return builder;
                });
            case EPOCH_RESUMED -> resumed(state, event.getEpochResumed().getEpoch());
            case EPOCH_RELEASED ->
                edit(state, event.getEpochReleased().getEpoch(), builder -> {
                    builder.releasedBy = event.getEpochReleased().getBy();
                    return builder;
                });
            case ROLLBACK_STARTED ->
                edit(
                        withoutFailures(state, event.getRollbackStarted().getEpoch()),
                        event.getRollbackStarted().getEpoch(),
                        builder -> {
                            builder.stage = Stage.HALTING;
                            builder.paused = false;
                            builder.reason = event.getRollbackStarted().getReason();
                            builder.closeOpenPhase(atMillis);
                            return builder;
                        });
            case NODE_HALTED ->
                outcome(
                        state,
                        event.getNodeHalted().getEpoch(),
                        event.getNodeHalted().getStamp(),
                        List.of(),
                        EpochNode::haltedNow);
            case UNDO_OPENED ->
                edit(state, event.getUndoOpened().getEpoch(), builder -> {
                    builder.stage = Stage.UNDOING;
                    builder.phase = event.getUndoOpened().getPhase();
                    builder.nodes = eachNode(builder, EpochNode::beforeNextPhase);
                    return builder;
                });
            case NODE_UNDONE ->
                outcome(
                        state,
                        event.getNodeUndone().getEpoch(),
                        event.getNodeUndone().getStamp(),
                        event.getNodeUndone().getDone().getTouchedList(),
                        node -> node.undoing(event.getNodeUndone().getDone().getPhase()));
            case EPOCH_CLOSED -> closed(state, event.getEpochClosed(), atMillis);
            case DIRECTIVE_ISSUED -> issued(state, event.getDirectiveIssued());
            case DIRECTIVE_REFUSED -> {
                TreeSet<String> refusals = new TreeSet<>(state.refusals());
                refusals.add(refusalKey(
                        event.getDirectiveRefused().getStamp().getNode(),
                        event.getDirectiveRefused().getNumber(),
                        event.getDirectiveRefused().getReason()));
                yield state.withRefusals(refusals);
            }
            case CHECKPOINT_TAKEN -> checked(state, event.getCheckpointTaken().getStateHash());
            case KIND_NOT_SET -> throw new IllegalStateException("an event of unknown kind was counted");
        };
    }

    static String refusalKey(String node, long number, String reason) {
        return node + "/" + number + "/" + reason;
    }

    private static FleetState registered(FleetState state, NodeRegistered event) {
        TreeMap<String, CatalogObject> recorded = new TreeMap<>();
        event.getFingerprint().getObjectsList().forEach(object -> recorded.put(object.getPath(), object));
        return state.with(new Member(
                event.getMember(),
                event.getVersion(),
                event.getLabelsList(),
                "",
                event.getIncarnation(),
                0,
                0,
                recorded,
                ""));
    }

    private static FleetState attached(FleetState state, NodeAttached event) {
        return state.with(member(state, event.getNode())
                .attached(event.getAgent(), event.getIncarnation(), event.getVersion(), event.getLabelsList()));
    }

    private static FleetState opened(FleetState state, EpochOpened event, long term, long atMillis) {
        TreeMap<String, EpochNode> nodes = new TreeMap<>();
        for (RosterMember member : event.getRosterList()) {
            nodes.put(member.getNode(), EpochNode.FRESH.admittedNow());
        }
        return state.with(new Epoch(
                event.getEpoch(),
                parse(Change.parser(), event.getChange()),
                event.getChange(),
                event.getChangeHash(),
                event.getRosterList(),
                event.getRequestedBy(),
                atMillis,
                0,
                Stage.FORWARD,
                Phase.PREFLIGHT,
                false,
                "",
                nodes,
                null,
                "",
                List.of(new Epoch.PhaseTime(Phase.PREFLIGHT, atMillis, 0, state.entries(), term))));
    }

    private static FleetState planned(FleetState state, NodePlanned event) {
        boolean refused = event.getPlanned().getFindingsList().stream()
                .map(Finding::getSeverity)
                .anyMatch(severity -> severity == Severity.REFUSE);
        TreeSet<Phase> phases = new TreeSet<>();
        if (!refused) {
            parse(Plan.parser(), event.getPlanned().getPlan()).getStepsList().stream()
                    .map(Step::getPhase)
                    .forEach(phases::add);
        }
        return outcome(
                state,
                event.getEpoch(),
                event.getStamp(),
                List.of(),
                node -> node.withPlan(event.getPlanned(), refused, phases));
    }

    private static FleetState phaseOpened(FleetState state, PhaseOpened event, long term, long atMillis) {
        return edit(state, event.getEpoch(), builder -> {
            builder.phase = event.getPhase();
            builder.closeOpenPhase(atMillis);
            builder.times.add(new Epoch.PhaseTime(event.getPhase(), atMillis, 0, state.entries(), term));
            builder.nodes = eachNode(builder, EpochNode::beforeNextPhase);
            return builder;
        });
    }

    private static FleetState resumed(FleetState state, long number) {
        return edit(withoutFailures(state, number), number, builder -> {
            builder.paused = false;
            builder.reason = builder.stage.isGoingBack() ? builder.reason : "";
            return builder;
        });
    }

    private static FleetState withoutFailures(FleetState state, long number) {
        Epoch epoch = epoch(state, number);
        return state.with(epoch.withNodes(epoch.names(), node -> node.failedWith(null)));
    }

    private static FleetState closed(FleetState state, EpochClosed event, long atMillis) {
        FleetState next = edit(state, event.getEpoch(), builder -> {
            builder.stage = stageOf(event.getOutcome());
            builder.paused = false;
            builder.reason = event.getReason();
            builder.closedAtMillis = atMillis;
            builder.closeOpenPhase(atMillis);
            builder.nodes = eachNode(builder, EpochNode::ended);
            return builder;
        });
        return next.openEpochs().isEmpty() ? next.withRefusals(new TreeSet<>()) : next;
    }

    private static Stage stageOf(EpochOutcome outcome) {
        return switch (outcome) {
            case OUTCOME_COMPLETED -> Stage.COMPLETED;
            case OUTCOME_ROLLED_BACK -> Stage.ROLLED_BACK;
            case OUTCOME_REJECTED -> Stage.REJECTED;
            case EPOCH_OUTCOME_UNSPECIFIED, UNRECOGNIZED ->
                throw new IllegalStateException("an epoch was closed without an outcome");
        };
    }

    private static FleetState issued(FleetState state, DirectiveIssued event) {
        FleetState next = state.withDirectives(event.getNumber());
        Epoch epoch = epoch(next, event.getEpoch());
        if (!epoch.isOpen()) {
            return next;
        }
        boolean opens = event.getOrder().hasOpenPhase()
                || event.getOrder().hasPrepare()
                || event.getOrder().hasUndo();
        return next.with(
                epoch.withNodes(event.getOrder().getNodesList(), node -> node.bound(event.getNumber(), opens)));
    }

    private static FleetState checked(FleetState state, ByteString expected) {
        ByteString found = StateHash.of(state);
        if (!found.equals(expected)) {
            throw new ReplayDisagreesException(state.fleet(), state.entries());
        }
        return state;
    }

    private static FleetState outcome(
            FleetState state,
            long number,
            ReportStamp stamp,
            List<CatalogObject> touched,
            UnaryOperator<EpochNode> edit) {
        return state.with(member(state, stamp.getNode()).reported(stamp).recording(touched))
                .with(epoch(state, number).withNode(stamp.getNode(), edit));
    }

    private static FleetState edit(FleetState state, long number, UnaryOperator<EpochBuilder> edit) {
        return state.with(edit.apply(epoch(state, number).edit()).build());
    }

    private static TreeMap<String, EpochNode> eachNode(EpochBuilder builder, UnaryOperator<EpochNode> edit) {
        TreeMap<String, EpochNode> nodes = new TreeMap<>();
        builder.nodes.forEach((name, node) -> nodes.put(name, edit.apply(node)));
        return nodes;
    }

    private static Epoch epoch(FleetState state, long number) {
        return Objects.requireNonNull(state.epochs().get(number), () -> "no epoch " + number);
    }

    private static Member member(FleetState state, String name) {
        return Objects.requireNonNull(state.members().get(name), () -> "no node " + name);
    }

    private static <T> T parse(com.google.protobuf.Parser<T> parser, ByteString bytes) {
        try {
            return parser.parseFrom(bytes);
        } catch (InvalidProtocolBufferException wrong) {
            throw new IllegalStateException("bytes that were checked before they were journaled do not parse", wrong);
        }
    }

    /** Names of nodes, sorted and without repetition; a convenience for events. */
    static List<String> sorted(SortedSet<String> names) {
        return new ArrayList<>(names);
    }
}
