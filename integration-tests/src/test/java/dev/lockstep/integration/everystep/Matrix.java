package dev.lockstep.integration.everystep;

import dev.lockstep.deploy.servers.DatabaseServer;
import dev.lockstep.integration.crash.Variant;
import dev.lockstep.integration.postgres.Scenario;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;

/** Runs the plots of many scenarios, several scenarios side by side. */
final class Matrix {
    private static final int LANES = 3;

    private final DatabaseServer server;
    private final Function<Bench, List<Plot>> plots;
    private final Consumer<String> progress;
    private final Tally tally = new Tally();

    /** @param progress told of each scenario that is done, for people */
    Matrix(DatabaseServer server, Function<Bench, List<Plot>> plots, Consumer<String> progress) {
        this.server = server;
        this.plots = plots;
        this.progress = progress;
    }

    Tally run(List<Scenario> scenarios) throws InterruptedException {
        ExecutorService lanes = Executors.newFixedThreadPool(LANES);
        try {
            List<Future<?>> all = new ArrayList<>();
            scenarios.forEach(scenario -> all.add(lanes.submit(() -> {
                run(scenario);
                return true;
            })));
            for (Future<?> each : all) {
                each.get();
            }
            return tally;
        } catch (ExecutionException failed) {
            throw new IllegalStateException("a scenario could not be run: " + failed.getCause(), failed);
        } finally {
            lanes.shutdownNow();
        }
    }

    private void run(Scenario scenario) throws SQLException, InterruptedException {
        long startNanos = System.nanoTime();
        boolean right = true;
        try (Bench bench = Bench.of(scenario, server)) {
            for (Plot plot : plots.apply(bench)) {
                Seen seen = bench.run(plot, Variant.PRODUCTION);
                tally.add(plot, seen);
                right &= seen.isRight();
                if (!seen.isRight()) {
                    progress.accept("WRONG " + plot.name() + ": " + String.join("; ", seen.findings()));
                }
            }
        } catch (NoEnd noEnd) {
            tally.fail(scenario + " does not come to its end without disturbances: " + noEnd.getMessage());
            progress.accept("WRONG " + scenario + ": " + noEnd.getMessage());
        }
        progress.accept("%s: %.1f s%s"
                .formatted(scenario, (System.nanoTime() - startNanos) / 1e9, right ? "" : " (something is wrong)"));
    }
}
