package dev.lockstep.coordinator.core;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.lockstep.v1.CatalogObject;
import dev.lockstep.v1.Change;
import dev.lockstep.v1.CheckpointTaken;
import dev.lockstep.v1.DirectiveIssued;
import dev.lockstep.v1.EpochClosed;
import dev.lockstep.v1.EpochOpened;
import dev.lockstep.v1.EpochOutcome;
import dev.lockstep.v1.Event;
import dev.lockstep.v1.JournalEntry;
import dev.lockstep.v1.NodeAttached;
import dev.lockstep.v1.NodePlanned;
import dev.lockstep.v1.NodeRegistered;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.PhaseOpened;
import dev.lockstep.v1.ReportStamp;
import dev.lockstep.v1.RosterMember;
import dev.lockstep.v1.Step;
import dev.lockstep.v1.UndoOpened;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
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
     * Applies one event, and counts it for the next checkpoint.
     *
     * @param state before; its {@code entries} is the number of the entry that the event stands in
     * @param event what happened
     * @param term of the entry
     * @param atMillis the entry's wall clock
     */
    static FleetState evolve(FleetState state, Event event, long term, long atMillis) {
        FleetState next = changed(state, event, term, atMillis);
        return next.withUnchecked(event.hasCheckpointTaken() ? 0 : state.unchecked() + 1);
    }

    private static FleetState changed(FleetState state, Event event, long term, long atMillis) {
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
                                        event.getPhaseAcknowledged().getDone().getPhase())
                                .remarking(
                                        event.getPhaseAcknowledged().getDone().getRemarksList()));
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
                            builder.enter(Stage.HALTING);
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
            case UNDO_OPENED -> undoOpened(state, event.getUndoOpened());
            case NODE_UNDONE ->
                outcome(
                        state,
                        event.getNodeUndone().getEpoch(),
                        event.getNodeUndone().getStamp(),
                        event.getNodeUndone().getDone().getTouchedList(),
                        node -> node.undoing(event.getNodeUndone().getDone().getPhase())
                                .remarking(event.getNodeUndone().getDone().getRemarksList()));
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
            case EPOCH_STARTED -> RosterEvolution.started(state, event.getEpochStarted(), term, atMillis);
            case NODE_KNOWN -> state.with(state.roster().with(Applicant.of(event.getNodeKnown())));
            case NODE_JOINED -> RosterEvolution.joined(state, event.getNodeJoined());
            case LEAVE_REQUESTED -> RosterEvolution.leaveRequested(state, event.getLeaveRequested());
            case NODE_LEFT -> RosterEvolution.left(state, event.getNodeLeft());
            case NODE_WAIVED -> RosterEvolution.waived(state, event.getNodeWaived());
            case WAIVER_ENDED -> RosterEvolution.waiverEnded(state, event.getWaiverEnded());
            case CHECKPOINT_TAKEN -> checked(state, event.getCheckpointTaken());
            // What follows from it stands behind it; it is the elapsed time that had to be written down.
            case DEADLINE_PASSED -> state;
            case NODE_QUARANTINED -> Quarantine.evolve(state, event.getNodeQuarantined());
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
                "",
                new TreeMap<>()));
    }

    private static FleetState attached(FleetState state, NodeAttached event) {
        return state.with(member(state, event.getNode())
                        .attached(event.getAgent(), event.getIncarnation(), event.getVersion(), event.getLabelsList()))
                .with(state.roster().confirmed(event.getNode()));
    }

    private static FleetState opened(FleetState state, EpochOpened event, long term, long atMillis) {
        long last = state.epochs().isEmpty() ? 0 : state.epochs().lastKey();
        fits(event.getEpoch() == last + 1, () -> "epoch " + event.getEpoch() + " cannot follow epoch " + last);
        TreeMap<String, EpochNode> nodes = new TreeMap<>();
        for (RosterMember member : event.getRosterList()) {
            nodes.put(member.getNode(), EpochNode.FRESH.admittedNow());
        }
        return Quarantine.goOnWithout(state, event)
                .with(new Epoch(
                        event.getEpoch(),
                        change(event.getChange()),
                        event.getChange(),
                        event.getChangeHash(),
                        event.getRosterList(),
                        event.getRequestedBy(),
                        atMillis,
                        0,
                        event.getWaitsForCount() == 0 ? Stage.FORWARD : Stage.WAITING,
                        Phase.PREFLIGHT,
                        false,
                        "",
                        nodes,
                        new TreeMap<>(),
                        new TreeMap<>(),
                        null,
                        "",
                        List.of(new Epoch.PhaseTime(Phase.PREFLIGHT, atMillis, 0, state.entries(), term)),
                        Quarantine.leftOutOf(state, event)));
    }

    private static FleetState planned(FleetState state, NodePlanned event) {
        boolean refused = PlanCheck.isRefused(event.getPlanned());
        TreeSet<Phase> phases = new TreeSet<>();
        if (!refused) {
            JournaledPlan.of(event.getPlanned()).getStepsList().stream()
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
        Epoch epoch = epoch(state, event.getEpoch());
        fits(
                epoch.stage() == Stage.FORWARD
                        && PhaseTransitions.next(epoch.phases(), epoch.phase()).equals(Optional.of(event.getPhase())),
                () -> "epoch " + epoch.number() + " cannot go from " + Descriptions.standing(epoch) + " to "
                        + event.getPhase());
        return edit(state, event.getEpoch(), builder -> {
            builder.phase = event.getPhase();
            builder.closeOpenPhase(atMillis);
            builder.times.add(new Epoch.PhaseTime(event.getPhase(), atMillis, 0, state.entries(), term));
            builder.nodes = beforeNextPhase(builder);
            return builder;
        });
    }

    private static FleetState undoOpened(FleetState state, UndoOpened event) {
        Epoch epoch = epoch(state, event.getEpoch());
        Optional<Phase> expected = epoch.stage() == Stage.UNDOING
                ? PhaseTransitions.nextUndo(epoch.phases(), epoch.phase())
                : PhaseTransitions.firstUndo(epoch.phase());
        fits(
                expected.equals(Optional.of(event.getPhase())),
                () -> "epoch " + epoch.number() + ", " + Descriptions.standing(epoch) + ", cannot undo "
                        + event.getPhase());
        return edit(state, event.getEpoch(), builder -> {
            if (builder.stage != Stage.UNDOING) {
                builder.enter(Stage.UNDOING);
            }
            builder.phase = event.getPhase();
            builder.nodes = beforeNextPhase(builder);
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
        FleetState next = edit(Quarantine.afterEnd(state, event), event.getEpoch(), builder -> {
            builder.enter(stageOf(event.getOutcome()));
            builder.paused = false;
            builder.reason = event.getReason();
            builder.closedAtMillis = atMillis;
            builder.closeOpenPhase(atMillis);
            builder.nodes = eachNode(builder, EpochNode::ended);
            builder.waivers = new TreeMap<>();
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
        fits(
                event.getNumber() == state.directives() + 1,
                () -> "directive " + event.getNumber() + " cannot follow directive " + state.directives());
        FleetState next = state.withDirectives(event.getNumber());
        if (event.getEpoch() == 0) {
            return next;
        }
        Epoch epoch = epoch(next, event.getEpoch());
        if (!epoch.isOpen()) {
            return next;
        }
        boolean opens = event.getOrder().hasOpenPhase()
                || event.getOrder().hasPrepare()
                || event.getOrder().hasUndo()
                || event.getOrder().hasCatchUp();
        return next.with(RosterEvolution.ordered(
                epoch.withNodes(event.getOrder().getNodesList(), node -> node.bound(event.getNumber(), opens)), event));
    }

    /** A checkpoint of another form was written by another version: it cannot be compared, so replay goes on without it. */
    private static FleetState checked(FleetState state, CheckpointTaken checkpoint) {
        if (checkpoint.getForm() == StateHash.FORM && !StateHash.of(state).equals(checkpoint.getStateHash())) {
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
        Member member = member(state, stamp.getNode());
        return state.with(member.reported(stamp).recording(touched))
                .with(epoch(state, number)
                        .withNode(stamp.getNode(), node -> edit.apply(node).touching(touched, member.recorded())));
    }

    /** Events follow the tables and the numbers, or replay stops: a coordinator must not decide on a state that cannot be. */
    private static void fits(boolean condition, Supplier<String> otherwise) {
        if (!condition) {
            throw new IllegalStateException("an event was counted that cannot be: " + otherwise.get());
        }
    }

    private static FleetState edit(FleetState state, long number, UnaryOperator<EpochBuilder> edit) {
        return state.with(edit.apply(epoch(state, number).edit()).build());
    }

    private static PersistentMap<String, EpochNode> eachNode(EpochBuilder builder, UnaryOperator<EpochNode> edit) {
        return PersistentMap.copyOf(builder.nodes).withEach(edit);
    }

    /** A new phase, or the undo of one, is no business of a waived node: it gets orders of its own. */
    private static SortedMap<String, EpochNode> beforeNextPhase(EpochBuilder builder) {
        PersistentMap<String, EpochNode> nodes = eachNode(builder, EpochNode::beforeNextPhase);
        for (String waived : builder.waivers.keySet()) {
            EpochNode asItWas = builder.nodes.get(waived);
            nodes = asItWas == null ? nodes : nodes.with(waived, asItWas);
        }
        return nodes;
    }

    private static Epoch epoch(FleetState state, long number) {
        return Objects.requireNonNull(state.epochs().get(number), () -> "no epoch " + number);
    }

    private static Member member(FleetState state, String name) {
        return Objects.requireNonNull(state.members().get(name), () -> "no node " + name);
    }

    private static Change change(ByteString bytes) {
        try {
            return Change.parseFrom(bytes);
        } catch (InvalidProtocolBufferException wrong) {
            throw new IllegalStateException("a change that was journaled does not parse", wrong);
        }
    }

    /** Names of nodes, sorted and without repetition; a convenience for events. */
    static List<String> sorted(SortedSet<String> names) {
        return new ArrayList<>(names);
    }
}
