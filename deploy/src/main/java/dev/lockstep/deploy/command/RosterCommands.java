package dev.lockstep.deploy.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "roster",
        description = "Decide who belongs to a fleet.",
        footer = {"", "Example:", "  lockstep roster list"})
final class RosterCommands implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(),
                "expected \"roster list\", \"join\", \"leave\" or \"waive\", found \"roster\" alone");
    }
}
