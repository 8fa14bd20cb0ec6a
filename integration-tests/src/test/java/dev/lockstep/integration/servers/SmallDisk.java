package dev.lockstep.integration.servers;

import dev.lockstep.deploy.servers.Server;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A file system of its own under a server's data, so small that a file can fill it: then the kernel says that no space is left (ENOSPC), to a write and to a page that
 * was mapped into memory alike. Only root can mount one, and not in every container.
 */
public final class SmallDisk implements Disk {
    private static final String SIZE = "size=96m,mode=700";
    private static final int CHUNK_BYTES = 1 << 16;
    private static final int SMALLEST_BYTES = 1;

    private final Path folder;
    private final Path filler;
    private final AtomicBoolean mounted = new AtomicBoolean(true);

    private SmallDisk(Path folder) {
        this.folder = folder;
        this.filler = folder.resolve("filler");
    }

    /** Whether this process may mount one; tried, because only trying tells. */
    public static boolean isPossible() {
        try {
            Path folder = Files.createTempDirectory("lockstep-disk-");
            boolean possible = mounts(folder) && Commands.run("umount", folder.toString());
            Files.delete(folder);
            return possible;
        } catch (IOException failed) {
            throw new UncheckedIOException("expected to be able to make a folder for temporary files", failed);
        }
    }

    private static boolean mounts(Path folder) {
        try {
            return Commands.run("mount", "-t", "tmpfs", "-o", SIZE, "lockstep", folder.toString());
        } catch (UncheckedIOException notInstalled) {
            // That is the answer.
            return false;
        }
    }

    /** @param folder made when it is not there; what is in it is hidden until the disk is closed */
    public static SmallDisk mountedOn(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException failed) {
            throw new UncheckedIOException("expected to be able to make " + folder, failed);
        }
        if (!mounts(folder)) {
            throw new IllegalStateException("expected to be able to mount a file system on " + folder);
        }
        return new SmallDisk(folder);
    }

    @Override
    public void fill(Server server) {
        try (OutputStream out = Files.newOutputStream(filler)) {
            // The smallest piece that still fits goes in, too.
            for (int bytes = CHUNK_BYTES; bytes >= SMALLEST_BYTES; bytes /= 2) {
                writeUntilFull(out, new byte[bytes]);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("expected to be able to open " + filler, failed);
        }
    }

    private static void writeUntilFull(OutputStream out, byte[] chunk) {
        try {
            while (true) {
                out.write(chunk);
            }
        } catch (IOException full) {
            // That is what was wanted.
        }
    }

    @Override
    public void giveRoom(Server server) {
        try {
            Files.deleteIfExists(filler);
        } catch (IOException failed) {
            throw new UncheckedIOException("expected to be able to delete " + filler, failed);
        }
    }

    @Override
    public boolean staysFull() {
        return true;
    }

    @Override
    public void close() {
        if (mounted.compareAndSet(true, false) && !Commands.run("umount", folder.toString())) {
            // Whoever still uses it keeps it until it ends; nobody else sees it any more.
            boolean unused = Commands.run("umount", "--lazy", folder.toString());
        }
    }

    @Override
    public String toString() {
        return "a small file system of its own";
    }
}
