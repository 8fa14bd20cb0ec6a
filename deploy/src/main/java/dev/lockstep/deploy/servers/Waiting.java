package dev.lockstep.deploy.servers;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waiting for something outside of this JVM that cannot notify us. */
final class Waiting {

    private static final long PAUSE_MILLIS = 15;

    private Waiting() {}

    /** Asks until the answer is yes, and returns true; false when it was still no after the bound or when interrupted. */
    static boolean until(long boundMillis, BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(boundMillis);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }
}
