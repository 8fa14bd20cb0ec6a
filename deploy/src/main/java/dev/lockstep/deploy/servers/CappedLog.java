package dev.lockstep.deploy.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes what a server says to a file that never grows beyond a bound: a full file becomes {@code .1} and a new one is
 * begun. A server that lost its data folder can say gigabytes within minutes.
 */
final class CappedLog {

    static final long CAP_BYTES = 4L << 20;
    private static final int BUFFER_BYTES = 8 << 10;

    private final Path file;

    CappedLog(Path file) {
        this.file = file;
    }

    /** Copies until the server closes its output, on a thread of its own that ends by itself. */
    void follow(InputStream output, String serverName) {
        Thread thread = new Thread(() -> copy(output), "log of " + serverName);
        thread.setDaemon(true);
        thread.start();
    }

    private void copy(InputStream output) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (output) {
            OutputStream log = open();
            try {
                long size = Files.size(file);
                for (int read = output.read(buffer); read >= 0; read = output.read(buffer)) {
                    log.write(buffer, 0, read);
                    size += read;
                    if (size >= CAP_BYTES) {
                        log.close();
                        Files.move(
                                file,
                                file.resolveSibling(file.getFileName() + ".1"),
                                StandardCopyOption.REPLACE_EXISTING);
                        log = open();
                        size = 0;
                    }
                }
            } finally {
                log.close();
            }
        } catch (IOException e) {
            // The folder was deleted, or the disk is full: the server must not block on a pipe that nobody empties.
            drain(output, buffer);
        }
    }

    private static void drain(InputStream output, byte[] buffer) {
        try {
            while (output.read(buffer) >= 0) {
                // Nothing to keep.
            }
        } catch (IOException e) {
            // The server has gone, and there is nothing more to drain.
            return;
        }
    }

    private OutputStream open() throws IOException {
        return Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** The end of the log, for a message; empty when there is none. */
    static String tail(Path file, int bytes) {
        if (!Files.exists(file)) {
            return "";
        }
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            int length = (int) Math.min(bytes, log.length());
            byte[] end = new byte[length];
            log.seek(log.length() - length);
            log.readFully(end);
            return new String(end, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "(the log " + file + " cannot be read: " + e.getMessage() + ")";
        }
    }
}
