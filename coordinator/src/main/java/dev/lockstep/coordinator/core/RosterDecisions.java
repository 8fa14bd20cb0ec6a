package dev.lockstep.coordinator.core;

import dev.lockstep.coordinator.core.Command.Join;
import dev.lockstep.coordinator.core.Command.Leave;
import dev.lockstep.coordinator.core.Command.Waive;
import dev.lockstep.coordinator.core.Decision.Kind;
import dev.lockstep.coordinator.core.Roster.LeaveRequest;
import dev.lockstep.v1.Admit;
import dev.lockstep.v1.CatalogObject;
import dev.lockstep.v1.Dismiss;
import dev.lockstep.v1.Engine;
import dev.lockstep.v1.Event;
import dev.lockstep.v1.Fingerprint;
import dev.lockstep.v1.LeaveRequested;
import dev.lockstep.v1.NodeJoined;
import dev.lockstep.v1.NodeKnown;
import dev.lockstep.v1.NodeLeft;
import dev.lockstep.v1.NodeWaived;
import dev.lockstep.v1.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What people may do with the roster of a fleet, and when. Each is a logged decision with a name and a reason. */
final class RosterDecisions {
    private static final String BY_HAND =
            "bring its schema up to date by hand (its agent shows it again every few seconds), then let it in";
    private static final String NEWER_BACKUP = "restore a newer backup, or " + BY_HAND;

    private RosterDecisions() {}

    static Decision join(FleetState state, Join command) {
        return needsReason("join", command.node(), command.reason())
                .or(() -> objectionToJoining(state, command))
                .orElseGet(() -> new Decision.Accepted(joined(state, command), new Reply.OfRoster()));
    }

    private static Optional<Decision> objectionToJoining(FleetState state, Join command) {
        String node = command.node();
        Optional<Applicant> found = applicant(state, command);
        if (found.isEmpty()) {
            if (state.member(node).filter(Member::isQuarantined).isPresent()) {
                return no(
                        Kind.WRONG_STATE,
                        "expected " + node + " to show the schema that it has, but its agent did not answer",
                        "see that its agent runs, then ask again");
            }
            Optional<String> waits = state.member(node)
                    .map(Member::held)
                    .filter(held -> !held.isEmpty())
                    .or(() -> Optional.ofNullable(state.roster().departed().get(node))
                            .map(departure -> "it has left the fleet (" + departure.reason() + ")"));
            if (waits.isPresent()) {
                return no(
                        Kind.WRONG_STATE,
                        "expected " + node
                                + " to have shown, at rest, a schema that nothing changes any more, but it has"
                                + " not yet; " + waits.get(),
                        "see that its agent runs, and wait until the statement that it was in has ended; then ask again");
            }
            return state.members().containsKey(node)
                    ? no(
                            Kind.WRONG_STATE,
                            "expected a node that waits to be let in, but " + node
                                    + " is a member and is neither held nor quarantined",
                            "")
                    : no(
                            Kind.NOT_FOUND,
                            "expected a node that has said who it is, but fleet " + state.fleet()
                                    + " has not heard of \"" + node + "\"",
                            "start an agent for it");
        }
        Applicant applicant = found.get();
        return (Readmission.isDue(state, applicant) ? undecided(state, node) : openEpoch(state, node))
                .or(() -> twin(state, applicant))
                .or(() -> strangeSchema(state, applicant));
    }

    /** Who wants to come in: a node that is known and may not execute, or a quarantined member that may, with the schema that it has now. */
    private static Optional<Applicant> applicant(FleetState state, Join command) {
        return Optional.ofNullable(state.roster().applicants().get(command.node()))
                .or(() -> returning(state, command).map(event -> Applicant.of(event.getNodeKnown())));
    }

    private static Optional<Event> returning(FleetState state, Join command) {
        Fingerprint shown = command.shown();
        return shown == null
                ? Optional.empty()
                : state.member(command.node())
                        .filter(member ->
                                member.isQuarantined() && member.held().isEmpty())
                        .map(member -> known(member, shown));
    }

