package dev.lockstep.integration.crash;

import dev.lockstep.deploy.servers.DatabaseServer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs every kind of step of an engine with contact lost at every point. Kinds are run side by side, each on a node of its own. */
final class CrashPoints {
    /** Most of a run is waiting for the disk, so more than one at a time fits. */
    private static final int LANES = 3;

    private static final AtomicInteger NODES = new AtomicInteger();

    private final DatabaseServer server;
    private final Density density;
    private final Recovery recovery;

    CrashPoints(DatabaseServer server, Density density, Recovery recovery) {
        this.server = server;
        this.density = density;
        this.recovery = recovery;
    }

    /** The kinds, and the controls. */
    CrashReport run(List<StepKind> kinds) throws InterruptedException {
        long startNanos = System.nanoTime();
        List<Callable<KindReport>> tasks = new ArrayList<>();
        for (int i = 0; i < kinds.size(); i++) {
            int place = i;
            tasks.add(() -> kind(kinds.get(place), Variant.PRODUCTION, density, place));
        }
        StepKind control = StepKinds.control(server.engine());
        List<Variant> broken = List.of(Variant.LEDGER_FIRST, Variant.DDL_FIRST);
        broken.forEach(variant -> tasks.add(() -> kind(control, variant, density.ofControls(), 0)));

        List<KindReport> reports = inLanes(tasks);
        Map<Variant, KindReport> controls = new EnumMap<>(Variant.class);
        for (int i = 0; i < broken.size(); i++) {
            controls.put(broken.get(i), reports.get(kinds.size() + i));
        }
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        return new CrashReport(server.engine(), density, reports.subList(0, kinds.size()), controls, seconds);
    }

    private static List<KindReport> inLanes(List<Callable<KindReport>> tasks) throws InterruptedException {
        ExecutorService lanes = Executors.newFixedThreadPool(LANES);
        try {
            List<KindReport> reports = new ArrayList<>();
            for (Future<KindReport> report : lanes.invokeAll(tasks)) {
                reports.add(report.get());
            }
            return reports;
        } catch (ExecutionException failed) {
            throw new IllegalStateException("crash points could not be run: " + failed.getCause(), failed);
        } finally {
            lanes.shutdownNow();
        }
    }

    private KindReport kind(StepKind kind, Variant variant, Density density, int place)
            throws SQLException, InterruptedException {
        try (Lane lane = new Lane(server, NODES.incrementAndGet())) {
            Lane.Bench bench = lane.prepare(kind, variant, recovery);
            KindReport report = new KindReport(kind.name(), bench.chunks());
            for (CrashPoint first : Density.sampled(CrashPoint.upTo(bench.chunks()), density.stride(), place)) {
                report.add(List.of(first), bench.run(List.of(first)));
            }
            if (density.hasPairs()) {
                pairs(bench, report, density.pairStride(), place);
            }
            return report;
        }
    }

    /** A second loss of contact, at each point of the recovery from the first. */
    private static void pairs(Lane.Bench bench, KindReport report, int stride, int place)
            throws SQLException, InterruptedException {
        for (CrashPoint first : Density.sampled(CrashPoint.upTo(bench.chunks()), stride, place)) {
            Outcome alone = bench.run(List.of(first));
            if (alone.cuts() == 0) {
                continue;
            }
            for (CrashPoint second : Density.sampled(CrashPoint.upTo(alone.chunks()), stride, first.chunk())) {
                List<CrashPoint> pair = List.of(first, second);
                report.add(pair, bench.run(pair));
            }
        }
    }
}
