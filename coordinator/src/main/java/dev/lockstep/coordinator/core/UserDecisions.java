package dev.lockstep.coordinator.core;

import com.google.protobuf.ByteString;
import dev.lockstep.chain.Hashing;
import dev.lockstep.coordinator.core.Command.Approve;
import dev.lockstep.coordinator.core.Command.OpenEpoch;
import dev.lockstep.coordinator.core.Command.Pause;
import dev.lockstep.coordinator.core.Command.Release;
import dev.lockstep.coordinator.core.Command.Resume;
import dev.lockstep.coordinator.core.Command.Rollback;
import dev.lockstep.coordinator.core.Decision.Kind;
import dev.lockstep.v1.EpochApproved;
import dev.lockstep.v1.EpochOpened;
import dev.lockstep.v1.EpochOutcome;
import dev.lockstep.v1.EpochReleased;
import dev.lockstep.v1.EpochResumed;
import dev.lockstep.v1.Event;
import dev.lockstep.v1.Halt;
import dev.lockstep.v1.Order;
import dev.lockstep.v1.PauseWork;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Prepare;
import dev.lockstep.v1.RosterMember;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** What people may do with epochs, and when. */
final class UserDecisions {
    private UserDecisions() {}

    static Decision open(FleetState state, OpenEpoch command) {
        Optional<Decision> objection = objectionToOpening(state, command);
        if (objection.isPresent()) {
            return objection.get();
        }
        long number = state.epochs().isEmpty() ? 1 : state.epochs().lastKey() + 1;
        List<RosterMember> roster =
                Quarantine.bound(state).map(Member::identity).toList();
        List<Long> obstacles = Overlap.obstacles(state, command.change()).stream()
                .map(Overlap.Obstacle::epoch)
                .toList();
        Event opened = Event.newBuilder()
                .setEpochOpened(EpochOpened.newBuilder()
                        .setEpoch(number)
                        .addAllWaitsFor(obstacles)
                        .setChange(command.changeBytes())
                        .setChangeHash(command.changeHash())
                        .addAllRoster(roster)
                        .setRequestedBy(command.by()))
                .build();
        if (!obstacles.isEmpty()) {
            return new Decision.Accepted(List.of(opened), new Reply.OfEpoch(number));
        }
        Order.Builder prepare = Order.newBuilder()
                .setPrepare(Prepare.newBuilder()
                        .setChange(command.changeBytes())
                        .setChangeHash(command.changeHash())
                        .addAllRoster(roster));
        return new Decision.Accepted(
                List.of(
                        opened,
                        Events.directive(
                                state,
                                number,
                                prepare,
                                roster.stream().map(RosterMember::getNode).toList())),
                new Reply.OfEpoch(number));
    }

    private static Optional<Decision> objectionToOpening(FleetState state, OpenEpoch command) {
        if (state.members().isEmpty()) {
            return no(
                    Kind.WRONG_STATE,
                    "expected fleet " + state.fleet() + " to have nodes, but no agent has registered one",
                    "start an agent beside each node");
        }
        if (Quarantine.bound(state).findAny().isEmpty()) {
            return no(
                    Kind.WRONG_STATE,
                    "expected fleet " + state.fleet()
                            + " to have nodes that an epoch can bind, but each is quarantined: "
                            + String.join(", ", state.members().keySet()),
                    "bring a node back: lockstep roster join NODE");
        }
        return state.epochs().values().stream()
                .filter(epoch ->
                        epoch.change().getName().equals(command.change().getName()))
                .filter(epoch -> epoch.stage() == Stage.COMPLETED || epoch.isOpen())
                .findFirst()
                .flatMap(same -> no(
                        Kind.WRONG_STATE,
                        "expected a change with a new name, but \""
                                + command.change().getName() + (same.isOpen() ? "\" is" : "\" was completed as")
                                + " epoch " + same.number(),
                        "give the change a name of its own"));
    }

    static Decision approve(FleetState state, Approve command) {
        return onOpen(state, command.epoch(), epoch -> {
            if (epoch.stage() != Stage.FORWARD || epoch.phase() != Phase.PREFLIGHT || !epoch.everyNodeAcknowledged()) {
                return rejected(
                        Kind.WRONG_STATE,
                        "expected epoch " + epoch.number() + " to wait for approval, but it is "
                                + Descriptions.standing(epoch),
                        epoch.stage() == Stage.FORWARD && epoch.phase() == Phase.PREFLIGHT
                                ? "wait until every node has reported its plan"
                                : "see where it stands: lockstep status");
            }
            // Also once more: whoever approves must not be told yes about plans that nobody will run.
            return staleness(epoch, command)
                    .orElseGet(() -> new Decision.Accepted(
                            epoch.approval() != null ? List.of() : List.of(approved(state, epoch, command)),
                            new Reply.OfEpoch(epoch.number())));
        });
    }

