package dev.lockstep.deploy.command;

import dev.lockstep.deploy.client.CoordinatorClient;
import dev.lockstep.deploy.text.FleetText;
import dev.lockstep.v1.FleetStatus;
import picocli.CommandLine.Command;

@Command(
        name = "status",
        description = "Show the nodes, the open epochs, and what they wait for.",
        footer = {"", "Example:", "  lockstep status --fleet orders"})
final class StatusCommand extends FleetCommand {

    StatusCommand(Console console) {
        super(console);
    }

    @Override
    ExitCode run(CoordinatorClient client) {
        FleetStatus status = client.fleet(fleet(client));
        if (json()) {
            console().out().println(Json.of(status));
        } else {
            console().print(FleetText.status(status));
        }
        return ExitCode.YES;
    }
}
