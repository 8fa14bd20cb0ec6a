package dev.lockstep.integration.drift;

import dev.lockstep.integration.command.Sampling;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code integration-tests/bin/drift}. */
@Command(
        name = "drift",
        mixinStandardHelpOptions = true,
        description =
                "Changes the schemas of a fleet's nodes by hand, one thing on each node at a time, and counts what"
                        + " of it the fleet finds, object by object; then does what is no drift, and counts the false alarms."
                        + " Somebody who looks less well is counted beside it, and must be wrong.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:everything planted was found, nothing else was, and each worse look was wrong",
            "1:something was not found, or found where nothing was",
            "2:the command was not understood"
        })
public final class DriftCommand implements Callable<Integer> {
    private static final List<String> ENGINES = List.of("postgres", "mysql", "mariadb");

    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private Sampling sampling;

    @Option(
            names = "--engine",
            split = ",",
            defaultValue = "postgres,mysql,mariadb",
            description = "a node of each (default: ${DEFAULT-VALUE})")
    private List<String> engines;

    @Override
    public Integer call() {
        int count = sampling.count(300);
        if (!ENGINES.containsAll(engines)) {
            throw new ParameterException(spec.commandLine(), "expected --engine of " + ENGINES + ", found " + engines);
        }
        try (PlantedFleet fleet = new PlantedFleet(engines)) {
            DriftFindings findings = new DriftFindings(new DriftTrial(fleet, sampling.seed()).plant(count));
            return sampling.answer(findings.isRight(), findings::json, findings::text);
        }
    }

    /** Entry of the process. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new DriftCommand()).execute(args));
    }
}
