package dev.lockstep.integration.simulation;

import dev.lockstep.zookeeper.InMemoryGates;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The line of those who want to lead, and the gates. */
final class SimulatedZooKeeper {
    private final World world;
    private final Lane lane = new Lane("zookeeper", null);
    private final InMemoryGates gates = new InMemoryGates();
    private final List<SimulatedCoordinator> line = new ArrayList<>();

    SimulatedZooKeeper(World world) {
        this.world = world;
    }

    InMemoryGates gates() {
        return gates;
    }

    Lane lane() {
        return lane;
    }

    /** Address of the first in line, as far as anybody can see. */
    Optional<String> leader() {
        return line.isEmpty()
                ? Optional.empty()
                : Optional.of(line.get(0).process().name());
    }

    void enter(SimulatedCoordinator coordinator) {
        line.add(coordinator);
        if (line.size() == 1) {
            tellGained(coordinator);
        }
    }

    /** The place is gone; the one who had it hears of it later. */
    void leave(SimulatedCoordinator coordinator, long hearsAfterMillis) {
        boolean first = !line.isEmpty() && line.get(0) == coordinator;
        line.remove(coordinator);
        gates.endSession(coordinator.process().name());
        world.schedule().in(hearsAfterMillis, coordinator.lane(), "hears that it leads no more", coordinator::lost);
        if (first && !line.isEmpty()) {
            tellGained(line.get(0));
        }
    }

    private void tellGained(SimulatedCoordinator coordinator) {
        world.schedule().in(world.chance().between(1, 20), coordinator.lane(), "hears that it leads", () -> {
            if (!line.isEmpty() && line.get(0) == coordinator) {
                coordinator.gained();
            }
        });
    }

    /** The first in line loses its session, and comes back as the last. */
    void expireFirst() {
        if (line.isEmpty()) {
            return;
        }
        SimulatedCoordinator first = line.get(0);
        long hearsAfter = world.chance().between(0, 5000);
        leave(first, hearsAfter);
        world.schedule().in(hearsAfter + world.chance().between(1, 500), first.lane(), "enters the line again", () -> {
            if (!line.contains(first)) {
                enter(first);
            }
        });
    }

    /** Everything that was stored is lost. */
    void becomeEmpty() {
        for (int epoch = 1; epoch <= World.MOST_EPOCHS * 4; epoch++) {
            gates.forget(World.FLEET, epoch);
        }
        world.agents().forEach(agent -> agent.gate().loseSession());
    }
}
