package dev.lockstep.deploy.command;

import dev.lockstep.deploy.client.Approvals;
import dev.lockstep.deploy.client.CoordinatorClient;
import dev.lockstep.deploy.client.EpochFollower;
import dev.lockstep.deploy.text.PlanText;
import dev.lockstep.signing.SigningKey;
import dev.lockstep.v1.EpochStatus;
import dev.lockstep.v1.PlanChangeResponse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "approve",
        description = {
            "Show the plans of an epoch, ask, and approve exactly those plans.",
            "Without a terminal, and with --json, --yes is needed."
        },
        footer = {"", "Example:", "  lockstep approve 3 --wait"})
final class ApproveCommand extends FleetCommand {

    @Parameters(arity = "0..1", paramLabel = "EPOCH", description = "Number of the epoch. Default: the only open one.")
    private @Nullable Long epoch;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Option(names = "--wait", description = "Wait until the epoch needs somebody again, or has ended.")
    private boolean wait;

    @Mixin
    private final Requester requester = new Requester();

    @Mixin
    private final ApproverKey approverKey = new ApproverKey();

    ApproveCommand(Console console) {
        super(console);
    }

    @Override
    ExitCode run(CoordinatorClient client) {
        Optional<SigningKey> key = approverKey.read();
        String fleet = fleet(client);
        long number = OpenEpoch.number(client, fleet, epoch);
        PlanChangeResponse plans = client.plans(fleet, number);
        if (!json()) {
            console().print(PlanText.of(plans));
        }
        if (!yes && !isConfirmed(number)) {
            throw new CommandFailure(ExitCode.NO, "NOT_APPROVED", "epoch " + number + " was not approved", "");
        }
        EpochStatus status = Approvals.give(client, fleet, number, requester.name(), key, plans);
        if (wait) {
            status = new EpochFollower(client, fleet).untilItNeedsSomebody(number, new Progress(console(), json()));
        }
        if (json()) {
            console().out().println(Json.of(status));
        } else {
            console().print(EpochOutcome.nextSteps(status));
        }
        return EpochOutcome.forward(status);
    }

    private boolean isConfirmed(long number) {
        if (json() || !console().asksPerson()) {
            throw CommandFailure.badInput(
                    "expected somebody to ask about the plans of epoch " + number + ", but there is no terminal",
                    "look at the plans, then: lockstep approve " + number + " --yes");
        }
        return console().confirms("Approve these plans for epoch " + number + "?");
    }
}
