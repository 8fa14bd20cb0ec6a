package dev.lockstep.deploy.command;

import dev.lockstep.deploy.client.CoordinatorClient;
import dev.lockstep.deploy.text.EpochText;
import dev.lockstep.deploy.text.FleetText;
import dev.lockstep.v1.EpochStatus;
import dev.lockstep.v1.ListEpochsResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "history",
        description = "List the epochs, newest first, or show one: who, what, when, each phase's duration, each node's"
                + " outcome, each step's estimate and what it took.",
        footer = {
            "",
            "Examples:",
            "  lockstep history",
            "  lockstep history 3 --each-node",
            "  lockstep history 3 --json"
        })
final class HistoryCommand extends FleetCommand {

    @Parameters(arity = "0..1", paramLabel = "EPOCH", description = "Number of the epoch; without it, all are listed.")
    private @Nullable Long epoch;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "50", description = "List at most N. Default: 50.")
    private int limit;

    @Option(
            names = "--each-node",
            description = "With EPOCH: what each step took on every node, rather than on the slowest one.")
    private boolean eachNode;

    HistoryCommand(Console console) {
        super(console);
    }

    @Override
    ExitCode run(CoordinatorClient client) {
        String fleet = fleet(client);
        return epoch == null ? list(client, fleet) : show(client.epochWithCosts(fleet, epoch));
    }

    private ExitCode list(CoordinatorClient client, String fleet) {
        List<EpochStatus> epochs = client.epochs(fleet, limit);
        if (json()) {
            console()
                    .out()
                    .println(Json.of(
                            ListEpochsResponse.newBuilder().addAllEpochs(epochs).build()));
        } else if (epochs.isEmpty()) {
            console().out().println("no epoch yet");
        } else {
            console().print(FleetText.history(epochs, console().zone()));
        }
        return ExitCode.YES;
    }

    private ExitCode show(EpochStatus status) {
        if (json()) {
            console().out().println(Json.of(status));
        } else {
            console().print(EpochText.whole(status, eachNode, console().zone()));
        }
        return ExitCode.YES;
    }
}
