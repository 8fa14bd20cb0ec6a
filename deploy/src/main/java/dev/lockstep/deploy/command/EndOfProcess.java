package dev.lockstep.deploy.command;

import java.util.concurrent.CountDownLatch;

/**
 * Ends things in good order when the process is asked to end, by Ctrl-C or SIGTERM, and waits for that. Whoever adds a
 * resource to it must not end it elsewhere.
 */
final class EndOfProcess {

    private EndOfProcess() {}

    /** Ends this when the process is asked to end; by then the caller may have ended it already. */
    static void ends(AutoCloseable resource) {
        Thread hook = new Thread(
                () -> {
                    try {
                        resource.close();
                    } catch (Exception failed) { // what AutoCloseable declares
                        System.err.println("something did not end well: " + failed);
                    }
                },
                "end-of-process");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Returns when this thread is interrupted; otherwise only the process's end ends it. */
    static void await() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
