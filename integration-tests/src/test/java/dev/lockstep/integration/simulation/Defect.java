package dev.lockstep.integration.simulation;

/** Code threw what it must not. An error, so that no production code that stands further down the stack catches it. */
final class Defect extends Error {
    private static final long serialVersionUID = 1L;

    Defect(String where, Throwable cause) {
        super(where + ": " + cause, cause);
    }
}
