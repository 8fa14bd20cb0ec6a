package dev.lockstep.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.lockstep.v1.Event;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.PhaseOpened;
import dev.lockstep.v1.UndoOpened;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The core under everything that may happen to a fleet. What is checked after each event is in {@link RuleChecker}. */
class CoreBySeedsTest {
    private static final int SEEDS = 300;

    @Test
    void thePromiseHoldsAndEveryEpochEnds() {
        EnumSet<Stage> ends = EnumSet.noneOf(Stage.class);
        EnumSet<Event.KindCase> kinds = EnumSet.noneOf(Event.KindCase.class);

        Seeds.check(SEEDS, random -> {
            RandomWalk walk = new RandomWalk(random);
            walk.walk(200 + random.nextInt(400));
            walk.calmDown();
            walk.openOneMore();
            walk.calmDown();
            walk.leader().state().epochs().values().forEach(epoch -> ends.add(epoch.stage()));
            kinds.addAll(walk.leader().kinds());
        });

        if (Long.getLong("lockstep.seed") == null) {
            assertThat(ends)
                    .as("every end is reached by some seed")
                    .contains(Stage.COMPLETED, Stage.ROLLED_BACK, Stage.REJECTED);
            assertThat(kinds)
                    .as("what failures lead to is reached, too")
                    .contains(Event.KindCase.DEADLINE_PASSED, Event.KindCase.NODE_QUARANTINED);
        }
    }

    @Test
    void aStateThatWasWrittenAndReadGoesOnAsItWasAfterEveryEvent() {
        AtomicInteger snapshots = new AtomicInteger();

        Seeds.check(SEEDS / 2, random -> {
            RandomWalk walk = new RandomWalk(random);
            walk.leader().keepStateAsBytes();
            walk.walk(300);
            walk.leader().takeOffice();
            snapshots.addAndGet(walk.leader().hasSnapshot() ? 1 : 0);
        });

        if (Long.getLong("lockstep.seed") == null) {
            assertThat(snapshots).as("seeds that went on from a snapshot").hasValueGreaterThan(SEEDS / 6);
        }
    }

    @Test
    void aSeedAlwaysGivesTheSameJournal() {
        assertThat(journalOf(7)).isEqualTo(journalOf(7)).isNotEmpty();
    }

    @Test
    void theCheckerSeesAPhaseThatOpensTooEarly() {
        assertIsCaught("I2", state -> openPhase(state, epoch -> PhaseTransitions.next(epoch.phases(), epoch.phase())));
    }

    @Test
    void theCheckerSeesAnUndoBeforeEveryNodeIsQuiet() {
        assertIsCaught(
                "I6",
                state -> state.openEpochs().stream()
                        .filter(epoch -> epoch.stage() == Stage.HALTING)
                        .filter(epoch ->
                                PhaseTransitions.firstUndo(epoch.phase()).isPresent())
                        .findFirst()
                        .map(epoch -> Event.newBuilder()
                                .setUndoOpened(UndoOpened.newBuilder()
                                        .setEpoch(epoch.number())
                                        .setPhase(epoch.phase()))
                                .build()));
    }

    @Test
    void theCheckerSeesContractWithoutARelease() {
        assertIsCaught(
                "I9: released",
                state -> openPhase(
                        state,
                        epoch -> epoch.phase() == Phase.RELEASE
                                        && epoch.everyNodeAcknowledged()
                                        && epoch.releasedBy().isEmpty()
                                ? Optional.of(Phase.CONTRACT)
                                : Optional.empty()));
    }

    @Test
    void theCheckerSeesAnEpochThatBindsANodeThatIsBehind() {
        assertThatThrownBy(() -> Seeds.check(SEEDS / 2, random -> {
                    RandomWalk walk = new RandomWalk(random);
                    walk.leader()
                            .sabotageWith(events -> events.stream()
                                    .map(event -> event.hasEpochOpened()
                                            ? bindingAll(walk.leader().state(), event)
                                            : event)
                                    .toList());
                    walk.walk(400);
                    walk.calmDown();
                    walk.openOneMore();
                }))
                .hasMessageContaining("what is behind is not bound");
    }

    private static Event bindingAll(FleetState state, Event opened) {
        return opened.toBuilder()
                .setEpochOpened(opened.getEpochOpened().toBuilder()
                        .clearRoster()
                        .addAllRoster(state.members().values().stream()
                                .map(Member::identity)
                                .toList()))
                .build();
    }

    @Test
    void theCheckerSeesContractUnderAWaiver() {
        assertIsCaught(
                "I9: CONTRACT with a waiver in force",
                state -> state.openEpochs().stream()
                        .filter(epoch -> epoch.stage() == Stage.FORWARD
                                && epoch.phase() == Phase.RELEASE
                                && !epoch.waivers().isEmpty()
                                && Waivers.withoutWaiver(epoch, List.copyOf(epoch.names())).stream()
                                        .allMatch(name -> epoch.node(name).acknowledged() == Phase.RELEASE))
                        .findFirst()
                        .map(epoch -> Event.newBuilder()
                                .setPhaseOpened(PhaseOpened.newBuilder()
                                        .setEpoch(epoch.number())
                                        .setPhase(Phase.CONTRACT))
                                .build()));
    }

    @Test
    void theTablesRefuseASkippedPhase() {
        assertIsCaught(
                "cannot go from in EXPAND to CONTRACT",
                state -> openPhase(
                        state,
                        epoch -> epoch.phase() == Phase.EXPAND ? Optional.of(Phase.CONTRACT) : Optional.empty()));
    }

    /** Appends a forged event as soon as there is one to forge, and expects that somebody notices, with these words. */
    private static void assertIsCaught(String words, Function<FleetState, Optional<Event>> forge) {
        assertThatThrownBy(() -> Seeds.check(200, random -> {
                    RandomWalk walk = new RandomWalk(random);
                    walk.leader().sabotageWith(events -> {
                        Optional<Event> forged = forge.apply(walk.leader().state());
                        return forged.map(List::of).orElse(events);
                    });
                    walk.walk(500);
                    walk.calmDown();
                }))
                .hasMessageContaining(words);
    }

    private static Optional<Event> openPhase(FleetState state, Function<Epoch, Optional<Phase>> which) {
        return state.openEpochs().stream()
                .filter(epoch -> epoch.stage() == Stage.FORWARD && epoch.approval() != null)
                .findFirst()
                .flatMap(epoch -> which.apply(epoch)
                        .map(phase -> Event.newBuilder()
                                .setPhaseOpened(PhaseOpened.newBuilder()
                                        .setEpoch(epoch.number())
                                        .setPhase(phase))
                                .build()));
    }

    private static List<ByteString> journalOf(long seed) {
        RandomWalk walk = new RandomWalk(new java.util.Random(seed));
        walk.walk(600);
        walk.calmDown();
        return new ArrayList<>(walk.leader().journal());
    }
}
