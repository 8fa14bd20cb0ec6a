package dev.lockstep.deploy.command;

import dev.lockstep.deploy.text.RosterText;
import dev.lockstep.v1.FleetRoster;
import dev.lockstep.v1.RosterNode;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A command that decides something about one node of the roster. */
abstract class RosterDecision extends FleetCommand {

    @Parameters(paramLabel = "NODE", description = "Name of the node.")
    private String node = "";

    @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", description = "Why, for the history.")
    private String reason = "";

    @Mixin
    private final Requester requester = new Requester();

    RosterDecision(Console console) {
        super(console);
    }

    final String node() {
        return node;
    }

    final String reason() {
        return reason;
    }

    final String by() {
        return requester.name();
    }

    /** Shows the node as the roster has it now. */
    final ExitCode show(FleetRoster roster) {
        List<RosterNode> shown = roster.getNodesList().stream()
                .filter(one -> one.getName().equals(node))
                .toList();
        FleetRoster one = roster.toBuilder().clearNodes().addAllNodes(shown).build();
        if (json()) {
            console().out().println(Json.of(one));
        } else {
            console().print(RosterText.of(one));
        }
        return ExitCode.YES;
    }
}
