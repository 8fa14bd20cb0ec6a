package dev.lockstep.integration.spec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs TLC on one configuration of the specification, in a process and a folder of its own. */
final class ModelChecker {
    /** Where the specification is, seen from the module. */
    static final Path FOLDER = Path.of("src", "spec").toAbsolutePath();

    private static final Path RUNS = Path.of("target", "tlc").toAbsolutePath();
    private static final long PATIENCE_MINUTES = 10;
    private static final Pattern STATES = Pattern.compile("(\\d+) distinct states found, \\d+ states left");
    private static final Pattern INVARIANT = Pattern.compile("Error: Invariant (\\w+) is violated");

    private ModelChecker() {}

    /**
     * What TLC said.
     *
     * @param holds whether it has seen every state and found no error
     * @param violatedInvariant the invariant that does not hold; empty when none was violated
     * @param violatesProperty whether a temporal property does not hold
     * @param distinctStates how many states it has seen
     * @param output all of it, for people
     */
    record Verdict(
            boolean holds, String violatedInvariant, boolean violatesProperty, int distinctStates, String output) {}

    /**
     * Checks a configuration to its end, or to the first error.
     *
     * @param configuration below {@link #FOLDER}, without its ending
     * @param workers how many threads search
     */
    static Verdict check(String configuration, int workers) throws InterruptedException {
        return check(FOLDER.resolve("Lockstep.tla"), FOLDER.resolve(configuration + ".cfg"), workers);
    }

    /**
     * Checks a module to its end, or to the first error.
     *
     * @param module may extend those of {@link #FOLDER}
     * @param configuration its constants, and what must hold
     * @param workers how many threads search
     */
    static Verdict check(Path module, Path configuration, int workers) throws InterruptedException {
        try {
            Path folder = emptyFolder(configuration.getFileName().toString());
            Path output = folder.resolve("output.txt");
            Process process = new ProcessBuilder(commandLine(module, configuration, workers, folder))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly().waitFor();
                throw new IllegalStateException("expected TLC to end on " + configuration + " within "
                        + PATIENCE_MINUTES + " minutes, but it did not; its output is in " + output);
            }
            return verdictOf(Files.readString(output));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static List<String> commandLine(Path module, Path configuration, int workers, Path folder) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // A search that ends after a second is mostly start: the second compiler does not pay.
                workers == 1 ? "-XX:TieredStopAtLevel=1" : "-XX:TieredStopAtLevel=4",
                workers == 1 ? "-XX:+UseSerialGC" : "-XX:+UseParallelGC",
                "-Xmx1500m",
                // TLC unpacks its standard modules there: runs side by side must not share it.
                "-Djava.io.tmpdir=" + folder,
                "-DTLA-Library=" + FOLDER,
                "-cp",
                jar().toString(),
                "tlc2.TLC",
                "-workers",
                Integer.toString(workers),
                "-metadir",
                folder.resolve("states").toString(),
                "-config",
                configuration.toString(),
                module.toString());
    }

    private static Path jar() {
        try {
            return Path.of(tlc2.TLC
                    .class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException("expected TLC in a file", impossible);
        }
    }

    private static Path emptyFolder(String configuration) throws IOException {
        Files.createDirectories(RUNS);
        return Files.createTempDirectory(RUNS, configuration + "-");
    }

    /** A folder for what one run needs beside the specification. */
    static Path folderFor(String what) {
        try {
            return emptyFolder(what);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static Verdict verdictOf(String output) {
        Matcher invariant = INVARIANT.matcher(output);
        return new Verdict(
                output.contains("Model checking completed. No error has been found."),
                invariant.find() ? invariant.group(1) : "",
                output.contains("Error: Temporal properties were violated."),
                distinctStates(output),
                output);
    }

    private static int distinctStates(String output) {
        int last = 0;
        Matcher states = STATES.matcher(output);
        while (states.find()) {
            last = Integer.parseInt(states.group(1));
        }
        return last;
    }
}
