package dev.lockstep.integration.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A folder with what is there, what is to change, and the plan that is expected. */
record Scenario(String name, Path folder) {

    private static final Path ALL = Path.of("..", "agent", "src", "test", "resources", "postgres");

    static List<Scenario> all() {
        try (Stream<Path> folders = Files.list(ALL)) {
            return folders.sorted()
                    .map(folder -> new Scenario(folder.getFileName().toString(), folder))
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    String setup() {
        return read("setup.sql");
    }

    String change() {
        return read("change.yaml");
    }

    /** Versions that plan differently have a file each. */
    String planFile(int major) {
        String own = "plan-" + (major >= 18 ? "18" : "12-17") + ".txt";
        return Files.exists(folder.resolve(own)) ? own : "plan.txt";
    }

    String read(String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    void write(String file, String text) {
        try {
            Files.writeString(folder.resolve(file), text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
