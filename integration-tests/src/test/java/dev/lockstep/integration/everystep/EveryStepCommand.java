package dev.lockstep.integration.everystep;

import dev.lockstep.deploy.servers.DatabaseServer;
import dev.lockstep.integration.postgres.Scenario;
import dev.lockstep.integration.servers.TestServers;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code integration-tests/bin/every-step}. */
@Command(
        name = "every-step",
        mixinStandardHelpOptions = true,
        description =
                "Takes every operation of PostgreSQL through the agent on a real server, disturbs it at every step"
                        + " in every way, forward and back, while an old and a new application write, and compares every row"
                        + " with a model.",
        footer =
                "Exit code: 0 when all is right and each control showed what it must, 1 when not, 2 for a wrong option.")
public final class EveryStepCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--scenario", description = "only scenarios with this in their name")
    private String scenario = "";

    @Option(names = "--plot", description = "only disturbances with this in their name, such as \"step 3 killed\"")
    private String plot = "";

    @Option(names = "--alone", description = "each disturbance in a run of its own: takes some times as long")
    private boolean alone;

    @Option(
            names = "--few",
            description = "two runs for each scenario, with a disturbance at each step, as the build does")
    private boolean few;

    @Option(names = "--salt", defaultValue = "1", description = "with --few: other numbers pick other disturbances")
    private int salt = 1;

    @Option(
            names = "--server",
            description = "another version of PostgreSQL, such as 12.22.0, whose binaries lie beside those of 16")
    private String server = "";

    @Option(names = "--json", description = "print one line of JSON and nothing else")
    private boolean json;

    public static void main(String[] arguments) {
        // Thousands of lost connections are what is asked for, and nothing to warn of.
        Configurator.setRootLevel(Level.ERROR);
        PrintStream answer = System.out;
        System.setOut(System.err);
        System.exit(new CommandLine(new EveryStepCommand())
                .setOut(new PrintWriter(answer, true, StandardCharsets.UTF_8))
                .execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        List<Scenario> scenarios = Scenario.all().stream()
                .filter(each -> each.name().contains(scenario))
                .toList();
        if (scenarios.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "expected a part of the name of a scenario, found \"" + scenario + "\"; scenarios are: "
                            + Scenario.all());
        }
        long startNanos = System.nanoTime();
        DatabaseServer postgres = server.isEmpty() ? TestServers.postgres() : TestServers.postgres(server);
        int major = Integer.parseInt(postgres.version().replaceAll("\\..*", ""));
        List<Scenario> possible =
                scenarios.stream().filter(each -> each.since() <= major).toList();
        Function<Bench, List<Plot>> plots = bench -> plots(new Plots(bench));
        Matrix matrix = new Matrix(postgres, bench -> chosen(plots.apply(bench)), System.err::println);
        Tally tally = matrix.run(possible);
        Report report =
                new Report(possible.size(), tally, Controls.run(postgres), (System.nanoTime() - startNanos) / 1e9);
        spec.commandLine().getOut().print(json ? report.toJson() + System.lineSeparator() : report.toText());
        spec.commandLine().getOut().flush();
        return report.isRight() ? 0 : 1;
    }

    private List<Plot> plots(Plots all) {
        return few ? all.few(salt) : alone ? all.alone() : all.woven();
    }

    private List<Plot> chosen(List<Plot> plots) {
        return plots.stream().filter(each -> each.name().contains(plot)).toList();
    }
}
