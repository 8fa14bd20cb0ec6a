package dev.lockstep.integration.nemesis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** The wall clock of one member, which can be made to jump while its process runs. See {@link JumpingClock}. */
final class WallClock {
    private final Path file;
    private final Path agent;

    /** @param folder of the two files that it needs */
    WallClock(Path folder, String member) {
        this.file = folder.resolve(member + ".clock").toAbsolutePath();
        this.agent = folder.resolve("jumping-clock.jar").toAbsolutePath();
        try {
            Files.createDirectories(folder);
            writeAgent();
        } catch (IOException failed) {
            throw new UncheckedIOException("expected to be able to write into " + folder, failed);
        }
        set(0);
    }

    /** A jar without classes: the process has them in its class path already. */
    private void writeAgent() throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(new Attributes.Name("Premain-Class"), JumpingClock.class.getName());
        new JarOutputStream(Files.newOutputStream(agent), manifest).close();
    }

    /** What a JVM is started with, so that its wall clock is this one. */
    String javaOption() {
        return "-javaagent:" + agent + "=" + file;
    }

    /** Lets the clock jump to so many seconds beside the machine's; the process notices at once, or nearly. */
    void set(long seconds) {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try {
            Files.writeString(next, Long.toString(seconds * 1_000));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failed) {
            throw new UncheckedIOException("expected to be able to write " + file, failed);
        }
    }
}
