package dev.lockstep.integration.simulation;

import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code integration-tests/bin/simulate}. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description =
                "Runs a whole fleet on a virtual clock, once for each seed, and checks every invariant after every"
                        + " event.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:no violation", "1:an invariant was violated", "2:the command was not understood"})
public final class SimulateCommand implements Callable<Integer> {
    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--seeds", defaultValue = "1000", description = "how many seeds (default: ${DEFAULT-VALUE})")
    private long seeds;

    @Option(names = "--first", defaultValue = "1", description = "the first seed (default: ${DEFAULT-VALUE})")
    private long first;

    @Option(names = "--variant", defaultValue = "intended", description = "a deliberately broken protocol")
    private String variant = "";

    @Option(names = "--variants", description = "list the variants")
    private boolean variants;

    @Option(names = "--trace", description = "print a line for each event; for one seed")
    private boolean trace;

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    private SimulateCommand() {}

    /** Entry of the process. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new SimulateCommand()).execute(args));
    }

    @Override
    public Integer call() throws InterruptedException, ExecutionException {
        if (variants) {
            for (Variant each : Variant.values()) {
                System.out.printf("%-32s %s%n", nameOf(each), each.description());
            }
            return 0;
        }
        if (seeds < 1 || trace && seeds > 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    seeds < 1
                            ? "expected --seeds of at least 1, found " + seeds
                            : "expected --seeds 1 with --trace, found " + seeds);
        }
        Variant chosen = chosen();
        long startNanos = System.nanoTime();
        Summary summary = trace ? traced(chosen) : Seeds.onAllCores(first, seeds, chosen);
        System.out.print(json ? summary.json() : summary.text(nameOf(chosen), System.nanoTime() - startNanos));
        return summary.violations().isEmpty() ? 0 : 1;
    }

    static String nameOf(Variant variant) {
        return variant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private Variant chosen() {
        for (Variant each : Variant.values()) {
            if (nameOf(each).equals(variant)) {
                return each;
            }
        }
        throw new ParameterException(
                spec.commandLine(), "expected a variant that --variants lists, found \"" + variant + "\"");
    }

    private Summary traced(Variant chosen) {
        Summary summary = new Summary();
        summary.add(Simulation.run(first, chosen, false, json ? System.err::println : System.out::println));
        return summary;
    }
}
