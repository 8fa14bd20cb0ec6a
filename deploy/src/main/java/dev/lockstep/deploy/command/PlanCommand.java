package dev.lockstep.deploy.command;

import dev.lockstep.deploy.client.CoordinatorClient;
import dev.lockstep.deploy.text.PlanText;
import dev.lockstep.v1.NodePlan;
import dev.lockstep.v1.PlanChangeRequest;
import dev.lockstep.v1.PlanChangeResponse;
import dev.lockstep.v1.Severity;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "plan",
        description = {
            "Show what every node would run for a change, phase by phase; nothing is changed or recorded.",
            "Exit code 1 when a node refuses, 3 when one gives no answer."
        },
        footer = {"", "Example:", "  lockstep plan changes/orders-region.yaml"})
final class PlanCommand extends FleetCommand {

    @Parameters(paramLabel = "FILE", description = "The change file.")
    private Path file = Path.of("");

    PlanCommand(Console console) {
        super(console);
    }

    @Override
    ExitCode run(CoordinatorClient client) {
        ChangeFileText text = ChangeFileText.read(file);
        PlanChangeResponse plans = client.plan(PlanChangeRequest.newBuilder()
                .setFleet(text.fleet(connection()))
                .setChangeFile(text.text())
                .setFileName(text.name())
                .build());
        if (json()) {
            console().out().println(Json.of(plans));
        } else {
            console().print(PlanText.of(plans));
            plans.getWaitsForList()
                    .forEach(wait -> console().out().println("an epoch of this change would wait for: " + wait));
        }
        return verdict(plans);
    }

    private static ExitCode verdict(PlanChangeResponse plans) {
        boolean refused = plans.getNodesList().stream()
                .flatMap(node -> node.getFindingsList().stream())
                .anyMatch(finding -> finding.getSeverity() == Severity.REFUSE);
        if (refused) {
            return ExitCode.NO;
        }
        boolean missing = plans.getNodesList().stream().map(NodePlan::getError).anyMatch(error -> !error.isEmpty());
        return missing ? ExitCode.FAILED : ExitCode.YES;
    }
}
