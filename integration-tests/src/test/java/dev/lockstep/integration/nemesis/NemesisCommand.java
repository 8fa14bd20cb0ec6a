package dev.lockstep.integration.nemesis;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code integration-tests/bin/nemesis}. */
@Command(
        name = "nemesis",
        mixinStandardHelpOptions = true,
        description = "Kills, stops and cuts the processes of a fleet while epochs run under load, then lets an"
                + " independent checker judge what is left.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:no violation",
            "1:something was seen that must never be",
            "2:the command was not understood",
            "3:the fleet could not be run"
        })
public final class NemesisCommand implements Callable<Integer> {
    private static final double MOST_MINUTES = 600;
    private static final int FOUND = 1;
    private static final int NOT_RUN = 3;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--minutes",
            defaultValue = "2",
            description = "how long faults are done (default: ${DEFAULT-VALUE})")
    private double minutes;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "which faults and changes come, in which order (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--json", description = "print one line of JSON and nothing else")
    private boolean json;

    NemesisCommand() {}

    /** Entry of the process. */
    public static void main(String[] arguments) {
        PrintStream answer = System.out;
        System.setOut(System.err);
        System.exit(new CommandLine(new NemesisCommand())
                .setOut(new PrintWriter(answer, true, StandardCharsets.UTF_8))
                .setExitCodeExceptionMapper(failed -> failed instanceof ParameterException ? 2 : NOT_RUN)
                .execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        if (!(minutes > 0 && minutes <= MOST_MINUTES)) {
            throw new ParameterException(
                    spec.commandLine(), "expected --minutes of more than 0 and at most 600, found " + minutes);
        }
        if (!OwnNetwork.isEntered() && OwnNetwork.isPossible()) {
            return OwnNetwork.run(
                    NemesisCommand.class, spec.commandLine().getParseResult().originalArgs());
        }
        PrintWriter out = spec.commandLine().getOut();
        Consumer<String> watcher = json ? System.err::println : out::println;
        RunFolder folder = RunFolder.temporary();
        NemesisReport report;
        try {
            report = new NemesisRun(folder, seed, millis(), watcher).run();
        } catch (Exception failed) {
            System.err.println("expected the fleet to run, but: " + failed + "; its logs are in " + folder.path());
            failed.printStackTrace(System.err);
            folder.keepLogs();
            return NOT_RUN;
        }
        out.print(json ? report.toJson() + System.lineSeparator() : report.toText());
        out.flush();
        if (report.violations().isEmpty()) {
            folder.delete();
            return 0;
        }
        folder.keepLogs();
        System.err.println("again: " + replay() + "; logs: " + folder.path());
        return FOUND;
    }

    private long millis() {
        return (long) (minutes * TimeUnit.MINUTES.toMillis(1));
    }

    private String replay() {
        return String.format(Locale.ROOT, "integration-tests/bin/nemesis --minutes %s --seed %d", minutes, seed);
    }
}
