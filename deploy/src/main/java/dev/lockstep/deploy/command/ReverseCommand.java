package dev.lockstep.deploy.command;

import dev.lockstep.deploy.client.CoordinatorClient;
import dev.lockstep.v1.ReverseChange;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "reverse",
        description = {
            "Print a change file that takes an epoch back whose CONTRACT has opened: no rollback is possible any more.",
            "It brings back the shape, never the rows; its comments say what is lost and what is to be filled in.",
            "Exit code 1 when something is to be filled in, or cannot be taken back."
        },
        footer = {"", "Example:", "  lockstep reverse --epoch 3 > changes/orders-region-reverse.yaml"})
final class ReverseCommand extends FleetCommand {

    @Option(names = "--epoch", required = true, paramLabel = "N", description = "Number of the epoch.")
    private long epoch;

    ReverseCommand(Console console) {
        super(console);
    }

    @Override
    ExitCode run(CoordinatorClient client) {
        ReverseChange reverse = client.reverse(fleet(client), epoch);
        if (json()) {
            console().out().println(Json.of(reverse));
        } else {
            console().out().print(reverse.getChangeFile());
            console().out().flush();
        }
        return reverse.getComplete() ? ExitCode.YES : ExitCode.NO;
    }
}
