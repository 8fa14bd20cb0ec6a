package dev.lockstep.deploy.command;

import dev.lockstep.deploy.client.CoordinatorClient;
import dev.lockstep.deploy.client.EpochFollower;
import dev.lockstep.deploy.text.FleetText;
import dev.lockstep.v1.EpochStatus;
import dev.lockstep.v1.FleetStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "watch",
        description = {
            "Follow the fleet live: every node's phase and progress. With EPOCH, until that epoch has ended;"
                    + " then exit code 1 when it did not complete.",
            "In a terminal the picture is drawn again in place; else each change is a line.",
            "With --json each status is one JSON document on a line of its own."
        },
        footer = {"", "Example:", "  lockstep watch 3"})
final class WatchCommand extends FleetCommand {

    private static final String CURSOR_HOME_AND_CLEAR = "\u001b[H\u001b[J";
    private static final String CLEAR_REST_OF_LINE = "\u001b[K";

    @Parameters(
            arity = "0..1",
            paramLabel = "EPOCH",
            description = "Number of the epoch. Default: the only open one; where there is none, until you stop it.")
    private @Nullable Long epoch;

    private final Map<Long, Progress> progress = new HashMap<>();
    private ExitCode exitCode = ExitCode.YES;

    WatchCommand(Console console) {
        super(console);
    }

    @Override
    ExitCode run(CoordinatorClient client) {
        String fleet = fleet(client);
        if (epoch == null) {
            epoch = onlyOpen(client.fleet(fleet));
        }
        client.watch(fleet, status -> {
            // An epoch that does not exist is said before anything is shown.
            boolean goesOn = epoch == null || !hasEnded(client, fleet, status, epoch);
            show(status);
            return goesOn;
        });
        return exitCode;
    }

    private static @Nullable Long onlyOpen(FleetStatus status) {
        List<Long> open = status.getEpochsList().stream()
                .filter(one -> !EpochFollower.hasEnded(one))
                .map(EpochStatus::getNumber)
                .toList();
        return open.size() == 1 ? open.get(0) : null;
    }

    private boolean hasEnded(CoordinatorClient client, String fleet, FleetStatus status, long number) {
        EpochStatus watched = status.getEpochsList().stream()
                .filter(one -> one.getNumber() == number)
                .findFirst()
                .orElseGet(() -> client.epoch(fleet, number));
        exitCode = EpochOutcome.forward(watched);
        return EpochFollower.hasEnded(watched);
    }

    private void show(FleetStatus status) {
        if (json()) {
            console().out().println(Json.lineOf(status));
        } else if (console().redraws()) {
            String picture = String.join(CLEAR_REST_OF_LINE + "\n", FleetText.status(status));
            console().out().println(CURSOR_HOME_AND_CLEAR + picture);
            console().out().flush();
        } else {
            status.getEpochsList()
                    .forEach(one -> progress.computeIfAbsent(one.getNumber(), n -> new Progress(console(), false))
                            .accept(one));
        }
    }
}
