package dev.lockstep.coordinator.core;

import dev.lockstep.chain.Hashing;
import dev.lockstep.coordinator.core.Command.Hello;
import dev.lockstep.v1.Event;
import dev.lockstep.v1.HeardFromNode;
import dev.lockstep.v1.NodeAttached;
import dev.lockstep.v1.NodeHeld;
import dev.lockstep.v1.NodeHello;
import dev.lockstep.v1.NodeKnown;
import dev.lockstep.v1.NodeRegistered;
import dev.lockstep.v1.RosterMember;
import java.util.ArrayList;
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
        if (hello.getPosition().getNumber() > state.directives()) {
            return refuse(
                    hello,
                    "its ledger has received directive " + hello.getPosition().getNumber() + ", but fleet "
                            + state.fleet() + " has never seen it: the journal is another one, or has lost entries");
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
        Optional<String> late = late(state, hello);
        return late.isPresent()
                ? new Decision.Accepted(known(state, command, late.get()), heldReply(hello, late.get()))
                : new Decision.Accepted(List.of(registered(hello), attached(command)), confirmed(hello));
    }

    /** Why a node is known and no member, until somebody decides that it joins. */
    private static Optional<String> late(FleetState state, NodeHello hello) {
        Roster.Departure departure = state.roster().departed().get(hello.getNode());
        if (departure != null) {
            return Optional.of(reasonOf(departure));
        }
        return state.epochs().isEmpty()
                ? Optional.empty()
                : Optional.of("fleet " + state.fleet() + " has a history that this node has not gone through; when its"
                        + " schema equals that of the fleet's nodes of its engine, let it in: lockstep roster join "
                        + hello.getNode() + " --reason …");
    }

    static String reasonOf(Roster.Departure departure) {
        return "it has left the fleet (" + departure.reason() + "); only a decision lets it in again: lockstep roster"
                + " join";
    }

    /** Notes what a node has to show; nothing when that is known already, or while its schema may still change. */
    private static List<Event> known(FleetState state, Hello command, String reason) {
        NodeHello hello = command.hello();
        if (hello.getWorking()) {
            return List.of();
        }
        NodeKnown known = NodeKnown.newBuilder()
                .setMember(identityOf(hello))
                .setVersion(hello.getServerVersion())
                .addAllLabels(hello.getLabelsList())
                .setAgent(command.agent())
                .setIncarnation(hello.getIncarnation())
                .setLogNumber(hello.getLogNumber())
                .setFingerprint(hello.getFingerprint())
                .setReason(reason)
                .build();
        boolean nothingNew =
                Applicant.of(known).equals(state.roster().applicants().get(hello.getNode()));
        return nothingNew
                ? List.of()
                : List.of(Event.newBuilder().setNodeKnown(known).build());
    }

    private static Decision again(FleetState state, Hello command, Member member) {
        NodeHello hello = command.hello();
        Optional<String> age = ageOf(hello, member);
        if (hello.getIncarnation() < member.incarnation() && age.isEmpty()) {
            // Most likely an older agent of it, which the ledger stops too: no reason to hold the one that serves it.
            // But
            // a backup that is only older than the last start of an agent says so again and again, and needs a person.
            String reason = replaced(hello, member);
            return new Decision.Accepted(known(state, command, reason), heldReply(hello, reason));
        }
        Optional<String> objection = objection(state, command, member);
        if (objection.isPresent()
                && objection.equals(age)
                && !member.held().equals(objection.get())
                && mayBeLate(hello)) {
            return new Decision.Accepted(
                    List.of(),
                    new Reply.AskAgain(hello.getNode(), hello.getIncarnation(), objection.get(), heardFrom(member)));
        }
        if (objection.isPresent()) {
            // A ledger that has followed another journal is no case for a decision about the roster.
            boolean ahead = hello.getPosition().getNumber() > state.directives() || isOfAnotherHistory(command);
            List<Event> events = new ArrayList<>(ahead ? List.of() : known(state, command, objection.get()));
            if (!member.held().equals(objection.get())) {
                events.add(held(hello, objection.get()));
            }
            return new Decision.Accepted(events, heldReply(hello, objection.get()));
        }
        boolean nothingNew = hello.getIncarnation() == member.incarnation()
                && member.held().isEmpty()
                && !state.roster().applicants().containsKey(member.name())
                && member.agent().equals(command.agent())
                && member.version().equals(hello.getServerVersion())
                && member.labels().equals(hello.getLabelsList());
        return new Decision.Accepted(nothingNew ? List.of() : List.of(attached(command)), confirmed(hello));
    }

    private static String replaced(NodeHello hello, Member member) {
        return "its agent has been replaced: incarnation " + hello.getIncarnation() + ", but " + member.incarnation()
                + " serves it; if no other agent does, the database was restored from an older backup: bring it back,"
                + " or let it in: lockstep roster join " + hello.getNode() + " --reason …";
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
        return awaited(state, hello, member).or(() -> ageOf(hello, member));
    }

    /** A node that was let in has to be found as it was then, and to have received the directive that says so. */
    private static Optional<String> awaited(FleetState state, NodeHello hello, Member member) {
        Long admission = state.roster().admissions().get(hello.getNode());
        if (admission == null) {
            return Optional.empty();
        }
        if (hello.getPosition().getNumber() < admission) {
            return Optional.of(Applicant.waitsFor(admission));
        }
        List<String> changed = Schemas.differences(member.recorded(), Schemas.byPath(hello.getFingerprint()));
        return changed.isEmpty()
                ? Optional.empty()
                : Optional.of("its schema is no longer the one that was let in: it differs in "
                        + Schemas.inWords(changed) + "; bring it back, or let it in again: lockstep roster join "
                        + hello.getNode() + " --reason …");
    }

    private static boolean isOfAnotherHistory(Hello command) {
        return !command.decided().isEmpty()
                && !command.decided().equals(command.hello().getPosition().getHash());
    }

    /** Why the ledger must be an old one; the incarnation in it is old then too. */
    private static Optional<String> ageOf(NodeHello hello, Member member) {
        if (isOfMember(hello, member) && !reaches(hello, heardFrom(member))) {
            return Optional.of("its ledger is older than the history: it stands at directive "
                    + hello.getPosition().getNumber() + " and row "
                    + hello.getLogNumber() + ", but it had reported on directive " + member.reportedMandate()
                    + " and row " + member.reportedLog() + ": the database was restored from an older backup, or lost"
                    + " commits in a failover; bring its newest state back, or let it go on from this one: lockstep"
                    + " roster join " + hello.getNode() + " --reason …");
        }
        return Optional.empty();
    }

    /** A hello may have been under way while the node reported more. Not one that was made after the agent had been told what the history has from it, and does not reach that. */
    private static boolean mayBeLate(NodeHello hello) {
        return !hello.hasInAnswerTo() || reaches(hello, hello.getInAnswerTo());
    }

    private static boolean reaches(NodeHello hello, HeardFromNode heard) {
        return hello.getPosition().getNumber() >= heard.getMandate() && hello.getLogNumber() >= heard.getLogNumber();
    }

    private static HeardFromNode heardFrom(Member member) {
        return HeardFromNode.newBuilder()
                .setMandate(member.reportedMandate())
                .setLogNumber(member.reportedLog())
                .build();
    }

    private static boolean isOfMember(NodeHello hello, Member member) {
        return member.identity().getDatabaseIdentity().equals(hello.getDatabaseIdentity())
                && member.identity().getAdoptionId().equals(hello.getAdoptionId());
    }

    private static Event registered(NodeHello hello) {
        return Event.newBuilder()
                .setNodeRegistered(NodeRegistered.newBuilder()
                        .setMember(identityOf(hello))
                        .setVersion(hello.getServerVersion())
                        .addAllLabels(hello.getLabelsList())
                        .setIncarnation(hello.getIncarnation())
                        .setFingerprint(hello.getFingerprint()))
                .build();
    }

    private static RosterMember identityOf(NodeHello hello) {
        return RosterMember.newBuilder()
                .setNode(hello.getNode())
                .setEngine(hello.getEngine())
                .setDatabaseIdentity(hello.getDatabaseIdentity())
                .setAdoptionId(hello.getAdoptionId())
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
