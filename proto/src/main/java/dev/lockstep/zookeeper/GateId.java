package dev.lockstep.zookeeper;

import dev.lockstep.v1.Phase;

/**
 * One gate: a phase of an epoch of a fleet, on its way forward or in its undo.
 *
 * @param fleet name of the fleet
 * @param epoch number of the epoch
 * @param phase the phase whose work the gate guards
 * @param undo true for the gate of the phase's undo
 */
public record GateId(String fleet, long epoch, Phase phase, boolean undo) {
    /** The gate that is passed on the way forward. */
    public static GateId forward(String fleet, long epoch, Phase phase) {
        return new GateId(fleet, epoch, phase, false);
    }

    /** The gate of the phase's undo. */
    public static GateId undo(String fleet, long epoch, Phase phase) {
        return new GateId(fleet, epoch, phase, true);
    }

    @Override
    public String toString() {
        return "gate of " + (undo ? "undo of " : "") + phase + " in epoch " + epoch + " of fleet " + fleet;
    }
}
