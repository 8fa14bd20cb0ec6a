package dev.lockstep.deploy.command;

import dev.lockstep.deploy.client.CoordinatorClient;
import dev.lockstep.deploy.text.FleetText;
import dev.lockstep.v1.FleetStatus;
import picocli.CommandLine.Command;

@Command(
        name = "nodes",
        description = {
            "List the nodes with engine, epoch, fingerprint, labels, agent and health.",
            "With --json: the fleet's status without its epochs."
        },
        footer = {"", "Example:", "  lockstep nodes --json"})
final class NodesCommand extends FleetCommand {

    NodesCommand(Console console) {
        super(console);
    }

    @Override
    ExitCode run(CoordinatorClient client) {
        FleetStatus status = client.fleet(fleet(client));
        if (json()) {
            console().out().println(Json.of(status.toBuilder().clearEpochs().build()));
        } else {
            console().print(FleetText.nodes(status.getNodesList()));
        }
        return ExitCode.YES;
    }
}
