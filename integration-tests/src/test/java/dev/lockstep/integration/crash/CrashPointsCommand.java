package dev.lockstep.integration.crash;

import dev.lockstep.integration.servers.TestServers;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code integration-tests/bin/crash-points}. */
@Command(
        name = "crash-points",
        mixinStandardHelpOptions = true,
        description = "Cuts an agent's connections to a real database server before and after every chunk, for each"
                + " kind of step, and proves that every effect happened once and that nobody was needed.",
        footer = "Exit code: 0 when all is right and each control showed losses or doublings, 1 when not, 2 for a"
                + " wrong option.")
public final class CrashPointsCommand implements Callable<Integer> {
    private static final int PAIR_STRIDE = 29;

    @Spec
    private CommandSpec spec;

    @Option(names = "--engine", required = true, description = "postgres, mysql or mariadb")
    private String engine = "";

    @Option(names = "--pairs", description = "cut a second time during the recovery, too")
    private boolean pairs;

    @Option(
            names = "--stride",
            defaultValue = "1",
            description = "every how manieth point (default: ${DEFAULT-VALUE}: all of them)")
    private int stride = 1;

    @Option(
            names = "--pair-stride",
            defaultValue = "" + PAIR_STRIDE,
            description = "every how manieth point is the first, and the second, of a pair (default: ${DEFAULT-VALUE};"
                    + " 1 for all pairs takes days)")
    private int pairStride = PAIR_STRIDE;

    @Option(
            names = "--reconnect",
            description = "the agent outlives its connections and takes its seat again, instead of a new process")
    private boolean reconnect;

    @Option(names = "--kind", description = "only kinds of steps with this in their name")
    private String kind = "";

    @Option(names = "--json", description = "print one line of JSON and nothing else")
    private boolean json;

    public static void main(String[] arguments) {
        // Thousands of lost connections are what is asked for, and nothing to warn of.
        Configurator.setRootLevel(Level.ERROR);
        PrintStream answer = System.out;
        System.setOut(System.err);
        System.exit(new CommandLine(new CrashPointsCommand())
                .setOut(new PrintWriter(answer, true, StandardCharsets.UTF_8))
                .execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        if (!List.of("postgres", "mysql", "mariadb").contains(engine)) {
            throw wrong("expected --engine postgres, mysql or mariadb, found \"" + engine + "\"");
        }
        if (stride < 1 || pairStride < 1) {
            throw wrong("expected strides of at least 1, found " + Math.min(stride, pairStride));
        }
        List<StepKind> kinds = StepKinds.of(engine).stream()
                .filter(each -> each.name().contains(kind))
                .toList();
        if (kinds.isEmpty()) {
            throw wrong("expected a part of the name of a kind of step, found \"" + kind + "\"; kinds are: "
                    + StepKinds.of(engine));
        }
        Density density = new Density(stride, pairs ? pairStride : 0);
        Recovery recovery = reconnect ? Recovery.SAME_PROCESS : Recovery.NEW_PROCESS;
        CrashReport report = new CrashPoints(TestServers.running(engine), density, recovery).run(kinds);
        spec.commandLine().getOut().print(json ? report.toJson() + System.lineSeparator() : report.toText());
        spec.commandLine().getOut().flush();
        if (json) {
            report.findings().forEach(System.err::println);
        }
        return report.isRight() ? 0 : 1;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
