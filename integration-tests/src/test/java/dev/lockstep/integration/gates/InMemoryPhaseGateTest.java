package dev.lockstep.integration.gates;

import dev.lockstep.agent.gates.InMemoryPhaseGate;
import dev.lockstep.agent.gates.PhaseGate;
import dev.lockstep.coordinator.gates.GateKeeper;
import dev.lockstep.coordinator.gates.InMemoryGateKeeper;
import dev.lockstep.zookeeper.InMemoryGates;

class InMemoryPhaseGateTest extends PhaseGateContract {
    private final InMemoryGates gates = new InMemoryGates();

    @Override
    PhaseGate newAgent(String name) {
        return new InMemoryPhaseGate(gates, name);
    }

    @Override
    GateKeeper newKeeper(String name) {
        return new InMemoryGateKeeper(gates, name);
    }

    @Override
    void clear() {
        // Each test has gates of its own.
    }

    @Override
    void loseSession(String name) {
        gates.endSession(name);
    }
}
