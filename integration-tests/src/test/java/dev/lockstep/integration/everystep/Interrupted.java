package dev.lockstep.integration.everystep;

import dev.lockstep.agent.engine.SessionPurpose;
import dev.lockstep.agent.node.NodeSession;
import dev.lockstep.deploy.servers.DatabaseServer;
import dev.lockstep.integration.crash.Script;
import dev.lockstep.integration.crash.Variant;
import dev.lockstep.v1.Change;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.Planned;
import dev.lockstep.v1.Step;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One change through the agent on a copy of a database, with disturbances at random steps, while somebody writes. */
public final class Interrupted {
    private static final int MOST_SECONDS = 120;
    private static final int OF_STEPS = 60;
    private static final int FROM_RELEASE = 15;

    private Interrupted() {}

    /** Who writes meanwhile; called by one thread. */
    public interface Writers {
        /**
         * Writes once.
         *
         * @param renewed whether the writer knows the new shape
         */
        void write(Connection connection, boolean renewed) throws SQLException;
    }

    /** Looks at the database when all is over. */
    public interface Inspection {
        void look(Connection connection) throws SQLException;
    }

    /**
     * What became of it.
     *
     * @param back whether it really turned round; a step that had nothing to do cannot be halted
     * @param disturbed what happened, for people
     */
    public record End(boolean back, String disturbed, List<String> wrong) {}

    /**
     * To the end, or to somewhere and back.
     *
     * @param database has a ledger, and nobody is on it
     * @param back whether the epoch is halted on the way and undone
     * @param inspection is not asked where the run came to no end
     */
    public static End run(
            DatabaseServer server,
            String database,
            Change change,
            boolean back,
            long seed,
            Writers writers,
            Inspection inspection)
            throws SQLException {
        StepNode node = StepNode.copyOf(server, database);
        Planned planned;
        Plan plan;
        try (NodeSession session = node.agents().open(SessionPurpose.DRIVER)) {
            planned = session.plan(change, Script.of(change).changeHash(), Script.EPOCH);
            plan = Bench.planOf(planned);
        }
        Plot plot = plot(plan, back, new Random(seed));
        Applications applications = new Applications(List.of(
                new Statements(Side.OLD, node.connect(), writers), new Statements(Side.NEW, node.connect(), writers)));
        Differences differences = new Differences();
        List<String> missed = new ArrayList<>();
        boolean turned = false;
        try (EveryStep run =
                new EveryStep(node, Script.of(change), planned, plan, plot, Variant.PRODUCTION, applications)) {
            boolean ends = toTheEnd(run, differences);
            applications.failures().forEach(differences::other);
            missed.addAll(run.missed());
            turned = plot.fromRelease()
                    || plot.forward().entrySet().stream()
                            .anyMatch(each -> each.getValue().isHalt() && !missed.contains("forward " + each.getKey()));
            if (ends) {
                run.world()
                        .follower()
                        .catalog()
                        .own()
                        .keySet()
                        .forEach(own -> differences.other("left behind: " + own));
                Judge.ledger(run.world().follower(), plan, turned, differences);
                inspection.look(run.world().control());
            }
        }
        String disturbed = "forward %s back %s from release %s missed %s"
                .formatted(plot.forward(), plot.back(), plot.fromRelease(), missed);
        return new End(turned, disturbed, differences.sentences());
    }

    private static boolean toTheEnd(EveryStep run, Differences differences) throws SQLException {
        ExecutorService runner = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "interrupted");
            thread.setDaemon(true);
            return thread;
        });
        try {
            runner.submit(() -> {
                        run.run();
                        return true;
                    })
                    .get(MOST_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException late) {
            run.world().endAll();
            differences.other("stuck: no end within " + MOST_SECONDS + " s");
        } catch (ExecutionException failed) {
            differences.other(
                    (failed.getCause() instanceof NoEnd noEnd && !noEnd.byHand() ? "stuck: " : "a person is asked: ")
                            + failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            differences.other("interrupted");
        } finally {
            runner.shutdownNow();
        }
        return false;
    }

    private static Plot plot(Plan plan, boolean back, Random random) {
        Map<Integer, Disturbance> forward = new HashMap<>();
        Map<Integer, Disturbance> undone = new HashMap<>();
        List<Step> steps = plan.getStepsList().stream()
                .filter(step -> !back || step.getPhase() != Phase.CONTRACT)
                .toList();
        boolean fromRelease = back && (steps.isEmpty() || random.nextInt(100) < FROM_RELEASE);
        int last = back && !fromRelease ? random.nextInt(steps.size()) : steps.size() - 1;
        for (Step step : steps.subList(0, last + 1)) {
            if (random.nextInt(100) < OF_STEPS) {
                forward.put(step.getNumber(), any(Disturbance.FORWARD, random));
            }
            if (back && step.getUndo().getSqlCount() > 0 && random.nextInt(100) < OF_STEPS) {
                undone.put(step.getNumber(), any(Disturbance.BACK, random));
            }
        }
        if (back && !fromRelease) {
            forward.put(steps.get(last).getNumber(), any(Disturbance.TURNING, random));
        }
        return new Plot("random", "random", forward, undone, fromRelease);
    }

    private static Disturbance any(java.util.Set<Disturbance> some, Random random) {
        return List.copyOf(new java.util.TreeSet<>(some)).get(random.nextInt(some.size()));
    }

    /** An application whose statements somebody else knows. */
    private record Statements(Side side, Connection connection, Writers writers) implements Writing {
        @Override
        public void turn() throws SQLException {
            writers.write(connection, side == Side.NEW);
        }

        @Override
        public Differences misread() {
            return new Differences();
        }

        @Override
        public void close() {
            try {
                connection.close();
            } catch (SQLException gone) {
                throw new IllegalStateException("the connection of a writer was gone", gone);
            }
        }
    }
}
