package dev.lockstep.zookeeper;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** All gates in memory, for tests and simulation: what both sides' twins share. Nobody waits here; whoever would have to is told so. Thread-safe. */
public final class InMemoryGates {
    private final Map<GateId, State> gates = new HashMap<>();

    private static final class State {
        private final TreeSet<String> sharers = new TreeSet<>();
        private @Nullable String owner;
        private @Nullable Seal seal;
    }

    /** Takes a share. False while somebody holds the gate exclusively. */
    public synchronized boolean share(GateId gate, String agent) {
        State state = state(gate);
        return state.owner == null && (state.sharers.contains(agent) || state.sharers.add(agent));
    }

    /** Gives a share back. */
    public synchronized void unshare(GateId gate, String agent) {
        state(gate).sharers.remove(agent);
    }

    /** Takes the gate exclusively where nobody else has it; otherwise says who has. */
    public synchronized List<String> close(GateId gate, String keeper) {
        State state = state(gate);
        if (state.owner != null && !state.owner.equals(keeper)) {
            return List.of(state.owner);
        }
        if (state.sharers.isEmpty()) {
            state.owner = keeper;
        }
        return List.copyOf(state.sharers);
    }

    /** Gives the gate back. */
    public synchronized void open(GateId gate, String keeper) {
        State state = state(gate);
        if (keeper.equals(state.owner)) {
            state.owner = null;
        }
    }

    /** Whether this keeper holds the gate exclusively. */
    public synchronized boolean isHeld(GateId gate, String keeper) {
        return keeper.equals(state(gate).owner);
    }

    /** The seal of a gate. */
    public synchronized Optional<Seal> seal(GateId gate) {
        return Optional.ofNullable(state(gate).seal);
    }

    /** Sets or removes the seal of a gate that this keeper holds; false when it does not. */
    public synchronized boolean setSeal(GateId gate, String keeper, @Nullable Seal seal) {
        if (!isHeld(gate, keeper)) {
            return false;
        }
        state(gate).seal = seal;
        return true;
    }

    /** What the end of a session does: everything that somebody holds is gone. */
    public synchronized void endSession(String holder) {
        gates.values().forEach(state -> {
            state.sharers.remove(holder);
            if (holder.equals(state.owner)) {
                state.owner = null;
            }
        });
    }

    /** Removes everything of an epoch. */
    public synchronized void forget(String fleet, long epoch) {
        gates.keySet().removeIf(gate -> gate.fleet().equals(fleet) && gate.epoch() == epoch);
    }

    private State state(GateId gate) {
        return gates.computeIfAbsent(gate, unknown -> new State());
    }
}
