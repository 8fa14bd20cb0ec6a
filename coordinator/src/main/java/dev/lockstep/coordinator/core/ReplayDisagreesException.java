package dev.lockstep.coordinator.core;

/** Replaying the journal gave another state than the one that its writer had. This version must not decide for the fleet. */
public final class ReplayDisagreesException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ReplayDisagreesException(String fleet, long entry) {
        super("the checkpoint in entry " + entry + " of fleet " + fleet
                + " shows another state than replay gives; run the version that wrote it, or audit the journal");
    }
}
