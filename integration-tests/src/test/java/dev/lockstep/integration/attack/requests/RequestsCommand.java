package dev.lockstep.integration.attack.requests;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code integration-tests/bin/attack requests}. */
@Command(
        name = "requests",
        mixinStandardHelpOptions = true,
        description = "Makes HTTP requests that must be refused of right ones, sends them to a real coordinator whose"
                + " epoch waits for approval, and counts which of them are taken, fail, change an epoch, or are"
                + " refused without code, message and next step. Then sends the right ones, which must be taken, and"
                + " does the same to servers that are wrong on purpose.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:nothing was wrong, and each wrong server was seen",
            "1:something was, or a wrong server was not seen",
            "2:the command was not understood"
        })
public final class RequestsCommand implements Callable<Integer> {
    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--seed", defaultValue = "1", description = "which requests (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--count", defaultValue = "5000", description = "how many requests (default: ${DEFAULT-VALUE})")
    private int count;

    @Option(names = "--json", description = "print one JSON object and nothing else")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        if (count < 1) {
            throw new ParameterException(spec.commandLine(), "expected --count of at least 1, found " + count);
        }
        try (AttackedFleet fleet = new AttackedFleet()) {
            RequestReport report = RequestReport.of(fleet, seed, count);
            System.out.print(json ? report.json() + System.lineSeparator() : report.text());
            return report.isRight() ? 0 : 1;
        }
    }
}
