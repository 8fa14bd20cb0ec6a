package dev.lockstep.integration.nemesis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The folder of a run: it goes when all was right, and else only the logs and settings stay. */
final class RunFolder {
    private static final String PREFIX = "lockstep-nemesis-";

    private final Path path;

    private RunFolder(Path path) {
        this.path = path;
    }

    static RunFolder temporary() throws IOException {
        return new RunFolder(Files.createTempDirectory(PREFIX));
    }

    Path path() {
        return path;
    }

    void delete() throws IOException {
        delete(path);
    }

    /** Deletes what the servers hold, which is big, and keeps what tells the story. */
    void keepLogs() throws IOException {
        List<Path> data;
        try (Stream<Path> files = Files.walk(path, 2)) {
            data = files.filter(file -> file.getFileName().toString().equals("data")).toList();
        }
        for (Path folder : data) {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> files = Files.walk(folder)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : deepestFirst) {
            Files.deleteIfExists(file);
        }
    }
}
