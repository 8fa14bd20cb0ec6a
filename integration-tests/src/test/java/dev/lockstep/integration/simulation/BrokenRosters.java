package dev.lockstep.integration.simulation;

import dev.lockstep.agent.gates.PhaseGate;
import dev.lockstep.coordinator.core.Command;
import dev.lockstep.coordinator.core.Reply;
import dev.lockstep.coordinator.fleet.FleetLoop;
import dev.lockstep.fingerprint.Catalog;
import dev.lockstep.v1.AgentMessage;
import dev.lockstep.v1.Event;
import dev.lockstep.v1.Fingerprint;
import dev.lockstep.v1.NodeHello;
import dev.lockstep.v1.NodeJoined;
import dev.lockstep.v1.NodeKnown;
import dev.lockstep.v1.NodeLeft;
import dev.lockstep.v1.NodeQuarantined;
import dev.lockstep.v1.NodeRegistered;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.PhaseAcknowledged;
import dev.lockstep.v1.PhaseDone;
import dev.lockstep.v1.Position;
import dev.lockstep.v1.ReportStamp;
import dev.lockstep.v1.WaiverEnded;
import dev.lockstep.zookeeper.GateId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Protocols that are broken where nodes come, go, are passed by, or come back as something older. */
final class BrokenRosters {
    private BrokenRosters() {}

    /** Whatever a node shows, it is taken for what the fleet has. */
    static final class JoinsWithoutComparing extends Seams {
        @Override
        AgentMessage said(World world, AgentMessage message) {
            if (!message.hasNodeHello()) {
                return message;
            }
            NodeHello hello = message.getNodeHello();
            return message.toBuilder()
                    .setNodeHello(hello.toBuilder().setFingerprint(ofAnother(world, hello.getNode())))
                    .build();
        }

        @Override
        CompletableFuture<Reply> submit(World world, FleetLoop loop, Command command) {
            return command instanceof Command.Join join
                    ? loop.submit(
                            new Command.Join(join.node(), join.by(), join.reason(), ofAnother(world, join.node())))
                    : loop.submit(command);
        }

        private static Fingerprint ofAnother(World world, String node) {
            SimulatedDatabase itself = database(world, node);
            RosterBook roster = world.checker().journal().roster();
            SimulatedDatabase example = world.databases().stream()
                    .filter(other -> other != itself && other.engine() == itself.engine())
                    .filter(other -> roster.members().contains(other.node()) && !roster.isBehind(other.node()))
                    .findFirst()
                    .orElse(itself);
            return new Catalog(example.schema().objects, new TreeMap<>()).fingerprint();
        }
    }

    private static SimulatedDatabase database(World world, String node) {
        return world.databases().stream()
                .filter(each -> each.node().equals(node))
                .findFirst()
                .orElseThrow();
    }

    /** An older ledger says of itself that it is as new as what was reported. */
    static final class BackupTakenForTheNode extends Seams {
        @Override
        AgentMessage said(World world, AgentMessage message) {
            NodeHello hello = message.getNodeHello();
            JournalBook journal = world.checker().journal();
            boolean older = message.hasNodeHello()
                    && journal.roster().members().contains(hello.getNode())
                    && world.checker().node(hello.getNode()).isOlderThanItSaid();
            if (!older) {
                return message;
            }
            NodeHello.Builder younger = hello.toBuilder()
                    .setIncarnation(
                            Math.max(hello.getIncarnation(), journal.roster().incarnation(hello.getNode())))
                    .setLogNumber(
                            Math.max(hello.getLogNumber(), journal.roster().reportedLog(hello.getNode())))
                    .setPosition(Position.newBuilder()
                            .setNumber(journal.directives().size())
                            .setHash(journal.directiveTip()));
            return message.toBuilder().setNodeHello(younger).build();
        }
    }

    static final class LeaverKeepsItsGate extends Seams {
        @Override
        CompletableFuture<Void> leaveGate(World world, PhaseGate gates, GateId gate, String node) {
            return world.checker().journal().roster().hasLeft(node)
                    ? CompletableFuture.completedFuture(null)
                    : gates.leave(gate, node);
        }
    }

    static List<Event> registersWhoComesLate(World world, Event event) {
        if (!event.hasNodeKnown() || isMember(world, event.getNodeKnown())) {
            return List.of(event);
        }
        NodeKnown known = event.getNodeKnown();
        return List.of(Event.newBuilder()
                .setNodeRegistered(NodeRegistered.newBuilder()
                        .setMember(known.getMember())
                        .setVersion(known.getVersion())
                        .setIncarnation(known.getIncarnation())
                        .setFingerprint(known.getFingerprint()))
                .build());
    }

