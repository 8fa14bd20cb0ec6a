package dev.lockstep.integration.bench;

import dev.lockstep.integration.bench.backfill.BackfillBench;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code integration-tests/bin/bench}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        subcommands = {BarrierCommand.class, BackfillBench.class},
        description = "Measures the product on this machine.")
public final class BenchCommand {
    private BenchCommand() {}

    /** Entry of the process. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new BenchCommand()).execute(args));
    }
}
