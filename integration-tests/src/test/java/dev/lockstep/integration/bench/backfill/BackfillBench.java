package dev.lockstep.integration.bench.backfill;

import dev.lockstep.deploy.servers.DatabaseServer;
import dev.lockstep.integration.servers.TestServers;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code integration-tests/bin/bench backfill}. */
@Command(
        name = "backfill",
        mixinStandardHelpOptions = true,
        description =
                "Measures how fast the production code fills a column, beside the statements that pgroll issues for"
                        + " the same, and what readers and writers notice of it.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:measured; a target that is missed is shown as missed",
            "1:something did not end as it should",
            "2:the command was not understood"
        })
public final class BackfillBench implements Callable<Integer> {
    private static final int LEAST_RUNS = 3;

    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--engine", defaultValue = "postgres", description = "postgres, the only one so far")
    private String engine = "postgres";

    @Option(
            names = "--runs",
            defaultValue = "3",
            description =
                    "how often each method runs on each table, in turns; the median counts (default: ${DEFAULT-VALUE})")
    private int runs;

    @Option(
            names = "--scale",
            defaultValue = "1",
            description =
                    "part of the usual rows, which are 300,000 narrow and 200,000 wide ones (default: ${DEFAULT-VALUE})")
    private double scale;

    @Option(names = "--json", description = "print one JSON object and nothing else")
    private boolean json;

    @Override
    public Integer call() throws SQLException, InterruptedException {
        if (!engine.equals("postgres")) {
            throw new ParameterException(spec.commandLine(), "expected --engine postgres, found " + engine);
        }
        if (runs < LEAST_RUNS || scale <= 0 || scale > 100) {
            throw new ParameterException(
                    spec.commandLine(),
                    "expected at least " + LEAST_RUNS + " runs and a scale above 0 and up to 100, found " + runs
                            + " and " + scale);
        }
        // Standard output belongs to the answer.
        Configurator.setRootLevel(Level.ERROR);
        DatabaseServer server = TestServers.postgres();
        BackfillReport report = new Measurements(server, runs, scale, System.err::println).all();
        PrintWriter out = spec.commandLine().getOut();
        out.print(json ? report.json() : report.text());
        out.flush();
        return 0;
    }
}
