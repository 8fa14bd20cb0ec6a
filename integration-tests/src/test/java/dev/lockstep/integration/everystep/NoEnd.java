package dev.lockstep.integration.everystep;

/** A run that cannot come to its end: nobody does anything any more, or a person would have to. */
final class NoEnd extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean byHand;

    NoEnd(boolean byHand, String message) {
        super(message);
        this.byHand = byHand;
    }

    boolean byHand() {
        return byHand;
    }
}
