package dev.lockstep.deploy.command;

import dev.lockstep.deploy.client.CoordinatorClient;
import dev.lockstep.v1.RosterCommand;
import picocli.CommandLine.Command;

@Command(
        name = "join",
        description = {
            "Let a node in that its agent has shown: a new one, one that had left, or one whose database was restored.",
            "Refused unless its schema is the one that the history says it should have, and while an epoch is open."
        },
        footer = {"", "Example:", "  lockstep roster join shard-9 --reason \"a ninth shard\""})
final class RosterJoinCommand extends RosterDecision {

    RosterJoinCommand(Console console) {
        super(console);
    }

    @Override
    ExitCode run(CoordinatorClient client) {
        return show(client.join(RosterCommand.newBuilder()
                .setFleet(fleet(client))
                .setNode(node())
                .setBy(by())
                .setReason(reason())
                .build()));
    }
}