    private static Event known(Member member, Fingerprint shown) {
        return Event.newBuilder()
                .setNodeKnown(NodeKnown.newBuilder()
                        .setMember(member.identity())
                        .setVersion(member.version())
                        .addAllLabels(member.labels())
                        .setAgent(member.agent())
                        .setIncarnation(member.incarnation())
                        .setLogNumber(member.reportedLog())
                        .setFingerprint(shown)
                        .setReason(Quarantine.since(member)))
                .build();
    }

    /** A node comes in between two epochs: so none can have missed it, and it can have missed none. */
    private static Optional<Decision> openEpoch(FleetState state, String node) {
        return state.openEpochs().stream()
                .findFirst()
                .flatMap(epoch -> no(
                        Kind.WRONG_STATE,
                        "expected no open epoch, because a node joins between epochs, but epoch " + epoch.number()
                                + " (" + epoch.change().getName() + ") is " + Descriptions.standing(epoch),
                        "wait until it has ended, then let " + node + " in"));
    }

    /** What is approved is about to open; what it would be told now, it would be told too late. */
    private static Optional<Decision> undecided(FleetState state, String node) {
        return Readmission.obstacle(state)
                .flatMap(epoch -> no(
                        Kind.WRONG_STATE,
                        "expected no epoch that is about to open its first phase, but epoch " + epoch.number() + " ("
                                + epoch.change().getName() + ") is approved" + (epoch.paused() ? ", and paused" : ""),
                        epoch.paused() ? "resume it, then let " + node + " in" : "ask again in a moment"));
    }

    private static Optional<Decision> twin(FleetState state, Applicant applicant) {
        return state.members().values().stream()
                .filter(member -> !member.name().equals(applicant.name()))
                .filter(member -> member.identity()
                        .getDatabaseIdentity()
                        .equals(applicant.identity().getDatabaseIdentity()))
                .findFirst()
                .flatMap(twin -> no(
                        Kind.WRONG_STATE,
                        "expected a database of its own, but the one of " + applicant.name() + " is already node "
                                + twin.name(),
                        "give each node a database of its own"));
    }

    private static Optional<Decision> strangeSchema(FleetState state, Applicant applicant) {
        Member itself = state.members().get(applicant.name());
        if (itself != null && !itself.isQuarantined()) {
            return Readmission.isDue(state, applicant)
                    ? differences(
                            applicant,
                            Readmission.expected(state, itself, applicant),
                            "the schema that the history recorded for it, or the one from before the open epochs",
                            NEWER_BACKUP)
                    : differences(
                            applicant, itself.recorded(), "the schema that the history recorded for it", NEWER_BACKUP);
        }
        if (state.epochs().isEmpty()) {
            return Optional.empty();
        }
        Engine engine = applicant.identity().getEngine();
        String family = engine.name().toLowerCase(Locale.ROOT);
        List<Member> relatives = state.members().values().stream()
                .filter(member -> member.identity().getEngine() == engine)
                .filter(member -> member != itself && !member.isQuarantined())
                .toList();
        if (relatives.isEmpty()) {
            return no(
                    Kind.WRONG_STATE,
                    "expected another node of " + family + " in fleet " + state.fleet() + " to compare "
                            + applicant.name() + " with, but there is none, and schemas of different engines cannot be"
                            + " compared",
                    "nodes of this engine have to be there before the first epoch");
        }
        return disagreement(family, relatives)
                .or(() -> differences(
                        applicant,
                        relatives.get(0).recorded(),
                        "the schema of the fleet's " + family + " nodes (such as "
                                + relatives.get(0).name() + ")",
                        BY_HAND));
    }

