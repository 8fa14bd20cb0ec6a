package dev.lockstep.coordinator.fleet;

/** The two clocks of a coordinator. */
public interface Clocks {
    /** Milliseconds since 1970, for people: may jump. */
    long wallMillis();

    /** Milliseconds since some moment; never jumps. */
    long elapsedMillis();

    /** The clocks of this machine. */
    static Clocks system() {
        return new Clocks() {
            @Override
            public long wallMillis() {
                return System.currentTimeMillis();
            }

            @Override
            public long elapsedMillis() {
                return System.nanoTime() / 1_000_000;
            }
        };
    }
}