    /** An approval is bound to the plans that were seen: all of them, and no other. */
    private static Optional<Decision> staleness(Epoch epoch, Approve command) {
        TreeMap<String, ByteString> expected = new TreeMap<>();
        epoch.nodes().forEach((name, node) -> expected.put(name, node.planHash()));
        if (expected.equals(command.planHashes())) {
            return Optional.empty();
        }
        List<String> differences = new ArrayList<>();
        expected.forEach((name, hash) -> {
            ByteString seen = command.planHashes().get(name);
            if (seen == null) {
                differences.add(name + " is missing");
            } else if (seen.isEmpty()) {
                differences.add(name + " is named without a plan hash");
            } else if (!seen.equals(hash)) {
                differences.add(name + " has plan " + Hashing.hex(hash) + ", not " + Hashing.hex(seen));
            }
        });
        command.planHashes().keySet().stream()
                .filter(name -> !expected.containsKey(name))
                .forEach(name -> differences.add(name + " is not in the roster"));
        return no(
                Kind.STALE_APPROVAL,
                "expected an approval of the plans of epoch " + epoch.number() + ", but "
                        + String.join(", ", differences),
                "look at the plans again and approve what you see");
    }

    private static Event approved(FleetState state, Epoch epoch, Approve command) {
        return Event.newBuilder()
                .setEpochApproved(EpochApproved.newBuilder()
                        .setEpoch(epoch.number())
                        .setApproval(command.approval(state.fleet(), epoch.changeHash())))
                .build();
    }

    static Decision release(FleetState state, Release command) {
        return onOpen(state, command.epoch(), epoch -> {
            if (epoch.stage() == Stage.FORWARD && !epoch.releasedBy().isEmpty()) {
                return new Decision.Accepted(List.of(), new Reply.OfEpoch(epoch.number()));
            }
            if (epoch.stage() != Stage.FORWARD || epoch.phase() != Phase.RELEASE) {
                return rejected(
                        Kind.WRONG_STATE,
                        "expected epoch " + epoch.number() + " to hold in RELEASE, but it is "
                                + Descriptions.standing(epoch),
                        "release it when every node has validated");
            }
            Event released = Event.newBuilder()
                    .setEpochReleased(
                            EpochReleased.newBuilder().setEpoch(epoch.number()).setBy(command.by()))
                    .build();
            return new Decision.Accepted(List.of(released), new Reply.OfEpoch(epoch.number()));
        });
    }

    static Decision pause(FleetState state, Pause command) {
        return onOpen(state, command.epoch(), epoch -> {
            if (epoch.paused()) {
                return new Decision.Accepted(List.of(), new Reply.OfEpoch(epoch.number()));
            }
            if (epoch.stage() == Stage.WAITING) {
                return rejected(
                        Kind.WRONG_STATE,
                        "expected epoch " + epoch.number() + " to have started, but it is "
                                + Descriptions.standing(epoch),
                        "roll it back if it must not start");
            }
            String reason = command.reason().isEmpty() ? "paused by " + command.by() : command.reason();
            Order.Builder order =
                    Order.newBuilder().setPause(PauseWork.newBuilder().setReason(reason));
            return new Decision.Accepted(
                    List.of(
                            Events.paused(epoch, command.by(), reason),
                            Events.directive(state, epoch.number(), order, Waivers.pausable(epoch))),
                    new Reply.OfEpoch(epoch.number()));
        });
    }

    static Decision resume(FleetState state, Resume command) {
        return onOpen(state, command.epoch(), epoch -> {
            if (!epoch.paused()) {
                return rejected(
                        Kind.WRONG_STATE,
                        "expected epoch " + epoch.number() + " to be paused, but it is " + Descriptions.standing(epoch),
                        "nothing holds it back; see what it waits for: lockstep status");
            }
            List<Event> events = new ArrayList<>();
            events.add(Event.newBuilder()
                    .setEpochResumed(
                            EpochResumed.newBuilder().setEpoch(epoch.number()).setBy(command.by()))
                    .build());
            FleetState next = state;
            List<String> halting = halting(epoch);
            if (!halting.isEmpty()) {
                Order.Builder halt =
                        Order.newBuilder().setHalt(Halt.newBuilder().setReason(epoch.reason()));
                events.add(Events.directive(next, epoch.number(), halt, halting));
                next = next.withDirectives(next.directives() + 1);
            }
            List<String> atWork = atWork(epoch);
            if (!atWork.isEmpty()) {
                events.add(Events.directive(next, epoch.number(), Events.workOrder(epoch), atWork));
            }
            return new Decision.Accepted(events, new Reply.OfEpoch(epoch.number()));
        });
    }

