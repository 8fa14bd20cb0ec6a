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

    private static final String PLAN = "plan.txt";
    private static final String PLAN_18 = "plan-18.txt";

    /** Those whose name contains {@code -Dlockstep.scenarios}; all of them without it. */
    static List<Scenario> all() {
        String wanted = System.getProperty("lockstep.scenarios", "");
        try (Stream<Path> folders = Files.list(ALL)) {
            return folders.filter(folder -> folder.getFileName().toString().contains(wanted))
                    .sorted()
                    .map(folder -> new Scenario(folder.getFileName().toString(), folder))
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static Scenario named(String name) {
        return new Scenario(name, ALL.resolve(name));
    }

    String setup() {
        return read("setup.sql");
    }

    String change() {
        return read("change.yaml");
    }

    /** 18 forbids NULL in another way than those before it, so some plans have two files. */
    String planFile(int major) {
        return major >= 18 && Files.exists(folder.resolve(PLAN_18)) ? PLAN_18 : PLAN;
    }

    /** Keeps a new expected plan, for a person to read in the difference before it is committed. */
    void keepPlan(int major, String text) {
        if (major < 18) {
            write(PLAN, text);
        } else if (!text.equals(read(PLAN))) {
            write(PLAN_18, text);
        }
    }

    String read(String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void write(String file, String text) {
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
