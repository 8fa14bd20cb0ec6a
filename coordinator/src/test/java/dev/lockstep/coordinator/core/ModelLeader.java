package dev.lockstep.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.lockstep.v1.DirectiveIssued;
import dev.lockstep.v1.Event;
import dev.lockstep.v1.JournalEntry;
import dev.lockstep.v1.LeadershipClaimed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The leader of a fleet with its journal, which keeps bytes only. What counts is applied event by event before the eyes of a {@link RuleChecker}. */
final class ModelLeader {
    private static final int CHECKPOINT_EVERY_ENTRIES = 10;

    private final RuleChecker checker;
    private final List<ByteString> journal = new ArrayList<>();
    private final List<DirectiveIssued> topic = new ArrayList<>();
    private final Map<Long, Long> releaseSeenAtMillis = new HashMap<>();
    private final Map<String, Long> phaseSeenAtMillis = new HashMap<>();
    private FleetState state = FleetState.empty(Samples.FLEET);
    private FleetState behind = state;
    private UnaryOperator<List<Event>> sabotage = UnaryOperator.identity();
    private ByteString snapshot = ByteString.EMPTY;
    private int snapshotEntry;
    private boolean asBytes;
    private long nowMillis;

    ModelLeader(RuleChecker checker) {
        this.checker = checker;
        takeOffice();
    }

    /** From now on the state is written and read after every event, and kept at checkpoints, of which there are many. */
    void keepStateAsBytes() {
        asBytes = true;
    }

    /** Whether there was ever a snapshot to go on from. */
    boolean hasSnapshot() {
        return snapshotEntry > 0;
    }

    FleetState state() {
        return state;
    }

    List<DirectiveIssued> topic() {
        return topic;
    }

    List<ByteString> journal() {
        return journal;
    }

    /** The kinds of events that have counted. */
    java.util.Set<Event.KindCase> kinds() {
        java.util.Set<Event.KindCase> kinds = java.util.EnumSet.noneOf(Event.KindCase.class);
        journal.forEach(bytes -> parse(bytes).getEventsList().forEach(event -> kinds.add(event.getKindCase())));
        return kinds;
    }

    /** Changes what is appended, behind the core's back: for negative controls. */
    void sabotageWith(UnaryOperator<List<Event>> wrong) {
        sabotage = wrong;
    }

    void passTime(long millis) {
        nowMillis += millis;
        checker.timeIs(nowMillis);
    }

    /** Another coordinator takes office: all that it has is the journal. The one before may go on for a while with what it knew. */
    void takeOffice() {
        behind = state;
        FleetState replayed = replay();
        assertThat(replayed).as("replay equals live").isEqualTo(state);
        assertThat(StateHash.of(replayed)).as("by hash too").isEqualTo(StateHash.of(state));
        if (snapshotEntry > 0) {
            assertThat(replayFromSnapshot()).as("from snapshot and tail too").isEqualTo(state);
        }
        releaseSeenAtMillis.clear();
        phaseSeenAtMillis.clear();
        append(
                state.term() + 1,
                List.of(Event.newBuilder()
                        .setLeadershipClaimed(
                                LeadershipClaimed.newBuilder().setCoordinator("coordinator-" + state.term()))
                        .build()));
    }

    /** Decides a batch, appends it and gives the answers. */
    List<Decision> decide(List<Command> commands) {
        Decisions.Batch batch = Decisions.batch(state, commands, state.term(), nowMillis);
        List<Event> events = sabotage.apply(batch.events());
        if (!events.isEmpty()) {
            append(state.term(), asBytes && journal.size() % CHECKPOINT_EVERY_ENTRIES == 0 ? checked(events) : events);
        }
        watchReleases();
        watchPhases();
        return batch.answers();
    }

    /** What the leader before would say. It can append nothing, so only what needs no entry is an answer. */
    List<Decision> askTheOneBehind(Command command) {
        Decisions.Batch batch = Decisions.batch(behind, List.of(command), behind.term(), nowMillis);
        return batch.events().isEmpty() ? batch.answers() : List.of();
    }

