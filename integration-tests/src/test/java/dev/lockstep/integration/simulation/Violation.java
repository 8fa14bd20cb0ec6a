package dev.lockstep.integration.simulation;

/** An invariant does not hold. Ends the seed. */
final class Violation extends Error {
    private static final long serialVersionUID = 1L;

    private final String invariant;

    Violation(String invariant, String message) {
        super(invariant + ": " + message, null, false, false);
        this.invariant = invariant;
    }

    String invariant() {
        return invariant;
    }
}
