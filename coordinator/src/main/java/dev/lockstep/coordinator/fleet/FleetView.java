package dev.lockstep.coordinator.fleet;

import dev.lockstep.coordinator.core.FleetState;

/**
 * What the loop has published: safe to read from any thread.
 *
 * @param state what counts
 * @param leading whether this coordinator decides for the fleet
 * @param caughtUp whether everything that stood in the journal at the start has been read
 * @param trouble what stops the fleet or its leader's work; empty for nothing
 * @param damaged whether the journal is damaged (rule L4)
 */
public record FleetView(FleetState state, boolean leading, boolean caughtUp, String trouble, boolean damaged) {}
