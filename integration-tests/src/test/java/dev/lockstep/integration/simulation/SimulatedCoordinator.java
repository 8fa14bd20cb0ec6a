package dev.lockstep.integration.simulation;

import dev.lockstep.coordinator.agents.AttachedAgents;
import dev.lockstep.coordinator.core.Command;
import dev.lockstep.coordinator.core.Reply;
import dev.lockstep.coordinator.directives.DirectivePublisher;
import dev.lockstep.coordinator.fleet.Clocks;
import dev.lockstep.coordinator.fleet.FleetLoop;
import dev.lockstep.coordinator.fleet.FleetView;
import dev.lockstep.coordinator.journal.LogJournal;
import dev.lockstep.coordinator.snapshot.SnapshotStore;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

/** One process of a coordinator: its production parts on the virtual clock. */
final class SimulatedCoordinator {
    private static final long ANSWER_MILLIS = 4000;

    private final World world;
    private final Process process;
    private final Lane lane;
    private final FleetLoop loop;
    private final AttachedAgents agents;
    private long wallSkewMillis;

    SimulatedCoordinator(World world, Process process) {
        this.world = world;
        this.process = process;
        this.lane = new Lane(process.name() + "/loop", process);
        Lane writing = new Lane(process.name() + "/writes", process);
        Lane publishing = new Lane(process.name() + "/publishes", process);
        LogJournal journal = new LogJournal(
                World.FLEET,
                World.KEY,
                World.KEY,
                world.kafka().journalOf(process),
                new LaneExecutor(world, writing, "writes the journal"),
                new Patience(),
                () -> world.seams().claimId(world, "claim-" + world.nextId()),
                world.kafka().entries());
        this.loop = new FleetLoop(
                process.name(),
                world.seams().journal(world, process, journal),
                new DirectivePublisher(
                        World.FLEET,
                        World.KEY,
                        World.KEY,
                        world.kafka().directivesOf(process),
                        new LaneExecutor(world, publishing, "publishes")),
                new SimulatedGateKeeper(world, process),
                new Clock(),
                () -> world.zookeeper().leader().orElse(""),
                SnapshotStore.none(),
                new LaneDrive(world, lane));
        this.agents = new AttachedAgents(
                new OneFleet(), () -> world.zookeeper().leader().orElse(""));
        loop.start();
    }

    Process process() {
        return process;
    }

    Lane lane() {
        return lane;
    }

    AttachedAgents agents() {
        return agents;
    }

    FleetView view() {
        return loop.view();
    }

    CompletableFuture<Reply> submit(Command command) {
        return world.seams().submit(world, loop, command);
    }

    void gained() {
        loop.onLeadershipGained();
    }

    void lost() {
        loop.onLeadershipLost("the place in the line is gone");
        agents.onLeadershipLost();
    }

    void skewWallClock(long millis) {
        wallSkewMillis = millis;
    }

    private final class Clock implements Clocks {
        @Override
        public long wallMillis() {
            return 1_700_000_000_000L + world.now() + wallSkewMillis;
        }

        @Override
        public long elapsedMillis() {
            return world.now();
        }
    }

    private final class OneFleet implements AttachedAgents.Fleet {
        @Override
        public Optional<FleetLoop> find(String fleet) {
            return fleet.equals(World.FLEET) ? Optional.of(loop) : Optional.empty();
        }

        @Override
        public CompletableFuture<FleetLoop> findOrFound(String fleet) {
            return CompletableFuture.completedFuture(loop);
        }
    }

    private final class Patience implements LogJournal.Patience {
        private final Lane waiting = new Lane(process.name() + "/waits", process);

        @Override
        public <T> CompletableFuture<T> limit(CompletableFuture<T> future) {
            if (!world.faults().isHealed() && !future.isDone()) {
                world.schedule()
                        .in(
                                ANSWER_MILLIS,
                                waiting,
                                "gives up waiting",
                                () -> future.completeExceptionally(new TimeoutException("not read back in time")));
            }
            return future;
        }
    }
}