    List<Due> due() {
        return Due.of(state, this::soakedMillis, this::openMillis);
    }

    long openMillis(long epoch) {
        return state.epoch(epoch)
                .map(ModelLeader::place)
                .map(phaseSeenAtMillis::get)
                .map(since -> nowMillis - since)
                .orElse(0L);
    }

    private void watchPhases() {
        List<String> atWork = state.openEpochs().stream()
                .filter(epoch -> !epoch.paused())
                .map(ModelLeader::place)
                .toList();
        phaseSeenAtMillis.keySet().retainAll(atWork);
        atWork.forEach(place -> phaseSeenAtMillis.putIfAbsent(place, nowMillis));
    }

    private static String place(Epoch epoch) {
        return epoch.number() + "/" + epoch.phase();
    }

    long soakedMillis(long epoch) {
        Long since = releaseSeenAtMillis.get(epoch);
        return since == null ? 0 : nowMillis - since;
    }

    FleetState replay() {
        FleetState replayed = FleetState.empty(Samples.FLEET);
        for (ByteString bytes : journal) {
            replayed = Evolution.apply(replayed, parse(bytes));
        }
        return replayed;
    }

    private void append(long term, List<Event> events) {
        JournalEntry entry = JournalEntry.newBuilder()
                .setFleet(Samples.FLEET)
                .setNumber(journal.size() + 1)
                .setTerm(term)
                .setAtMillis(nowMillis)
                .addAllEvents(events)
                .build();
        journal.add(entry.toByteString());
        FleetState applied = Evolution.apply(state, parse(entry.toByteString()));
        FleetState live = state.withEntries(entry.getNumber());
        for (Event event : events) {
            FleetState next = Evolution.evolve(live, event, term, nowMillis);
            checker.onEvent(live, event, next);
            if (event.hasDirectiveIssued()) {
                topic.add(event.getDirectiveIssued());
            }
            live = asBytes ? StateReader.read(StateWriter.write(next)) : next;
            assertThat(live)
                    .as("the state as bytes, after %s", event.getKindCase())
                    .isEqualTo(next);
        }
        keepAtCheckpoint(entry);
        assertThat(applied)
                .as("replay equals live after entry %s", entry.getNumber())
                .isEqualTo(live);
        state = live;
    }

    private void keepAtCheckpoint(JournalEntry entry) {
        if (Checkpoint.isIn(entry)) {
            snapshot = Checkpoint.stateShownBy(state, entry);
            snapshotEntry = journal.size();
            assertThat(Checkpoint.objection(snapshot, entry)).isEmpty();
        }
    }

    /** From the newest snapshot and the tail of the journal, as a coordinator does that has kept one. */
    private FleetState replayFromSnapshot() {
        FleetState replayed = Checkpoint.resume(snapshot, parse(journal.get(snapshotEntry - 1)));
        for (ByteString bytes : journal.subList(snapshotEntry, journal.size())) {
            replayed = Evolution.apply(replayed, parse(bytes));
        }
        return replayed;
    }

    /** With a checkpoint at the end, sooner than the core would take one. */
    private List<Event> checked(List<Event> events) {
        FleetState after = state.withEntries(journal.size() + 1);
        for (Event event : events) {
            after = Evolution.evolve(after, event, state.term(), nowMillis);
        }
        List<Event> checked = new ArrayList<>(events);
        checked.add(Events.checkpoint(after));
        return checked;
    }

    private void watchReleases() {
        for (Epoch epoch : state.openEpochs()) {
            if (epoch.phase() == dev.lockstep.v1.Phase.RELEASE && epoch.everyNodeAcknowledged()) {
                releaseSeenAtMillis.putIfAbsent(epoch.number(), nowMillis);
            }
        }
    }

    private static JournalEntry parse(ByteString bytes) {
        try {
            return JournalEntry.parseFrom(bytes);
        } catch (InvalidProtocolBufferException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
