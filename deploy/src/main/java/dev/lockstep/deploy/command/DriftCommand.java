package dev.lockstep.deploy.command;

import dev.lockstep.deploy.client.CoordinatorClient;
import dev.lockstep.deploy.text.DriftText;
import dev.lockstep.v1.DriftReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "drift",
        description = {
            "Compare each node's live schema with the recorded one.",
            "Exit code 1 when they differ, 3 when they do not but a node could not be asked."
        },
        footer = {"", "Examples:", "  lockstep drift", "  lockstep drift --node shard-2 --json"})
final class DriftCommand extends FleetCommand {

    @Option(names = "--node", paramLabel = "NODE", defaultValue = "", description = "Only this node.")
    private String node = "";

    DriftCommand(Console console) {
        super(console);
    }

    @Override
    ExitCode run(CoordinatorClient client) {
        DriftReport report = client.drift(fleet(client), node);
        if (json()) {
            console().out().println(Json.of(report));
        } else {
            console().print(DriftText.of(report));
        }
        if (report.getDriftCount() > 0) {
            return ExitCode.NO;
        }
        return report.getUncheckedCount() > 0 ? ExitCode.FAILED : ExitCode.YES;
    }
}
