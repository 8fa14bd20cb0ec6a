package dev.lockstep.deploy.command;

import dev.lockstep.deploy.client.CoordinatorClient;
import dev.lockstep.deploy.text.RosterText;
import dev.lockstep.v1.FleetRoster;
import picocli.CommandLine.Command;

@Command(
        name = "list",
        description = "List the members, the nodes that wait to be let in, and those that have left.",
        footer = {"", "Example:", "  lockstep roster list --json"})
final class RosterListCommand extends FleetCommand {

    RosterListCommand(Console console) {
        super(console);
    }

    @Override
    ExitCode run(CoordinatorClient client) {
        FleetRoster roster = client.roster(fleet(client));
        if (json()) {
            console().out().println(Json.of(roster));
        } else {
            console().print(RosterText.of(roster));
        }
        return ExitCode.YES;
    }
}
