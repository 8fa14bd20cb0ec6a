package dev.lockstep.deploy.command;

import dev.lockstep.deploy.client.CoordinatorClient;
import dev.lockstep.v1.EpochCommand;
import dev.lockstep.v1.EpochStatus;
import picocli.CommandLine.Command;

@Command(
        name = "pause",
        description = "Start no further step or batch of an epoch.",
        footer = {"", "Example:", "  lockstep pause --reason \"month end\""})
final class PauseCommand extends DecisionCommand {

    PauseCommand(Console console) {
        super(console);
    }

    @Override
    EpochStatus decide(CoordinatorClient client, EpochCommand.Builder command) {
        return client.pause(command.build());
    }

    @Override
    ExitCode verdict(EpochStatus status) {
        return ExitCode.YES;
    }
}
