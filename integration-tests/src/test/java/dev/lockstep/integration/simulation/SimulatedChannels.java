package dev.lockstep.integration.simulation;

import dev.lockstep.agent.report.LeaderChannels;
import dev.lockstep.agent.report.LeaderConnection;
import java.util.Optional;

/** How one agent finds the leader. */
final class SimulatedChannels implements LeaderChannels {
    private final World world;
    private final SimulatedAgent agent;

    SimulatedChannels(World world, SimulatedAgent agent) {
        this.world = world;
        this.agent = agent;
    }

    @Override
    public Optional<LeaderConnection> open(String hint) {
        Optional<String> address = hint.isEmpty() ? leader() : Optional.of(hint);
        return address.map(named -> new SimulatedConnection(world, agent, named));
    }

    @Override
    public Optional<String> leader() {
        return world.zookeeper().leader();
    }
}