    /** The nodes that have not halted yet, and are told again to: also a waived one, for which the way back does not wait. */
    private static List<String> halting(Epoch epoch) {
        return switch (epoch.stage()) {
            case HALTING -> epoch.namesWhere(node -> !node.halted());
            case UNDOING -> Waivers.halting(epoch);
            default -> List.of();
        };
    }

    /** The nodes that had been let in and are not through: they get their order again. */
    private static List<String> atWork(Epoch epoch) {
        return Waivers.withoutWaiver(
                epoch,
                switch (epoch.stage()) {
                    case HALTING -> List.of();
                    case UNDOING -> epoch.namesWhere(node -> node.undone() != epoch.phase());
                    default ->
                        epoch.namesWhere(
                                node -> node.admitted() && node.acknowledged() != epoch.phase() && !node.refused());
                });
    }

    static Decision rollback(FleetState state, Rollback command) {
        Optional<Decision> tooLate = Reversal.instead(state, command.epoch());
        if (tooLate.isPresent()) {
            return tooLate.get();
        }
        return onOpen(state, command.epoch(), epoch -> {
            if (epoch.stage().isGoingBack()) {
                return new Decision.Accepted(List.of(), new Reply.OfEpoch(epoch.number()));
            }
            String price = priceOfGoingBack(epoch);
            if (!price.isEmpty() && !command.lossConfirmed()) {
                return rejected(
                        Kind.NEEDS_CONFIRMATION,
                        "expected a confirmation, because going back from " + epoch.phase() + " " + price,
                        "confirm the loss to roll back (--confirm-loss)");
            }
            String reason = command.reason().isEmpty() ? "rolled back by " + command.by() : command.reason();
            if (epoch.stage() == Stage.WAITING) {
                return new Decision.Accepted(
                        List.of(Events.closed(epoch, EpochOutcome.OUTCOME_ROLLED_BACK, reason)),
                        new Reply.OfEpoch(epoch.number()));
            }
            return new Decision.Accepted(
                    Progression.turnRound(state, epoch, command.by(), reason), new Reply.OfEpoch(epoch.number()));
        });
    }

    /** What a person has to agree to; empty for nothing. */
    private static String priceOfGoingBack(Epoch epoch) {
        List<String> losses = epoch.phase() == Phase.RELEASE ? Descriptions.losses(epoch) : List.of();
        List<String> staying = epoch.phase() == Phase.PREFLIGHT ? List.of() : Descriptions.staying(epoch);
        List<String> price = new ArrayList<>();
        if (!losses.isEmpty()) {
            price.add("loses " + String.join("; ", losses));
        }
        if (!staying.isEmpty()) {
            price.add("leaves behind what has no way back: " + String.join("; ", staying));
        }
        return String.join(", and ", price);
    }

    private static Decision onOpen(FleetState state, long number, java.util.function.Function<Epoch, Decision> decide) {
        Optional<Epoch> epoch = state.epoch(number);
        if (epoch.isEmpty()) {
            return rejected(
                    Kind.NOT_FOUND,
                    "expected an epoch of fleet " + state.fleet() + ", but there is no epoch " + number,
                    state.epochs().isEmpty()
                            ? "apply a change first"
                            : "the last one is " + state.epochs().lastKey());
        }
        if (!epoch.get().isOpen()) {
            return rejected(
                    Kind.WRONG_STATE,
                    "expected an open epoch, but epoch " + number + " is "
                            + epoch.get().stage(),
                    state.openEpochs().isEmpty()
                            ? "nothing is left to decide on it; see: lockstep history, or open another: lockstep apply"
                                    + " FILE"
                            : "the open one is epoch "
                                    + state.openEpochs().get(0).number());
        }
        return decide.apply(epoch.get());
    }

    private static Decision rejected(Kind kind, String message, String nextStep) {
        return new Decision.Rejected(kind, message, nextStep);
    }

    private static Optional<Decision> no(Kind kind, String message, String nextStep) {
        return Optional.of(new Decision.Rejected(kind, message, nextStep));
    }
}
