package dev.lockstep.deploy.command;

import dev.lockstep.deploy.client.CoordinatorClient;
import dev.lockstep.v1.LeaveCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "leave",
        description = {
            "Ask that a node leaves the fleet, with a reason; then confirm it, better by somebody else.",
            "Open epochs go on without a node that has left, and later ones do not bind it."
        },
        footer = {
            "",
            "Example:",
            "  lockstep roster leave shard-9 --reason \"its host is gone\" --by ann",
            "  lockstep roster leave shard-9 --confirm --by bob"
        })
final class RosterLeaveCommand extends RosterDecision {

    @Option(names = "--confirm", description = "Decide what was asked for before.")
    private boolean confirm;

    RosterLeaveCommand(Console console) {
        super(console);
    }

    @Override
    ExitCode run(CoordinatorClient client) {
        ExitCode code = show(client.leave(LeaveCommand.newBuilder()
                .setFleet(fleet(client))
                .setNode(node())
                .setBy(by())
                .setReason(reason())
                .setConfirm(confirm)
                .build()));
        if (!confirm && !json()) {
            console().out().println("next: somebody has to confirm it: lockstep roster leave " + node() + " --confirm");
        }
        return code;
    }
}
