package dev.lockstep.integration.simulation;

/** Unwinds a simulated thread to its edge. An error, so that no production code catches it. */
class Unwound extends Error {
    private static final long serialVersionUID = 1L;

    Unwound(String why) {
        super(why, null, false, false);
    }

    /** The process is dead. */
    static final class Crashed extends Unwound {
        private static final long serialVersionUID = 1L;

        Crashed() {
            super("the process is dead");
        }
    }

    /** A real thread would wait here for another one of its process, which stands below it on the simulator's stack: it begins its turn again later. */
    static final class Blocked extends Unwound {
        private static final long serialVersionUID = 1L;

        Blocked() {
            super("waits for another thread of its process");
        }
    }
}
