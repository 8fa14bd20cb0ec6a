package dev.lockstep.deploy.command;

import dev.lockstep.deploy.client.CoordinatorClient;
import dev.lockstep.deploy.client.EpochFollower;
import dev.lockstep.v1.EpochCommand;
import dev.lockstep.v1.EpochStatus;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A command that decides something about one epoch. */
abstract class DecisionCommand extends FleetCommand {

    @Parameters(arity = "0..1", paramLabel = "EPOCH", description = "Number of the epoch. Default: the only open one.")
    private @Nullable Long epoch;

    @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", description = "Why, for the history.")
    private String reason = "";

    @Option(names = "--wait", description = "Wait until the epoch needs somebody again, or has ended.")
    private boolean wait;

    @Mixin
    private final Requester requester = new Requester();

    DecisionCommand(Console console) {
        super(console);
    }

    /** Asks for the decision. */
    abstract EpochStatus decide(CoordinatorClient client, EpochCommand.Builder command);

    /** Whether where the epoch has come to is what was asked for. */
    abstract ExitCode verdict(EpochStatus status);

    @Override
    final ExitCode run(CoordinatorClient client) {
        String fleet = fleet(client);
        long number = OpenEpoch.number(client, fleet, epoch);
        EpochStatus status = decide(
                client,
                EpochCommand.newBuilder()
                        .setFleet(fleet)
                        .setEpoch(number)
                        .setBy(requester.name())
                        .setReason(reason));
        if (wait) {
            status = new EpochFollower(client, fleet).untilItNeedsSomebody(number, new Progress(console(), json()));
        }
        if (json()) {
            console().out().println(Json.of(status));
        } else {
            console().print(EpochOutcome.nextSteps(status));
        }
        return verdict(status);
    }
}
