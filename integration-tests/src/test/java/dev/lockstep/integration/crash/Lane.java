package dev.lockstep.integration.crash;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.lockstep.deploy.servers.DatabaseServer;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.Planned;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A node of its own on which runs follow each other; several lanes share a server. Used by one thread. */
final class Lane implements AutoCloseable {
    private static final long MOST_SECONDS = 60;

    private final CrashNode node;
    private final ExecutorService runner = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "crash-run");
        thread.setDaemon(true);
        return thread;
    });

    Lane(DatabaseServer server, int number) throws SQLException {
        this.node = CrashNode.of(server, number);
    }

    /** A kind of step on this lane, with what it comes to without faults. */
    Bench prepare(StepKind kind, Variant variant, Recovery recovery) throws SQLException, InterruptedException {
        Planned planned = CrashRun.plan(node, kind);
        CrashRun run = new CrashRun(node, kind, planned, Variant.PRODUCTION, Recovery.NEW_PROCESS);
        CrashRun.Ended ended = run.run(List.of());
        node.awaitQuiet();
        End end = End.of(node);
        boolean done = ended.recovered()
                .filter(report -> report.hasPhaseDone() || report.hasUndoDone() || report.hasPlanned())
                .isPresent();
        if (!done || end.position() != run.lastDirective()) {
            throw new IllegalStateException("expected that \"" + kind + "\" works without faults, found " + ended);
        }
        return new Bench(kind, planned, variant, recovery, new Judge(end, kind, planOf(planned)), ended.chunks());
    }

    private static Plan planOf(Planned planned) {
        try {
            return Plan.parseFrom(planned.getPlan());
        } catch (InvalidProtocolBufferException unreadable) {
            throw new IllegalStateException("a plan that was just made cannot be read", unreadable);
        }
    }

    /** A kind of step that is ready to be run with faults. */
    final class Bench {
        private final StepKind kind;
        private final Planned planned;
        private final Variant variant;
        private final Recovery recovery;
        private final Judge judge;
        private final int chunks;

        private Bench(StepKind kind, Planned planned, Variant variant, Recovery recovery, Judge judge, int chunks) {
            this.kind = kind;
            this.planned = planned;
            this.variant = variant;
            this.recovery = recovery;
            this.judge = judge;
            this.chunks = chunks;
        }

        /** How many chunks there are to cut at. */
        int chunks() {
            return chunks;
        }

        Outcome run(List<CrashPoint> points) throws SQLException, InterruptedException {
            CrashRun run = new CrashRun(node, kind, planned, variant, recovery);
            Future<CrashRun.Ended> running = runner.submit(() -> run.run(points));
            CrashRun.Ended ended = ended(running);
            boolean quiet = node.awaitQuiet();
            return judge.outcome(ended, End.of(node), quiet);
        }

        private CrashRun.Ended ended(Future<CrashRun.Ended> running) throws SQLException, InterruptedException {
            try {
                return running.get(MOST_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException late) {
                node.proxy().refuse(true);
                node.proxy().cut();
                running.cancel(true);
                node.proxy().heal();
                return new CrashRun.Ended(Optional.empty(), 0, 0, "no end within " + MOST_SECONDS + " seconds");
            } catch (ExecutionException failed) {
                throw new SQLException("a run failed beside its faults: " + failed.getCause(), failed);
            }
        }
    }

    @Override
    public void close() throws SQLException {
        runner.shutdownNow();
        node.close();
    }
}
