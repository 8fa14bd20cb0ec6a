package dev.lockstep.deploy.command;

import dev.lockstep.deploy.client.CoordinatorClient;
import dev.lockstep.v1.EpochCommand;
import dev.lockstep.v1.EpochStatus;
import picocli.CommandLine.Command;

@Command(
        name = "resume",
        description = "Go on with a paused epoch, and try failed steps again.",
        footer = {"", "Example:", "  lockstep resume 3 --wait"})
final class ResumeCommand extends DecisionCommand {

    ResumeCommand(Console console) {
        super(console);
    }

    @Override
    EpochStatus decide(CoordinatorClient client, EpochCommand.Builder command) {
        return client.resume(command.build());
    }

    @Override
    ExitCode verdict(EpochStatus status) {
        return EpochOutcome.forward(status);
    }
}
