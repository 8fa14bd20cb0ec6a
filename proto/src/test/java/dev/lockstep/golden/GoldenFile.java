package dev.lockstep.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A committed file that says what a test must find. */
public final class GoldenFile {
    private static final boolean WRITE = "write".equals(System.getProperty("lockstep.golden"));

    private GoldenFile() {}

    /** Fails unless the file holds this text; with {@code -Dlockstep.golden=write} the file is written instead. */
    public static void assertSame(Path file, String actual) {
        if (WRITE) {
            write(file, actual);
        }
        String howTo = "%s: if what was found is right, run this test with -Dlockstep.golden=write and look at the"
                + " difference before you commit it";
        assertThat(file).as(howTo, file).exists();
        assertThat(read(file)).as(howTo, file).isEqualTo(actual);
    }

    public static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Whether files are to be written in this run. */
    public static boolean isWriting() {
        return WRITE;
    }

    public static void write(Path file, String text) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
