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
    private static final String PLAN_14 = "plan-14.txt";
    private static final String PLAN_18 = "plan-18.txt";
    private static final String SINCE = "since.txt";

    static List<Scenario> all() {
        try (Stream<Path> folders = Files.list(ALL)) {
            return folders.sorted()
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

    /**
     * 18 forbids NULL in another way than those before it, and up to 14 the triggers of a partitioned table are not shown on its partitions, so some plans have several
     * files.
     */
    String planFile(int major) {
        if (major <= 14 && Files.exists(folder.resolve(PLAN_14))) {
            return PLAN_14;
        }
        return major >= 18 && Files.exists(folder.resolve(PLAN_18)) ? PLAN_18 : PLAN;
    }

    /** Older servers cannot do it. */
    int since() {
        return Files.exists(folder.resolve(SINCE)) ? Integer.parseInt(read(SINCE).strip()) : 0;
    }

    /** Keeps a new expected plan, for a person to read in the difference before it is committed. */
    void keepPlan(int major, String text) {
        if (major >= 15 && major < 18) {
            write(PLAN, text);
        } else if (major < 15 && !text.equals(read(PLAN))) {
            write(PLAN_14, text);
        } else if (major >= 18 && !text.equals(read(PLAN))) {
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
