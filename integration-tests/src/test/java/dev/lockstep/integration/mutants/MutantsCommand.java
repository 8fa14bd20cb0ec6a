package dev.lockstep.integration.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code integration-tests/bin/mutants}. */
@Command(
        name = "mutants",
        mixinStandardHelpOptions = true,
        description =
                "Breaks the core of the coordinator, one place at a time, and runs the core's unit tests: a test has"
                        + " to fail. Names the places where none did.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:tests noticed at least 90 %% of what was broken",
            "1:they noticed less",
            "2:the command was not understood",
            "3:it could not be run"
        })
public final class MutantsCommand implements Callable<Integer> {
    @Option(
            names = "--in",
            split = ",",
            defaultValue = "*",
            description = "classes of the core, such as Waivers or Roster* (default: all)")
    private List<String> types;

    @Option(names = "--json", description = "print one JSON object and nothing else")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        try {
            Path folder = Files.createTempDirectory("lockstep-mutants-");
            try {
                MutantReport report = new MutationRun(folder).run(types);
                System.out.print(json ? report.json() + System.lineSeparator() : report.text());
                return report.isRight() ? 0 : 1;
            } finally {
                delete(folder);
            }
        } catch (IOException failed) {
            System.err.println("mutants: " + failed.getMessage());
            return 3;
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    /** Entry of the process. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new MutantsCommand()).execute(args));
    }
}
