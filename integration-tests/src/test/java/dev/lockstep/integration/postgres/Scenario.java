package dev.lockstep.integration.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A folder with what is there, what is to change, and the plan that is expected. {@code shared.txt} in it names a setup that it shares with others. */
public record Scenario(String name, Path folder) {

    private static final Path ALL = Path.of("..", "agent", "src", "test", "resources", "postgres");

    private static final String PLAN = "plan.txt";
    private static final String SINCE = "since.txt";
    private static final String SETUP = "setup.sql";
    private static final String SHARED = "shared.txt";
    private static final int OLDEST_MAJOR = 12;

    /** Those whose name contains {@code -Dlockstep.scenarios}; all of them without it. */
    public static List<Scenario> all() {
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

    public static Scenario named(String name) {
        return new Scenario(name, ALL.resolve(name));
    }

    /** What is there before: what several scenarios share, then what this one has of its own. */
    public String setup() {
        return shared() + (has(SETUP) ? read(SETUP) : "");
    }

    private String shared() {
        return has(SHARED)
                ? read(Path.of("..", "..", "postgres-shared", read(SHARED).strip() + ".sql")
                        .toString())
                : "";
    }

    public boolean has(String file) {
        return Files.exists(folder.resolve(file));
    }

    public String change() {
        return read("change.yaml");
    }

    /** Older servers cannot do it. */
    public int since() {
        return has(SINCE) ? Integer.parseInt(read(SINCE).strip()) : 0;
    }

    /** Some plans have several files, because servers can more from a version on; the one for the newest that is not newer. */
    String planFile(int major) {
        return IntStream.iterate(major, older -> older > OLDEST_MAJOR, older -> older - 1)
                .mapToObj(Scenario::planFrom)
                .filter(this::has)
                .findFirst()
                .orElse(PLAN);
    }

    private static String planFrom(int major) {
        return "plan-" + major + ".txt";
    }

    /** Keeps a new expected plan, for a person to read in the difference before it is committed. 18 often differs from all before. */
    void keepPlan(int major, String text) {
        String file = planFile(major);
        if (major < 18 || file.equals(planFrom(18))) {
            write(file, text);
        } else if (!text.equals(read(file))) {
            write(planFrom(18), text);
        }
    }

    public String read(String file) {
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
