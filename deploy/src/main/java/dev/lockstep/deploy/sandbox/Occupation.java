package dev.lockstep.deploy.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Holds a data folder for one sandbox, by a lock on a file: the system lets go of it however the process ends. */
final class Occupation implements AutoCloseable {

    private static final String FILE = "sandbox.lock";

    private final FileChannel channel;

    private Occupation(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws IllegalStateException when another sandbox runs on the folder */
    static Occupation of(Path folder) {
        try {
            FileChannel channel =
                    FileChannel.open(folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                channel.close();
                throw new IllegalStateException("expected " + folder
                        + " to be free, but another sandbox runs on it; end that one first, or take another folder");
            }
            return new Occupation(channel);
        } catch (IOException failed) {
            throw new UncheckedIOException("expected to be able to lock " + folder, failed);
        }
    }

    /** Whether a sandbox runs on the folder, in this process or another one. */
    static boolean isHeld(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            return lock(channel) == null;
        } catch (IOException notOurs) {
            return false;
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
