package dev.lockstep.deploy.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A sandbox that runs in another process, known by its data folder. */
public final class RunningSandbox {

    static final String REQUESTS = "requests";

    private static final long BOUND_MILLIS = 120_000;
    private static final long POLL_MILLIS = 50;

    private final Path folder;

    private RunningSandbox(Path folder) {
        this.folder = folder;
    }

    /** The one that runs on this folder. */
    public static Optional<RunningSandbox> on(Path folder) {
        return Occupation.isHeld(folder) ? Optional.of(new RunningSandbox(folder)) : Optional.empty();
    }

    /** Those that run on temporary folders of this machine. */
    public static List<RunningSandbox> onTemporaryFolders() {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
        try (Stream<Path> folders = Files.list(temporary)) {
            return folders.filter(folder -> folder.getFileName().toString().startsWith(SandboxFolder.TEMPORARY_PREFIX))
                    .filter(Occupation::isHeld)
                    .map(RunningSandbox::new)
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException("expected to be able to list " + temporary, failed);
        }
    }

    public Path folder() {
        return folder;
    }

    /**
     * Starts a coordinator or agent again, unless it runs.
     *
     * @return its process id
     * @throws NoSuchElementException with the names that there are, when it is none of them
     * @throws IllegalStateException with the reason, when it does not start
     */
    public long start(String member) {
        Path requests = folder.resolve(REQUESTS);
        try {
            StartRequests.ask(requests, member);
            long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(BOUND_MILLIS);
            while (System.nanoTime() < until) {
                Optional<String> answer = StartRequests.answer(requests, member);
                if (answer.isPresent()) {
                    return pidIn(answer.get());
                }
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("expected to be able to ask the sandbox in " + requests, failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        throw new IllegalStateException(
                "expected the sandbox in " + folder + " to start " + member + ", but it did not answer");
    }

    private static long pidIn(String answer) {
        if (answer.startsWith(StartRequests.UNKNOWN)) {
            throw new NoSuchElementException(answer.substring(StartRequests.UNKNOWN.length()));
        }
        if (answer.startsWith(StartRequests.FAILED)) {
            throw new IllegalStateException(answer.substring(StartRequests.FAILED.length()));
        }
        return Long.parseLong(answer);
    }
}
