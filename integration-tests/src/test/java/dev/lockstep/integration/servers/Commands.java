package dev.lockstep.integration.servers;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Commands of the machine. */
final class Commands {
    private Commands() {}

    /** Whether it ended well. */
    static boolean run(String... command) {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException failed) {
            throw new UncheckedIOException("expected to be able to run " + command[0], failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
