package dev.lockstep.integration.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/**
 * A folder for servers that run as long as this JVM: in memory where the machine has room, because what such servers lose with the machine nobody misses,
 * and they keep the settings of production, where each commit waits for its disk. A server that is killed loses nothing there. A benchmark, where the waiting
 * counts, names a folder on a disk by {@code -Dlockstep.servers.data}.
 */
final class ServersFolder {
    private static final Path CHOSEN = Path.of(System.getProperty("lockstep.servers.data", "/dev/shm"));
    private static final long ROOM_BYTES = 8L << 30;

    private final Path path;

    /** @param close what ends the servers, when the JVM ends; the folder goes after it */
    ServersFolder(String prefix, Runnable close) {
        try {
            path = hasRoom() ? Files.createTempDirectory(CHOSEN, prefix) : Files.createTempDirectory(prefix);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            close.run();
            remove();
        }));
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    private static boolean hasRoom() throws IOException {
        return Files.isWritable(CHOSEN) && Files.getFileStore(CHOSEN).getUsableSpace() >= ROOM_BYTES;
    }

    private void remove() {
        try (var files = Files.walk(path)) {
            for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.deleteIfExists(file);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
