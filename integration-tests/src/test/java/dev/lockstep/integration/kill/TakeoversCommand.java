package dev.lockstep.integration.kill;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code integration-tests/bin/takeovers}. */
@Command(
        name = "takeovers",
        mixinStandardHelpOptions = true,
        description = "Kills leaders, stops agents past their sessions while others take their places, and kills"
                + " database servers in the work on them: a fleet of processes on PostgreSQL, MySQL and MariaDB."
                + " After each round every step must have had its effect once.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:nothing is wrong; a time above its bound is shown, and is no failure",
            "1:something was seen that must never be",
            "2:the command was not understood"
        })
public final class TakeoversCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--leaders", defaultValue = "20", description = "leaders to kill (default: ${DEFAULT-VALUE})")
    private int leaders;

    @Option(
            names = "--agents",
            defaultValue = "20",
            description = "agents to stop and replace (default: ${DEFAULT-VALUE})")
    private int agents;

    @Option(
            names = "--servers",
            defaultValue = "30",
            description = "database servers to kill (default: ${DEFAULT-VALUE})")
    private int servers;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "when, where that is left to chance (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--json", description = "print one line of JSON and nothing else")
    private boolean json;

    private TakeoversCommand() {}

    /** Entry of the process. */
    public static void main(String[] arguments) {
        PrintStream answer = System.out;
        System.setOut(System.err);
        System.exit(new CommandLine(new TakeoversCommand())
                .setOut(new PrintWriter(answer, true, StandardCharsets.UTF_8))
                .execute(arguments));
    }

    @Override
    public Integer call() {
        if (leaders < 0 || agents < 0 || servers < 0) {
            throw new ParameterException(spec.commandLine(), "expected numbers of at least 0, found a smaller one");
        }
        TakeoverReport report = run();
        spec.commandLine().getOut().print(json ? report.json() : report.text());
        spec.commandLine().getOut().flush();
        return report.violations().isEmpty() ? 0 : 1;
    }

    private TakeoverReport run() {
        List<Long> leaderMillis = new ArrayList<>();
        List<String> violations = new ArrayList<>();
        int stopped = 0;
        int killed = 0;
        long stale = 0;
        try (Processes processes = new Processes()) {
            Takeovers takeovers = new Takeovers(processes, seed);
            while (leaderMillis.size() < leaders) {
                leaderMillis.add(takeovers.ofLeader());
                tell("leader", leaderMillis.size(), leaders);
            }
            for (; stopped < agents; stopped++) {
                long rows = takeovers.ofStoppedAgent();
                stale += rows;
                if (rows > 0) {
                    violations.add(rows + " rows of an agent that another one had replaced");
                }
                tell("stopped agent", stopped + 1, agents);
            }
            for (; killed < servers; killed++) {
                takeovers.ofServer();
                tell("server", killed + 1, servers);
            }
        } catch (AssertionError | RuntimeException wrong) {
            // The next round would begin with what this one has left.
            wrong.printStackTrace(System.err);
            violations.add(String.valueOf(wrong.getMessage()));
        }
        return new TakeoverReport(leaderMillis, stopped, stale, killed, violations);
    }

    private static void tell(String kind, int number, int of) {
        System.err.println(kind + " " + number + " of " + of);
    }
}
