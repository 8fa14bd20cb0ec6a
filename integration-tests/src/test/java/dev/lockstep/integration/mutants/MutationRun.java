package dev.lockstep.integration.mutants;

import dev.lockstep.coordinator.core.FleetState;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.pitest.mutationtest.commandline.MutationCoverageReport;

/** PIT on the core of the coordinator, in a process of its own, with the unit tests of the core. */
final class MutationRun {
    private static final String CORE = FleetState.class.getPackageName() + ".";

    /** It walks for many seconds through whatever happens: a mutant would take minutes. */
    private static final String TOO_LONG = CORE + "CoreBySeedsTest";

    /** What a test may take longer than it did, before its mutant counts as one that goes round for ever. */
    private static final int PATIENCE_MILLIS = 3_000;

    private final Path classes;
    private final Path folder;

    /**
     * @param folder for its report
     * @throws IOException when the core is not in a folder beside its tests
     */
    MutationRun(Path folder) throws IOException {
        this.folder = folder;
        try {
            this.classes = Path.of(FleetState.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException impossible) {
            throw new IOException(impossible);
        }
        if (!Files.isDirectory(tests())) {
            throw new IOException("expected the compiled tests of the coordinator in " + tests()
                    + ", found nothing there; run: mvn -DskipTests test-compile");
        }
    }

    private Path tests() {
        return classes.resolveSibling("test-classes");
    }

    /**
     * Breaks the code, place by place.
     *
     * @param types names of classes of the core, with * for any part
     * @throws IOException when PIT ended without a report; what it said is on standard error
     */
    MutantReport run(List<String> types) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(commandLine(types))
                // Where the module's tests run, some of which read files of the project.
                .directory(classes.resolve("../..").normalize().toFile())
                .redirectOutput(Redirect.to(folder.resolve("pit.log").toFile()))
                .redirectError(Redirect.INHERIT)
                .start();
        try {
            int exitCode = process.waitFor();
            Path report = folder.resolve("mutations.csv");
            if (exitCode != 0 || !Files.exists(report)) {
                System.err.print(Files.readString(folder.resolve("pit.log")));
                throw new IOException("PIT ended with " + exitCode + " and without a whole report");
            }
            try (Stream<String> lines = Files.lines(report)) {
                return new MutantReport(lines.map(Mutant::of).toList());
            }
        } finally {
            process.destroy();
        }
    }

    private List<String> commandLine(List<String> types) {
        String classPath = String.join(
                File.pathSeparator, classes.toString(), tests().toString(), System.getProperty("java.class.path"));
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "-cp",
                classPath,
                MutationCoverageReport.class.getName(),
                "--reportDir",
                folder.toString(),
                "--targetClasses",
                String.join(",", types.stream().map(CORE::concat).toList()),
                "--targetTests",
                CORE + "*Test",
                "--excludedTestClasses",
                TOO_LONG,
                "--mutableCodePaths",
                classes.toString(),
                "--sourceDirs",
                folder.toString(),
                "--threads",
                Integer.toString(Runtime.getRuntime().availableProcessors()),
                "--outputFormats",
                "CSV",
                "--timestampedReports=false",
                "--jvmArgs",
                "-XX:+UseSerialGC,-XX:TieredStopAtLevel=1,-Xmx512m",
                "--timeoutConst",
                Integer.toString(PATIENCE_MILLIS));
    }
}
