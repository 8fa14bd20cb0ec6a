package dev.lockstep.coordinator.core;

import dev.lockstep.chain.Hashing;
import dev.lockstep.coordinator.core.Command.Hello;
import dev.lockstep.v1.Event;
import dev.lockstep.v1.NodeAttached;
import dev.lockstep.v1.NodeHeld;
import dev.lockstep.v1.NodeHello;
import dev.lockstep.v1.NodeRegistered;
import dev.lockstep.v1.RosterMember;
import java.util.List;
import java.util.Optional;

/** Whether the node that an agent serves is the one that the history knows, as far along as it has said before (rules N2, N3). */
final class NodeAdmission {
    private NodeAdmission() {}

    static Decision decide(FleetState state, Hello command) {
        NodeHello hello = command.hello();
        Optional<Member> known = state.member(hello.getNode());
        return known.isPresent() ? again(state, command, known.get()) : first(state, command);
    }

    private static Decision first(FleetState state, Hello command) {
        NodeHello hello = command.hello();
        if (hello.getPosition().getNumber() > 0) {
            return refuse(
                    hello,
                    "its ledger has received directive " + hello.getPosition().getNumber() + ", but fleet "
                            + state.fleet() + " has never seen it: the journal is another one, or has lost entries");
        }
        if (!state.epochs().isEmpty()) {
            return refuse(
                    hello,
                    "fleet " + state.fleet() + " has a history of "
                            + state.epochs().size()
                            + " epochs that this node has not gone through; joining a fleet later is not yet supported");
        }
        Optional<Member> twin = state.members().values().stream()
                .filter(member -> member.identity().getDatabaseIdentity().equals(hello.getDatabaseIdentity()))
                .findFirst();
        if (twin.isPresent()) {
            return refuse(
                    hello,
                    "its database (" + hello.getDatabaseIdentity() + ") is already node "
                            + twin.get().name() + "; give each node a database of its own");
        }
        return new Decision.Accepted(List.of(registered(hello), attached(command)), confirmed(hello));
    }

    private static Decision again(FleetState state, Hello command, Member member) {
        NodeHello hello = command.hello();
        Optional<String> age = ageOf(hello, member);
        if (hello.getIncarnation() < member.incarnation() && age.isEmpty()) {
            // Not a state of the node: an older agent of it, which the ledger stops too.
            return refuse(
                    hello,
                    "its agent has been replaced: incarnation " + hello.getIncarnation() + ", but "
                            + member.incarnation() + " serves it");
        }
        Optional<String> objection = objection(state, command, member);
        if (objection.isPresent()) {
            List<Event> events =
                    member.held().equals(objection.get()) ? List.of() : List.of(held(hello, objection.get()));
            return new Decision.Accepted(events, heldReply(hello, objection.get()));
        }
        boolean nothingNew = hello.getIncarnation() == member.incarnation()
                && member.held().isEmpty()
                && member.agent().equals(command.agent())
                && member.version().equals(hello.getServerVersion())
                && member.labels().equals(hello.getLabelsList());
        return new Decision.Accepted(nothingNew ? List.of() : List.of(attached(command)), confirmed(hello));
    }

    private static Optional<String> objection(FleetState state, Hello command, Member member) {
        NodeHello hello = command.hello();
        RosterMember identity = member.identity();
        if (!isOfMember(hello, member)) {
            return Optional.of("expected database " + identity.getDatabaseIdentity() + ", adopted as "
                    + identity.getAdoptionId() + ", but found " + hello.getDatabaseIdentity() + ", adopted as "
                    + hello.getAdoptionId() + ": another database under the name of this node");
        }
        long position = hello.getPosition().getNumber();
        if (position > state.directives()) {
            return Optional.of("its ledger has received directive " + position + ", but the journal ends at "
                    + state.directives() + ": the journal has lost entries");
        }
        if (isOfAnotherHistory(command)) {
            return Optional.of("its ledger has received directive " + position + " with hash "
                    + Hashing.hex(hello.getPosition().getHash()) + ", but the journal decided one with hash "
                    + Hashing.hex(command.decided()) + ": it has followed another journal");
        }
        return ageOf(hello, member);
    }

    private static boolean isOfAnotherHistory(Hello command) {
        return !command.decided().isEmpty()
                && !command.decided().equals(command.hello().getPosition().getHash());
    }

    /** Why the ledger must be an old one; the incarnation in it is old then too. */
    private static Optional<String> ageOf(NodeHello hello, Member member) {
        long position = hello.getPosition().getNumber();
        if (isOfMember(hello, member)
                && (position < member.reportedMandate() || hello.getLogNumber() < member.reportedLog())) {
            return Optional.of("its ledger is older than the history: it stands at directive " + position + " and row "
                    + hello.getLogNumber() + ", but it had reported on directive " + member.reportedMandate()
                    + " and row " + member.reportedLog() + ": the database was restored from an older backup, or lost"
                    + " commits in a failover");
        }
        return Optional.empty();
    }

    private static boolean isOfMember(NodeHello hello, Member member) {
        return member.identity().getDatabaseIdentity().equals(hello.getDatabaseIdentity())
                && member.identity().getAdoptionId().equals(hello.getAdoptionId());
    }

    private static Event registered(NodeHello hello) {
        return Event.newBuilder()
                .setNodeRegistered(NodeRegistered.newBuilder()
                        .setMember(RosterMember.newBuilder()
                                .setNode(hello.getNode())
                                .setEngine(hello.getEngine())
                                .setDatabaseIdentity(hello.getDatabaseIdentity())
                                .setAdoptionId(hello.getAdoptionId()))
                        .setVersion(hello.getServerVersion())
                        .addAllLabels(hello.getLabelsList())
                        .setIncarnation(hello.getIncarnation())
                        .setFingerprint(hello.getFingerprint()))
                .build();
    }

    private static Event attached(Hello command) {
        NodeHello hello = command.hello();
        return Event.newBuilder()
                .setNodeAttached(NodeAttached.newBuilder()
                        .setNode(hello.getNode())
                        .setIncarnation(hello.getIncarnation())
                        .setAgent(command.agent())
                        .setVersion(hello.getServerVersion())
                        .addAllLabels(hello.getLabelsList()))
                .build();
    }

    private static Event held(NodeHello hello, String reason) {
        return Event.newBuilder()
                .setNodeHeld(NodeHeld.newBuilder().setNode(hello.getNode()).setReason(reason))
                .build();
    }

    private static Decision refuse(NodeHello hello, String reason) {
        return new Decision.Accepted(List.of(), heldReply(hello, reason));
    }

    private static Reply heldReply(NodeHello hello, String reason) {
        return new Reply.Held(hello.getNode(), hello.getIncarnation(), reason);
    }

    private static Reply confirmed(NodeHello hello) {
        return new Reply.Confirmed(hello.getNode(), hello.getIncarnation());
    }
}
