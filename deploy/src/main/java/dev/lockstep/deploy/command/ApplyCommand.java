package dev.lockstep.deploy.command;

import dev.lockstep.deploy.client.Approvals;
import dev.lockstep.deploy.client.CoordinatorClient;
import dev.lockstep.deploy.client.EpochFollower;
import dev.lockstep.deploy.text.PlanText;
import dev.lockstep.signing.SigningKey;
import dev.lockstep.v1.ApplyChangeRequest;
import dev.lockstep.v1.EpochCommand;
import dev.lockstep.v1.EpochState;
import dev.lockstep.v1.EpochStatus;
import dev.lockstep.v1.PlanChangeResponse;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "apply",
        description = {
            "Open an epoch for a change. It stops when every node has a plan, until the plans are approved.",
            "Exit code 0 when it got as far as asked, 1 when it is paused, rolled back or rejected."
        },
        footer = {
            "",
            "Examples:",
            "  lockstep apply changes/orders-region.yaml",
            "  lockstep apply changes/orders-region.yaml --approve --release"
        })
final class ApplyCommand extends FleetCommand {

    @Parameters(paramLabel = "FILE", description = "The change file.")
    private Path file = Path.of("");

    @Option(names = "--approve", description = "Show the plans, and approve exactly those.")
    private boolean approve;

    @Option(
            names = "--release",
            description = "Release, too, as soon as every node has validated: no application needs the old shape.")
    private boolean release;

    @Option(
            names = "--wait",
            negatable = true,
            description = "Wait until the epoch needs somebody, or has ended. Default: until the plans are there, and"
                    + " with --approve to the end.")
    private @Nullable Boolean wait;

    @Mixin
    private final Requester requester = new Requester();

    @Mixin
    private final ApproverKey approverKey = new ApproverKey();

    ApplyCommand(Console console) {
        super(console);
    }

    @Override
    ExitCode run(CoordinatorClient client) {
        boolean leavesEarly = Boolean.FALSE.equals(wait);
        if (release && (leavesEarly || !approve)) {
            throw CommandFailure.badInput(
                    "expected --release together with --approve and without --no-wait, found it "
                            + (leavesEarly ? "with --no-wait" : "without --approve"),
                    "release later instead: lockstep release");
        }
        Optional<SigningKey> key = approverKey.read();
        ChangeFileText text = ChangeFileText.read(file);
        String fleet = text.fleet(connection());
        EpochStatus epoch = client.apply(ApplyChangeRequest.newBuilder()
                .setFleet(fleet)
                .setChangeFile(text.text())
                .setFileName(text.name())
                .setBy(requester.name())
                .build());
        return answer(leavesEarly && !approve ? epoch : drive(client, fleet, epoch, key, leavesEarly));
    }

    /** From the opened epoch as far as was asked. */
    private EpochStatus drive(
            CoordinatorClient client, String fleet, EpochStatus opened, Optional<SigningKey> key, boolean leavesEarly) {
        Progress progress = new Progress(console(), json());
        EpochFollower follower = new EpochFollower(client, fleet);
        long number = opened.getNumber();
        progress.accept(opened);
        EpochStatus epoch = follower.untilItNeedsSomebody(number, progress);
        if (epoch.getState() != EpochState.AWAITING_APPROVAL || !approve) {
            return epoch;
        }
        PlanChangeResponse plans = client.plans(fleet, number);
        if (!json()) {
            console().print(PlanText.of(plans));
        }
        epoch = Approvals.give(client, fleet, number, requester.name(), key, plans);
        if (leavesEarly) {
            return epoch;
        }
        epoch = follower.untilItNeedsSomebody(number, progress);
        if (epoch.getState() != EpochState.AWAITING_RELEASE || !release) {
            return epoch;
        }
        client.release(EpochCommand.newBuilder()
                .setFleet(fleet)
                .setEpoch(number)
                .setBy(requester.name())
                .setReason("asked for together with apply")
                .build());
        return follower.untilItNeedsSomebody(number, progress);
    }

    private ExitCode answer(EpochStatus epoch) {
        if (json()) {
            console().out().println(Json.of(epoch));
        } else {
            console().print(EpochOutcome.nextSteps(epoch));
        }
        return EpochOutcome.forward(epoch);
    }
}
