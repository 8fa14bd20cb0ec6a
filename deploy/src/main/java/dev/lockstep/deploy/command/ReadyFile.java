package dev.lockstep.deploy.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** For whoever starts the process and wants to know when it does its work. */
final class ReadyFile {

    @Option(names = "--ready-file", paramLabel = "FILE", hidden = true, description = "Written once it is ready.")
    private @Nullable Path file;

    void write(String line) {
        if (file == null) {
            return;
        }
        try {
            Files.writeString(file, line + "\n");
        } catch (IOException failed) {
            throw new UncheckedIOException("expected to be able to write " + file, failed);
        }
    }
}
