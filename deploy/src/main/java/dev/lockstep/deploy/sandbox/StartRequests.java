package dev.lockstep.deploy.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * How another process asks a running sandbox to start one of its members again: by a file with the member's name. The
 * sandbox puts the answer beside it. Files, because they need no port and no rights but those on the data folder.
 */
final class StartRequests implements AutoCloseable {

    private static final String REQUEST = ".start";
    private static final String ANSWER = ".started";
    private static final long POLL_MILLIS = 100;

    /** Begins the answer when nobody has that name. */
    static final String UNKNOWN = "unknown: ";

    /** Begins the answer when it did not start. */
    static final String FAILED = "no: ";

    private final Path folder;
    private final Members members;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "sandbox-start-requests"));

    /** Forgets what was asked of an earlier run. */
    StartRequests(Path folder, Members members) {
        this.folder = folder;
        this.members = members;
        try {
            Files.createDirectories(folder);
            for (Path old : list(folder, "")) {
                Files.delete(old);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("expected to be able to use " + folder, failed);
        }
    }

    void serve() {
        thread.scheduleWithFixedDelay(this::answerAll, POLL_MILLIS, POLL_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void answerAll() {
        try {
            for (Path request : list(folder, REQUEST)) {
                String fileName = request.getFileName().toString();
                String name = fileName.substring(0, fileName.length() - REQUEST.length());
                Files.delete(request);
                write(folder, name + ANSWER, start(name));
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("expected to be able to answer in " + folder, failed);
        }
    }

    /** What the asker reads: the process id, or {@link #UNKNOWN} or {@link #FAILED} and why. */
    private String start(String name) {
        try {
            return members.named(name)
                    .map(member -> {
                        member.start();
                        return Long.toString(member.pid().orElse(0));
                    })
                    .orElseGet(() -> UNKNOWN + "expected one of "
                            + String.join(
                                    ", ",
                                    members.all().stream()
                                            .map(member -> member.name())
                                            .toList())
                            + ", found \"" + name + "\"");
        } catch (RuntimeException failed) {
            return FAILED + failed.getMessage();
        }
    }

    /** Asks; the answer comes by {@link #answer}. */
    static void ask(Path folder, String name) throws IOException {
        Files.deleteIfExists(folder.resolve(name + ANSWER));
        write(folder, name + REQUEST, "");
    }

    static Optional<String> answer(Path folder, String name) throws IOException {
        Path file = folder.resolve(name + ANSWER);
        return Files.exists(file)
                ? Optional.of(Files.readString(file, StandardCharsets.UTF_8).strip())
                : Optional.empty();
    }

    private static void write(Path folder, String fileName, String content) throws IOException {
        Path draft = Files.createTempFile(folder, "draft-", ".tmp");
        Files.writeString(draft, content, StandardCharsets.UTF_8);
        Files.move(draft, folder.resolve(fileName), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }

    private static List<Path> list(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
