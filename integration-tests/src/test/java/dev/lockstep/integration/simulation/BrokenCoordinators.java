package dev.lockstep.integration.simulation;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.lockstep.chain.Hashing;
import dev.lockstep.chain.Hashing.Domain;
import dev.lockstep.coordinator.core.Command;
import dev.lockstep.coordinator.core.Reply;
import dev.lockstep.coordinator.fleet.FleetLoop;
import dev.lockstep.coordinator.journal.Journal;
import dev.lockstep.v1.Directive;
import dev.lockstep.v1.EpochClosed;
import dev.lockstep.v1.EpochOutcome;
import dev.lockstep.v1.EpochReleased;
import dev.lockstep.v1.Event;
import dev.lockstep.v1.JournalEntry;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.SignedEnvelope;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/** Protocols that are broken in the coordinator, and between it and the journal. */
final class BrokenCoordinators {
    private BrokenCoordinators() {}

    /** A core that decides something else; what is changed is what it appends. */
    static final class Decides extends Seams {
        private final BiFunction<World, Event, List<Event>> instead;

        Decides(BiFunction<World, Event, List<Event>> instead) {
            this.instead = instead;
        }

        @Override
        Journal journal(World world, Process process, Journal journal) {
            return new RewritingJournal(journal, events -> {
                List<Event> changed = new ArrayList<>();
                events.forEach(event -> changed.addAll(instead.apply(world, event)));
                return changed;
            });
        }
    }

    static List<Event> countsForAnother(World world, Event event) {
        if (!event.hasPhaseAcknowledged()) {
            return List.of(event);
        }
        EpochBook epoch =
                world.checker().journal().epoch(event.getPhaseAcknowledged().getEpoch());
        Phase phase = event.getPhaseAcknowledged().getDone().getPhase();
        String self = event.getPhaseAcknowledged().getStamp().getNode();
        for (String other : epoch == null ? List.<String>of() : epoch.roster) {
            boolean missing = epoch != null
                    && !other.equals(self)
                    && (!epoch.acknowledged.containsKey(phase)
                            || !epoch.acknowledged.get(phase).contains(other));
            if (missing) {
                Event.Builder more = event.toBuilder();
                more.getPhaseAcknowledgedBuilder().getStampBuilder().setNode(other);
                return List.of(event, more.build());
            }
        }
        return List.of(event);
    }

    static List<Event> haltsForAll(World world, Event event) {
        if (!event.hasNodeHalted()) {
            return List.of(event);
        }
        List<Event> all = new ArrayList<>(List.of(event));
        for (SimulatedDatabase database : world.databases()) {
            if (!database.node().equals(event.getNodeHalted().getStamp().getNode())) {
                Event.Builder more = event.toBuilder();
                more.getNodeHaltedBuilder().getStampBuilder().setNode(database.node());
                all.add(more.build());
            }
        }
        return all;
    }

    static List<Event> releasesByItself(World world, Event event) {
        boolean releases = event.hasPhaseOpened() && event.getPhaseOpened().getPhase() == Phase.RELEASE;
        return releases
                ? List.of(
                        event,
                        Event.newBuilder()
                                .setEpochReleased(EpochReleased.newBuilder()
                                        .setEpoch(event.getPhaseOpened().getEpoch())
                                        .setBy("nobody"))
                                .build())
                : List.of(event);
    }

    static List<Event> forgetsANode(World world, Event event) {
        if (!event.hasEpochOpened()) {
            return List.of(event);
        }
        Event.Builder fewer = event.toBuilder();
        fewer.getEpochOpenedBuilder().removeRoster(event.getEpochOpened().getRosterCount() - 1);
        return List.of(fewer.build());
    }

    static List<Event> approvesOtherPlans(World world, Event event) {
        if (!event.hasEpochApproved()) {
            return List.of(event);
        }
        Event.Builder other = event.toBuilder();
        other.getEpochApprovedBuilder()
                .getApprovalBuilder()
                .getPlansBuilder(0)
                .setPlanHash(ByteString.copyFromUtf8("another plan"));
        return List.of(other.build());
    }

    static List<Event> closesEarly(World world, Event event) {
        boolean validated = event.hasPhaseAcknowledged()
                && event.getPhaseAcknowledged().getDone().getPhase() == Phase.VALIDATE;
        return validated
                ? List.of(
                        event,
                        Event.newBuilder()
                                .setEpochClosed(EpochClosed.newBuilder()
                                        .setEpoch(event.getPhaseAcknowledged().getEpoch())
                                        .setOutcome(EpochOutcome.OUTCOME_COMPLETED))
                                .build())
                : List.of(event);
    }

    /** Whoever leads, what is appended is made to fit. */
    static final class NoCompareAndSet extends Seams {
        @Override
        ByteString journalRecord(World world, Process writer, ByteString record) {
            try {
                JournalEntry entry =
                        JournalEntry.parseFrom(SignedEnvelope.parseFrom(record).getPayload());
                JournalEntry fitting = world.checker().journal().fitting(entry);
                boolean claims = entry.getEvents(0).hasLeadershipClaimed();
                return claims || fitting.equals(entry)
                        ? record
                        : World.KEY
                                .seal(Domain.JOURNAL_ENTRY, fitting.toByteString())
                                .toByteString();
            } catch (InvalidProtocolBufferException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    static final class PublishedBeforeItCounts extends Seams {
        @Override
        void beforeAppend(World world, ByteString record) {
            try {
                ByteString payload = SignedEnvelope.parseFrom(record).getPayload();
                JournalEntry entry = JournalEntry.parseFrom(payload);
                for (Event event : entry.getEventsList()) {
                    if (event.hasDirectiveIssued()) {
                        Directive directive = Directive.newBuilder()
                                .setFleet(World.FLEET)
                                .setNumber(event.getDirectiveIssued().getNumber())
                                .setPreviousHash(world.checker().directiveTip())
                                .setEntryNumber(entry.getNumber())
                                .setEntryHash(Hashing.hash(Domain.JOURNAL_ENTRY, payload))
                                .setEpoch(event.getDirectiveIssued().getEpoch())
                                .setOrder(event.getDirectiveIssued().getOrder())
                                .build();
                        world.kafka()
                                .publish(World.KEY
                                        .seal(Domain.DIRECTIVE, directive.toByteString())
                                        .toByteString());
                    }
                }
            } catch (InvalidProtocolBufferException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    static final class AnsweredBeforeItCounts extends Seams {
        @Override
        CompletableFuture<Reply> submit(World world, FleetLoop loop, Command command) {
            CompletableFuture<Reply> answer = loop.submit(command);
            return command instanceof Command.Approve approve
                    ? CompletableFuture.completedFuture(new Reply.OfEpoch(approve.epoch()))
                    : answer;
        }
    }

    static final class StaleApprovalAccepted extends Seams {
        @Override
        CompletableFuture<Reply> submit(World world, FleetLoop loop, Command command) {
            if (command instanceof Command.Approve approve) {
                TreeMap<String, ByteString> present = new TreeMap<>(approve.planHashes());
                loop.view()
                        .state()
                        .epoch(approve.epoch())
                        .ifPresent(epoch -> epoch.nodes().forEach((name, node) -> present.put(name, node.planHash())));
                return loop.submit(new Command.Approve(approve.epoch(), present, approve.by()));
            }
            return loop.submit(command);
        }
    }

    static final class ClaimsRepeatTheirId extends Seams {
        @Override
        String claimId(World world, String fresh) {
            return "claim";
        }
    }
}
