package dev.lockstep.deploy.command;

import dev.lockstep.deploy.client.CoordinatorClient;
import dev.lockstep.v1.EpochCommand;
import dev.lockstep.v1.EpochStatus;
import picocli.CommandLine.Command;

@Command(
        name = "release",
        description = "Say that the application is ready: nobody needs the old shape, and CONTRACT may open.",
        footer = {"", "Example:", "  lockstep release 3 --reason \"all instances run build 1207\""})
final class ReleaseCommand extends DecisionCommand {

    ReleaseCommand(Console console) {
        super(console);
    }

    @Override
    EpochStatus decide(CoordinatorClient client, EpochCommand.Builder command) {
        return client.release(command.build());
    }

    @Override
    ExitCode verdict(EpochStatus status) {
        return EpochOutcome.forward(status);
    }
}