    private static Optional<Decision> disagreement(String family, List<Member> relatives) {
        Member first = relatives.get(0);
        return relatives.stream()
                .filter(other ->
                        !Schemas.differences(first.recorded(), other.recorded()).isEmpty())
                .findFirst()
                .flatMap(other -> no(
                        Kind.WRONG_STATE,
                        "expected the " + family + " nodes of the fleet to have one schema, but what is recorded of "
                                + first.name() + " and " + other.name() + " differs in "
                                + Schemas.inWords(Schemas.differences(first.recorded(), other.recorded())),
                        "nobody can say which of them a new node has to equal"));
    }

    private static Optional<Decision> differences(
            Applicant applicant, Map<String, CatalogObject> expected, String whose, String next) {
        List<String> differing = Schemas.differences(expected, applicant.schema());
        return differing.isEmpty()
                ? Optional.empty()
                : no(
                        Kind.WRONG_STATE,
                        "expected " + applicant.name() + " to have " + whose + ", but it differs in "
                                + Schemas.inWords(differing),
                        next);
    }

    private static List<Event> joined(FleetState state, Join command) {
        Optional<Event> returning = returning(state, command);
        if (returning.isPresent()) {
            Event.Builder back = Event.newBuilder()
                    .setNodeJoined(NodeJoined.newBuilder()
                            .setMember(returning.get().getNodeKnown().getMember())
                            .setBy(command.by())
                            .setReason(command.reason()));
            return List.of(returning.get(), back.build());
        }
        Applicant applicant = Objects.requireNonNull(state.roster().applicants().get(command.node()));
        NodeJoined.Builder joined = NodeJoined.newBuilder()
                .setMember(applicant.identity())
                .setBy(command.by())
                .setReason(command.reason())
                .setAdmittedBy(state.directives() + 1);
        Order.Builder admit = Order.newBuilder().setAdmit(Admit.newBuilder().setMember(applicant.identity()));
        List<Event> events = new ArrayList<>();
        boolean isReadmission = Readmission.isDue(state, applicant);
        if (isReadmission) {
            joined.addAllAgain(Readmission.epochs(state));
        }
        events.add(Event.newBuilder().setNodeJoined(joined).build());
        events.add(Events.directive(state, 0, admit, List.of(command.node())));
        if (isReadmission) {
            events.addAll(Readmission.orders(state.withDirectives(state.directives() + 1), command.node()));
        }
        return events;
    }

    static Decision leave(FleetState state, Leave command) {
        if (!state.members().containsKey(command.node())) {
            return new Decision.Rejected(
                    Kind.NOT_FOUND,
                    "expected a member of fleet " + state.fleet() + ", but " + command.node() + " is none",
                    "its members are " + String.join(", ", state.members().keySet()));
        }
        Optional<Decision> alone = wouldBeEmpty(state, command.node());
        if (alone.isPresent()) {
            return alone.get();
        }
        return command.confirmed() ? confirmedLeave(state, command) : wantedLeave(command);
    }

    private static Optional<Decision> wouldBeEmpty(FleetState state, String node) {
        return state.openEpochs().stream()
                .filter(epoch -> Waivers.withoutWaiver(epoch, List.copyOf(epoch.names())).stream()
                        .allMatch(node::equals))
                .filter(epoch -> epoch.nodes().containsKey(node))
                .findFirst()
                .flatMap(epoch -> no(
                        Kind.WRONG_STATE,
                        "expected epoch " + epoch.number() + " to have another node to go on with, but " + node
                                + " is the last",
                        wayOn(state, node)));
    }

    /** An epoch goes neither on nor back without its last node. */
    private static String wayOn(FleetState state, String node) {
        return state.member(node)
                .map(Member::held)
                .filter(reason -> !reason.isEmpty())
                .map(reason -> "the epoch goes on, or back, when it is no longer held: " + reason)
                .orElse("roll the epoch back, or wait until it has ended");
    }

    private static Decision wantedLeave(Leave command) {
        return needsReason("leave", command.node(), command.reason())
                .orElseGet(() -> new Decision.Accepted(
                        List.of(Event.newBuilder()
                                .setLeaveRequested(LeaveRequested.newBuilder()
                                        .setNode(command.node())
                                        .setBy(command.by())
                                        .setReason(command.reason()))
                                .build()),
                        new Reply.OfRoster()));
    }

