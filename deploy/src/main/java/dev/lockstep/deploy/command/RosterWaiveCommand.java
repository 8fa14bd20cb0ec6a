package dev.lockstep.deploy.command;

import dev.lockstep.deploy.client.CoordinatorClient;
import dev.lockstep.v1.EpochStatus;
import dev.lockstep.v1.WaiveCommand;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "waive",
        description = {
            "Let EXPAND, BACKFILL, VALIDATE or the way back of an epoch pass without a lost node.",
            "CONTRACT cannot open, and the epoch cannot end, until the node is back and has caught up, or has left."
        },
        footer = {"", "Example:", "  lockstep roster waive shard-9 --epoch 4 --reason \"its host is being repaired\""})
final class RosterWaiveCommand extends RosterDecision {

    @Option(names = "--epoch", paramLabel = "EPOCH", description = "Number of the epoch. Default: the only open one.")
    private @Nullable Long epoch;

    RosterWaiveCommand(Console console) {
        super(console);
    }

    @Override
    ExitCode run(CoordinatorClient client) {
        String fleet = fleet(client);
        EpochStatus status = client.waive(WaiveCommand.newBuilder()
                .setFleet(fleet)
                .setNode(node())
                .setBy(by())
                .setReason(reason())
                .setEpoch(OpenEpoch.number(client, fleet, epoch))
                .build());
        if (json()) {
            console().out().println(Json.of(status));
        } else {
            console().print(EpochOutcome.nextSteps(status));
        }
        return ExitCode.YES;
    }
}
