package dev.lockstep.deploy.command;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/** The {@code lockstep} command with all its subcommands. */
@Command(
        name = "lockstep",
        description = "Changes the schema of every shard of a database fleet as one operation.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Exit codes: 0 yes or done; 1 the answer is no; 2 bad input; 3 cannot be reached or failed.",
            "",
            "Examples:",
            "  lockstep demo                                  see it work, on real databases",
            "  lockstep apply changes/orders-region.yaml      open an epoch",
            "  lockstep COMMAND --help                        more about a command, with an example"
        })
public final class LockstepCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private LockstepCommand() {}

    /**
     * Runs a command line.
     *
     * @return the exit code
     */
    public static int run(Console console, String... arguments) {
        return commandLine(console).execute(arguments);
    }

    static CommandLine commandLine(Console console) {
        FailureReport report = new FailureReport(console.err());
        CommandLine root = new CommandLine(new LockstepCommand());
        root.addSubcommand(new DemoCommand(console))
                .addSubcommand(
                        new CommandLine(new SandboxCommand(console)).addSubcommand(new SandboxStartCommand(console)))
                .addSubcommand(new CoordinatorCommand(console))
                .addSubcommand(new AgentCommand(console))
                .addSubcommand(new LintCommand(console))
                .addSubcommand(new ExplainCommand(console))
                .addSubcommand(new PlanCommand(console))
                .addSubcommand(new ApplyCommand(console))
                .addSubcommand(new ApproveCommand(console))
                .addSubcommand(new ReleaseCommand(console))
                .addSubcommand(new PauseCommand(console))
                .addSubcommand(new ResumeCommand(console))
                .addSubcommand(new RollbackCommand(console))
                .addSubcommand(new ReverseCommand(console))
                .addSubcommand(new StatusCommand(console))
                .addSubcommand(new WatchCommand(console))
                .addSubcommand(new NodesCommand(console))
                .addSubcommand(new CommandLine(new RosterCommands())
                        .addSubcommand(new RosterListCommand(console))
                        .addSubcommand(new RosterJoinCommand(console))
                        .addSubcommand(new RosterLeaveCommand(console))
                        .addSubcommand(new RosterWaiveCommand(console)))
                .addSubcommand(new HistoryCommand(console))
                .addSubcommand(new CommandLine(new AuditCommand()).addSubcommand(new AuditVerifyCommand(console)))
                .addSubcommand(new DriftCommand(console))
                .addSubcommand(new CompletionCommand(console));
        everyCommand(root);
        root.getCommandSpec()
                .version("lockstep " + version())
                .addOption(OptionSpec.builder("-V", "--version")
                        .versionHelp(true)
                        .description("Show the version.")
                        .build());
        return root.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8))
                .setParameterExceptionHandler(report)
                .setExecutionExceptionHandler(report)
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    private static void everyCommand(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        spec.usageMessage().width(110);
        spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this text.")
                .build());
        command.getSubcommands().values().forEach(LockstepCommand::everyCommand);
    }

    static String version() {
        String version = LockstepCommand.class.getPackage().getImplementationVersion();
        return version == null ? "(version unknown)" : version;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "expected a command, found none");
    }
}
