package dev.lockstep.deploy.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where a sandbox keeps everything: a folder that stays, or a temporary one that goes when the sandbox ends. */
public final class SandboxFolder implements AutoCloseable {

    static final String TEMPORARY_PREFIX = "lockstep-sandbox-";

    private final Path path;
    private final boolean temporary;

    private SandboxFolder(Path path, boolean temporary) {
        this.path = path;
        this.temporary = temporary;
    }

    /** Uses this folder, and makes it when it is not there. */
    public static SandboxFolder lasting(Path path) {
        try {
            return new SandboxFolder(
                    Files.createDirectories(path.toAbsolutePath().normalize()), false);
        } catch (IOException failed) {
            throw new UncheckedIOException("expected to be able to use " + path + " as data folder", failed);
        }
    }

    /** A new folder that is deleted when this is closed. */
    public static SandboxFolder temporary() {
        try {
            return new SandboxFolder(Files.createTempDirectory(TEMPORARY_PREFIX), true);
        } catch (IOException failed) {
            throw new UncheckedIOException("expected to be able to make a temporary folder", failed);
        }
    }

    public Path path() {
        return path;
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    /** Deletes everything, if it is temporary. */
    @Override
    public void close() throws IOException {
        if (!temporary || !Files.exists(path)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> files = Files.walk(path)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : deepestFirst) {
            Files.deleteIfExists(file);
        }
    }
}