    private static boolean isMember(World world, NodeKnown known) {
        return world.checker()
                .journal()
                .roster()
                .members()
                .contains(known.getMember().getNode());
    }

    /** Whoever waits at the door comes in with the next epoch. */
    static List<Event> joinsAsAnEpochOpens(World world, Event event) {
        List<Event> events = new ArrayList<>(List.of(event));
        for (SimulatedCoordinator coordinator : world.coordinators()) {
            if (event.hasEpochOpened() && coordinator.view().leading() && events.size() == 1) {
                coordinator.view().state().roster().applicants().values().stream()
                        .limit(1)
                        .map(applicant -> NodeJoined.newBuilder()
                                .setMember(applicant.identity())
                                .setBy("nobody")
                                .setReason("it waits")
                                .setAdmittedBy(1))
                        .forEach(joined -> events.add(
                                Event.newBuilder().setNodeJoined(joined).build()));
            }
        }
        return events;
    }

    static List<Event> countsAsThrough(World world, Event event) {
        return event.hasNodeJoined()
                ? List.of(event.toBuilder()
                        .setNodeJoined(event.getNodeJoined().toBuilder().clearAgain())
                        .build())
                : List.of(event);
    }

    static List<Event> bindsWhoIsBehind(World world, Event event) {
        if (!event.hasEpochOpened()) {
            return List.of(event);
        }
        Event.Builder more = event.toBuilder();
        more.getEpochOpenedBuilder().clearRoster();
        world.coordinators().stream()
                .filter(each -> each.view().leading())
                .limit(1)
                .forEach(leader -> leader.view()
                        .state()
                        .members()
                        .values()
                        .forEach(member -> more.getEpochOpenedBuilder().addRoster(member.identity())));
        return more.getEpochOpened().getRosterCount() == 0 ? List.of(event) : List.of(more.build());
    }

    static List<Event> leavesWhenAsked(World world, Event event) {
        return event.hasLeaveRequested()
                ? List.of(
                        event,
                        Event.newBuilder()
                                .setNodeLeft(NodeLeft.newBuilder()
                                        .setNode(event.getLeaveRequested().getNode())
                                        .setRequestedBy(
                                                event.getLeaveRequested().getBy())
                                        .setReason(event.getLeaveRequested().getReason()))
                                .build())
                : List.of(event);
    }

    /** A step that fails leaves its node out, in whatever phase. */
    static List<Event> leftOutInAnyPhase(World world, Event event) {
        return event.hasNodeFailed()
                ? List.of(Event.newBuilder()
                        .setNodeQuarantined(NodeQuarantined.newBuilder()
                                .setEpoch(event.getNodeFailed().getEpoch())
                                .setNode(event.getNodeFailed().getStamp().getNode())
                                .setReason("it failed"))
                        .build())
                : List.of(event);
    }

    /** In RELEASE a waived node counts as through, so that nothing stands before CONTRACT. */
    static List<Event> waiverUpToContract(World world, Event event) {
        boolean releases = event.hasPhaseOpened() && event.getPhaseOpened().getPhase() == Phase.RELEASE;
        EpochBook epoch = releases
                ? world.checker().journal().epoch(event.getPhaseOpened().getEpoch())
                : null;
        List<Event> events = new ArrayList<>(List.of(event));
        for (String node : epoch == null ? List.<String>of() : List.copyOf(epoch.waived)) {
            long number = event.getPhaseOpened().getEpoch();
            events.add(Event.newBuilder()
                    .setWaiverEnded(WaiverEnded.newBuilder().setEpoch(number).setNode(node))
                    .build());
            events.add(Event.newBuilder()
                    .setPhaseAcknowledged(PhaseAcknowledged.newBuilder()
                            .setEpoch(number)
                            .setStamp(ReportStamp.newBuilder().setNode(node))
                            .setDone(PhaseDone.newBuilder().setPhase(Phase.RELEASE)))
                    .build());
        }
        return events;
    }

    /** A waiver ends with the phase that it was given for, whether its node has caught up or not. */
    static List<Event> waiverEndsWithItsPhase(World world, Event event) {
        EpochBook epoch = event.hasPhaseOpened()
                ? world.checker().journal().epoch(event.getPhaseOpened().getEpoch())
                : null;
        List<Event> events = new ArrayList<>(List.of(event));
        for (String node : epoch == null ? List.<String>of() : List.copyOf(epoch.waived)) {
            events.add(Event.newBuilder()
                    .setWaiverEnded(WaiverEnded.newBuilder()
                            .setEpoch(event.getPhaseOpened().getEpoch())
                            .setNode(node))
                    .build());
        }
        return events;
    }
}
