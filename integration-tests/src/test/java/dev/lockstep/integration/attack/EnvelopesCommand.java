package dev.lockstep.integration.attack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code integration-tests/bin/attack envelopes}. */
@Command(
        name = "envelopes",
        mixinStandardHelpOptions = true,
        description = "Forges journal entries, directives, approvals and snapshots, alters them and repeats them in"
                + " another place, and counts which of them are believed by the code that receives them. Then the"
                + " same with receivers that are wrong on purpose, each of which must believe some.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:nothing forged was accepted, and each wrong receiver showed it",
            "1:something was accepted, or a wrong receiver did not show it",
            "2:the command was not understood"
        })
final class EnvelopesCommand implements Callable<Integer> {
    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "which histories and forgeries (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--count", defaultValue = "100000", description = "how many forgeries (default: ${DEFAULT-VALUE})")
    private int count;

    @Option(names = "--json", description = "print one JSON object and nothing else")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        if (count < 1) {
            throw new ParameterException(spec.commandLine(), "expected --count of at least 1, found " + count);
        }
        Path folder = Files.createTempDirectory("lockstep-attack");
        try {
            EnvelopeReport report = new Envelopes(folder).attack(seed, count);
            System.out.print(json ? report.json() + System.lineSeparator() : report.text());
            return report.isRight() ? 0 : 1;
        } finally {
            delete(folder);
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
}
