package dev.lockstep.coordinator.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.lockstep.coordinator.core.Command;
import dev.lockstep.coordinator.core.Epoch;
import dev.lockstep.coordinator.core.FleetState;
import dev.lockstep.coordinator.core.Reply;
import dev.lockstep.coordinator.snapshot.SnapshotStore;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A coordinator that starts with what it kept at a checkpoint, and one whose keepsake is not what the journal says. */
class SnapshotTest {
    private static final int NODES = 180;

    private final LoopFleet fleet = new LoopFleet();
    private final Kept kept = new Kept();

    @AfterEach
    void close() throws Exception {
        fleet.close();
    }

    @Test
    void aStartReadsTheSnapshotAndTheTailOnly() throws Exception {
        FleetState before = checkpointAndTail();
        // Whoever read this would stop.
        fleet.log.replace(1, ByteString.copyFromUtf8("junk"));

        FleetLoop started = fleet.coordinator("two", kept);

        await().until(() -> started.view().caughtUp());
        assertThat(started.view().damaged()).isFalse();
        assertThat(started.view().state()).isEqualTo(before);
        FleetLoop full = fleet.coordinator("three");
        await().until(() -> full.view().damaged());
    }

    @Test
    void aLeaderThatBeganWithASnapshotGoesOnWithTheSameDirectives() throws Exception {
        checkpointAndTail();
        FleetLoop started = fleet.coordinator("two", kept);
        FleetLoop full = fleet.coordinator("three");
        started.onLeadershipGained();
        await().until(() -> started.view().leading());

        tell(started, fleet.planned(epoch(started), "n0"));
        tell(started, LoopFleet.approve(epoch(started)));

        await().until(() -> epoch(full).phase() == Phase.EXPAND);
        await().until(() -> started.tip().getNumber() > 1 && started.tip().equals(full.tip()));
        await().until(() -> fleet.topic.size() == started.tip().getNumber());
        assertThat(started.view().damaged()).isFalse();
    }

    @Test
    void whatTheJournalDoesNotVouchForIsPassedBy() throws Exception {
        FleetState before = checkpointAndTail();
        Snapshot good = kept.newest().orElseThrow();
        List<UnaryOperator<Snapshot.Builder>> wrong = List.of(
                snapshot -> snapshot.setState(good.getState().concat(ByteString.fromHex("00"))),
                snapshot -> snapshot.setState(ByteString.EMPTY),
                snapshot -> snapshot.setEntryNumber(good.getEntryNumber() - 1),
                snapshot -> snapshot.setEntryHash(ByteString.copyFromUtf8("another")),
                snapshot -> snapshot.setEntryOffset(good.getEntryOffset() + 1),
                snapshot -> snapshot.setEntryOffset(100_000),
                snapshot -> snapshot.setForm(good.getForm() + 1),
                snapshot -> snapshot.setFleet("another"),
                snapshot -> snapshot.clearDirectives(),
                snapshot -> snapshot.setDirectives(0, ByteString.copyFromUtf8("another")));

        for (int i = 0; i < wrong.size(); i++) {
            Kept altered = new Kept();
            Snapshot snapshot = wrong.get(i).apply(good.toBuilder()).build();
            altered.keep(() -> snapshot);

            FleetLoop started = fleet.coordinator("wrong-" + i, altered);

            await().until(() -> started.view().caughtUp());
            assertThat(started.view().state()).as("alteration %s", i).isEqualTo(before);
            assertThat(altered.newest()).as("alteration %s is replaced", i).contains(good);
            started.close();
        }
    }

    /** A journal with a checkpoint, a directive before it, and entries behind it; gives the state at its end. */
    private FleetState checkpointAndTail() throws Exception {
        FleetLoop loop = fleet.coordinator("one", kept);
        loop.onLeadershipGained();
        await().until(() -> loop.view().leading());
        tellAll(loop, LoopFleet::hello, 0);
        tell(loop, LoopFleet.open("first"));
        tellAll(loop, node -> fleet.planned(epoch(loop), node), 2);
        assertThat(kept.newest()).as("a snapshot was kept").isPresent();
        tell(loop, fleet.planned(epoch(loop), "n1"));
        assertThat(kept.newest().orElseThrow().getDirectivesCount()).isPositive();
        assertThat(kept.newest().orElseThrow().getEntryNumber())
                .isLessThan(loop.view().state().entries());
        FleetState end = loop.view().state();
        loop.close();
        return end;
    }

    private static Epoch epoch(FleetLoop loop) {
        return loop.view().state().epoch(1).orElseThrow();
    }

    private static void tellAll(FleetLoop loop, Function<String, Command> commandOf, int from) throws Exception {
        List<CompletableFuture<Reply>> answers = new ArrayList<>();
        for (int node = from; node < NODES; node++) {
            answers.add(loop.submit(commandOf.apply("n" + node)));
        }
        for (CompletableFuture<Reply> answer : answers) {
            answer.get(5, TimeUnit.SECONDS);
        }
    }

    private static void tell(FleetLoop loop, Command command) throws Exception {
        loop.submit(command).get(5, TimeUnit.SECONDS);
    }

    /** Keeps the newest, at once. */
    private static final class Kept implements SnapshotStore {
        private volatile Optional<Snapshot> newest = Optional.empty();

        @Override
        public Optional<Snapshot> newest() {
            return newest;
        }

        @Override
        public void keep(Supplier<Snapshot> made) {
            newest = Optional.of(made.get());
        }
    }
}