    private static Decision confirmedLeave(FleetState state, Leave command) {
        LeaveRequest wanted = state.roster().leaving().get(command.node());
        if (wanted == null) {
            return new Decision.Rejected(
                    Kind.WRONG_STATE,
                    "expected somebody to have asked that " + command.node() + " leaves, but nobody has",
                    "ask first, with a reason: lockstep roster leave " + command.node() + " --reason …");
        }
        Event left = Event.newBuilder()
                .setNodeLeft(NodeLeft.newBuilder()
                        .setNode(command.node())
                        .setRequestedBy(wanted.by())
                        .setReason(wanted.reason())
                        .setConfirmedBy(command.by()))
                .build();
        Order.Builder dismiss =
                Order.newBuilder().setDismiss(Dismiss.newBuilder().setReason(wanted.reason()));
        return new Decision.Accepted(
                List.of(left, Events.directive(state, 0, dismiss, List.of(command.node()))), new Reply.OfRoster());
    }

    static Decision waive(FleetState state, Waive command) {
        Optional<Epoch> found = state.epoch(command.epoch()).filter(Epoch::isOpen);
        if (found.isEmpty() || !found.get().nodes().containsKey(command.node())) {
            return new Decision.Rejected(
                    Kind.NOT_FOUND,
                    "expected an open epoch that binds " + command.node() + ", but epoch " + command.epoch()
                            + (found.isEmpty() ? " is not open" : " does not bind it"),
                    "");
        }
        Epoch epoch = found.get();
        return needsReason("waive", command.node(), command.reason())
                .or(() -> objectionToWaiving(epoch, command.node()))
                .orElseGet(() -> new Decision.Accepted(
                        List.of(Event.newBuilder()
                                .setNodeWaived(NodeWaived.newBuilder()
                                        .setEpoch(epoch.number())
                                        .setNode(command.node())
                                        .setBy(command.by())
                                        .setReason(command.reason()))
                                .build()),
                        new Reply.OfEpoch(epoch.number())));
    }

    private static Optional<Decision> objectionToWaiving(Epoch epoch, String node) {
        boolean waivable = epoch.stage() == Stage.FORWARD
                ? Waivable.of(epoch.phase()).isPresent()
                : epoch.stage().isGoingBack();
        if (!waivable) {
            return no(
                    Kind.WRONG_STATE,
                    "expected epoch " + epoch.number() + " to be in EXPAND, BACKFILL or VALIDATE, or on its way back,"
                            + " because nothing else can pass without a node, but it is "
                            + Descriptions.standing(epoch),
                    "wait for " + node + ", roll the epoch back if it can, or let the node leave");
        }
        if (epoch.waivers().containsKey(node)) {
            return Optional.of(new Decision.Accepted(List.of(), new Reply.OfEpoch(epoch.number())));
        }
        if (!WaitsFor.isPending(epoch, node)) {
            return no(
                    Kind.WRONG_STATE,
                    "expected epoch " + epoch.number() + " to wait for " + node + ", but it is through with "
                            + epoch.phase(),
                    "waive it when a phase waits for it");
        }
        return Waivers.withoutWaiver(epoch, List.copyOf(epoch.names())).size() > 1
                ? Optional.empty()
                : no(
                        Kind.WRONG_STATE,
                        "expected epoch " + epoch.number() + " to have another node to go on with, but " + node
                                + " is the last without a waiver",
                        "wait for it, or roll the epoch back");
    }

    private static Optional<Decision> needsReason(String what, String node, String reason) {
        return reason.isBlank()
                ? no(
                        Kind.INVALID,
                        "expected a reason for the history, found none",
                        "say why: lockstep roster " + what + " " + node + " --reason …")
                : Optional.empty();
    }

    private static Optional<Decision> no(Kind kind, String message, String nextStep) {
        return Optional.of(new Decision.Rejected(kind, message, nextStep));
    }
}
