package dev.lockstep.integration.attack;

import dev.lockstep.integration.command.Sampling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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
    @Mixin
    private Sampling sampling;

    @Override
    public Integer call() throws Exception {
        Path folder = Files.createTempDirectory("lockstep-attack");
        try {
            EnvelopeReport report = new Envelopes(folder).attack(sampling.seed(), sampling.count(100_000));
            return sampling.answer(report.isRight(), report::json, report::text);
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
