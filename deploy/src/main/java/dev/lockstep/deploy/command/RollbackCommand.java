package dev.lockstep.deploy.command;

import dev.lockstep.deploy.client.CoordinatorClient;
import dev.lockstep.v1.EpochCommand;
import dev.lockstep.v1.EpochStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "rollback",
        description = {
            "Go back to the schema before an epoch. Refused once CONTRACT has opened.",
            "With --wait: exit code 0 when it has gone back, 1 when it could not."
        },
        footer = {"", "Example:", "  lockstep rollback 3 --reason \"latency went up\" --wait"})
final class RollbackCommand extends DecisionCommand {

    @Option(
            names = "--confirm-loss",
            description = "Go back though it loses data that only the new shape holds. Without it such a rollback is"
                    + " refused, and the refusal says what is lost.")
    private boolean confirmLoss;

    RollbackCommand(Console console) {
        super(console);
    }

    @Override
    EpochStatus decide(CoordinatorClient client, EpochCommand.Builder command) {
        return client.rollback(command.setConfirmLoss(confirmLoss).build());
    }

    @Override
    ExitCode verdict(EpochStatus status) {
        return EpochOutcome.back(status);
    }
}
