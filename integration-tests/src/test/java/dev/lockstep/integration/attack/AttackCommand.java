package dev.lockstep.integration.attack;

import dev.lockstep.integration.attack.files.FilesCommand;
import dev.lockstep.integration.attack.requests.RequestsCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code integration-tests/bin/attack}. */
@Command(
        name = "attack",
        mixinStandardHelpOptions = true,
        subcommands = {EnvelopesCommand.class, FilesCommand.class, RequestsCommand.class},
        description = "Gives the production code what somebody could send who must not be believed.")
public final class AttackCommand {
    private AttackCommand() {}

    /** Entry of the process. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new AttackCommand()).execute(args));
    }
}
