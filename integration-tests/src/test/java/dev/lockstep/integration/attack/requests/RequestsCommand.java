package dev.lockstep.integration.attack.requests;

import dev.lockstep.integration.command.Sampling;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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
    @Mixin
    private Sampling sampling;

    @Override
    public Integer call() throws Exception {
        try (AttackedFleet fleet = new AttackedFleet()) {
            RequestReport report = RequestReport.of(fleet, sampling.seed(), sampling.count(5_000));
            return sampling.answer(report.isRight(), report::json, report::text);
        }
    }
}
