package dev.lockstep.integration.attack;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.lockstep.chain.Hashing;
import dev.lockstep.chain.Hashing.Domain;
import dev.lockstep.coordinator.core.Checkpoint;
import dev.lockstep.coordinator.core.Evolution;
import dev.lockstep.coordinator.core.FleetState;
import dev.lockstep.coordinator.core.StateHash;
import dev.lockstep.coordinator.directives.DirectivePublisher;
import dev.lockstep.coordinator.directives.InMemoryDirectives;
import dev.lockstep.coordinator.journal.CountedEntry;
import dev.lockstep.coordinator.journal.JournalRules;
import dev.lockstep.coordinator.journal.Tip;
import dev.lockstep.coordinator.journal.Verdict;
import dev.lockstep.integration.simulation.Recording;
import dev.lockstep.kafka.InMemoryTopic;
import dev.lockstep.signing.SignatureCheck;
import dev.lockstep.signing.SigningKey;
import dev.lockstep.v1.Approval;
import dev.lockstep.v1.CheckpointTaken;
import dev.lockstep.v1.Directive;
import dev.lockstep.v1.Event;
import dev.lockstep.v1.JournalEntry;
import dev.lockstep.v1.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The history of one fleet as its coordinators wrote it, under real signatures. It ends with a checkpoint.
 *
 * @param entries the journal as it counts, in order
 * @param journal their records
 * @param beforeLast the state before the last entry
 * @param directives as they stand on their topic, in order
 * @param positions of a node: before the first directive, and after each
 * @param approvals that those directives hold, unsigned
 */
record History(
        String fleet,
        List<CountedEntry> entries,
        List<ByteString> journal,
        FleetState beforeLast,
        List<ByteString> directives,
        List<Position> positions,
        List<Approval> approvals) {
    History {
        entries = List.copyOf(entries);
        journal = List.copyOf(journal);
        directives = List.copyOf(directives);
        positions = List.copyOf(positions);
        approvals = List.copyOf(approvals);
    }

    /** What the coordinators of a simulated fleet wrote, as if the fleet had this name and the coordinators this key. */
    static History of(Recording recording, String fleet, SigningKey key, SignatureCheck trusted) {
        try {
            return new Writing(fleet, key, trusted).of(recording);
        } catch (InvalidProtocolBufferException broken) {
            throw new IllegalStateException("what the simulation wrote cannot be read", broken);
        }
    }

    /** Under another name of the fleet every hash is another one. */
    private static final class Writing {
        private final String fleet;
        private final SigningKey key;
        private final SignatureCheck trusted;
        private final JournalRules rules;
        private final Map<ByteString, ByteString> hashes = new HashMap<>();
        private final List<CountedEntry> entries = new ArrayList<>();
        private FleetState state;
        private final List<Approval> approvals = new ArrayList<>();
        private long offset;

        Writing(String fleet, SigningKey key, SignatureCheck trusted) {
            this.fleet = fleet;
            this.key = key;
            this.trusted = trusted;
            this.rules = new JournalRules(fleet, trusted);
            this.state = FleetState.empty(fleet);
        }

        History of(Recording recording) throws InvalidProtocolBufferException {
            for (ByteString payload : recording.journal()) {
                JournalEntry entry = JournalEntry.parseFrom(payload);
                JournalEntry renamed = entry.toBuilder()
                        .setFleet(fleet)
                        .setPreviousHash(renamed(entry.getPreviousHash()))
                        .clearEvents()
                        .addAllEvents(withoutCheckpoints(entry))
                        .build();
                hashes.put(
                        Hashing.hash(Domain.JOURNAL_ENTRY, payload),
                        Hashing.hash(Domain.JOURNAL_ENTRY, renamed.toByteString()));
                write(renamed);
            }
            FleetState beforeLast = state;
            write(checkpoint());
            List<ByteString> directives = new ArrayList<>();
            List<Position> positions = new ArrayList<>(List.of(Position.getDefaultInstance()));
            for (ByteString payload : decided()) {
                directives.add(key.seal(Domain.DIRECTIVE, payload).toByteString());
                positions.add(Position.newBuilder()
                        .setNumber(positions.size())
                        .setHash(Hashing.hash(Domain.DIRECTIVE, payload))
                        .build());
                approval(Directive.parseFrom(payload)).ifPresent(approvals::add);
            }
            return new History(fleet, entries, journal(), beforeLast, directives, positions, approvals);
        }

        /** What they show is the state of a fleet with another name. */
        private static List<Event> withoutCheckpoints(JournalEntry entry) {
            return entry.getEventsList().stream()
                    .map(event -> event.hasCheckpointTaken()
                            ? event.toBuilder()
                                    .setCheckpointTaken(
                                            CheckpointTaken.newBuilder().setForm(1))
                                    .build()
                            : event)
                    .toList();
        }

        private List<ByteString> journal() {
            return entries.stream().map(entry -> entry.stored().toByteString()).toList();
        }

        private ByteString renamed(ByteString hash) {
            return hashes.getOrDefault(hash, hash);
        }

        private void write(JournalEntry entry) {
            Verdict verdict = rules.judge(
                    offset, key.seal(Domain.JOURNAL_ENTRY, entry.toByteString()).toByteString());
            if (verdict instanceof Verdict.Counted counted) {
                // What lost a race is left out, so where it stands is its place among those that count.
                CountedEntry read = counted.entry();
                entries.add(new CountedEntry(read.entry(), read.hash(), offset, read.stored()));
                state = Evolution.apply(state, entry);
                offset++;
            }
        }

        private JournalEntry checkpoint() {
            Tip tip = rules.tip();
            CheckpointTaken.Builder taken = CheckpointTaken.newBuilder().setForm(StateHash.FORM);
            JournalEntry.Builder entry = JournalEntry.newBuilder()
                    .setFleet(fleet)
                    .setNumber(tip.number() + 1)
                    .setPreviousHash(tip.hash())
                    .setTerm(tip.term())
                    .setClaim(tip.claimId());
            JournalEntry empty = entry.clone()
                    .addEvents(Event.newBuilder().setCheckpointTaken(taken))
                    .build();
            taken.setStateHash(Hashing.hash(Domain.STATE, Checkpoint.stateShownBy(state, empty)));
            return entry.addEvents(Event.newBuilder().setCheckpointTaken(taken)).build();
        }

        /** What a leader would publish: it follows from the journal alone. */
        private List<ByteString> decided() {
            try (DirectivePublisher publisher = new DirectivePublisher(
                    fleet, key, trusted, new InMemoryDirectives(new InMemoryTopic()), Runnable::run)) {
                entries.forEach(publisher::onCounted);
                return publisher.decided();
            }
        }

        private Optional<Approval> approval(Directive directive) {
            return directive.getOrder().hasOpenPhase()
                            && directive.getOrder().getOpenPhase().hasApproval()
                    ? Optional.of(directive.getOrder().getOpenPhase().getApproval().toBuilder()
                            .setFleet(fleet)
                            .build())
                    : Optional.empty();
        }
    }
}
