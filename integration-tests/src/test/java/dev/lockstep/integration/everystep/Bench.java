package dev.lockstep.integration.everystep;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.lockstep.agent.engine.SessionPurpose;
import dev.lockstep.agent.node.NodeSession;
import dev.lockstep.chain.Hashing;
import dev.lockstep.chain.Hashing.Domain;
import dev.lockstep.change.ChangeFile;
import dev.lockstep.change.ChangeFileResult;
import dev.lockstep.deploy.servers.DatabaseServer;
import dev.lockstep.fingerprint.Catalog;
import dev.lockstep.integration.crash.Script;
import dev.lockstep.integration.crash.Variant;
import dev.lockstep.integration.postgres.Scenario;
import dev.lockstep.v1.Change;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.Planned;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

/** A scenario that is ready to be run as often as wanted, each time on a copy of its node. Used by one thread. */
final class Bench implements AutoCloseable {
    private static final String WRITERS = "writers.txt";
    private static final long MOST_SECONDS = 90;

    private final Scenario scenario;
    private final Change change;
    private final StepNode template;
    private final Planned planned;
    private final Plan plan;
    private final Values values;
    private final List<TableModel> seeds = new ArrayList<>();
    private final Map<String, List<String>> viewsAfter = new TreeMap<>();
    private final Judge judge;
    private final ExecutorService runner = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "every-step");
        thread.setDaemon(true);
        return thread;
    });

    private Bench(Scenario scenario, DatabaseServer server, UnaryOperator<Plan> edit)
            throws SQLException, InterruptedException, NoEnd {
        this.scenario = scenario;
        this.change = read(scenario);
        this.values = Values.of(scenario.has(WRITERS) ? scenario.read(WRITERS) : "");
        this.template = StepNode.with(server, scenario.setup());
        Catalog beginning;
        Map<String, TableShape> before;
        try (NodeSession session = template.agents().open(SessionPurpose.DRIVER);
                Connection connection = template.connect()) {
            Planned accepted = session.plan(change, Script.of(change).changeHash(), Script.EPOCH);
            if (accepted.getPlan().isEmpty()) {
                throw new NoEnd(true, scenario + " is refused: " + accepted.getFindingsList());
            }
            this.plan = edit.apply(planOf(accepted));
            this.planned = accepted.toBuilder()
                    .setPlan(plan.toByteString())
                    .setPlanHash(Hashing.hash(Domain.PLAN, plan.toByteString()))
                    .build();
            beginning = session.catalog();
            before = ShapeReader.read(connection);
            StepNode.forgetEffects(connection);
        }
        this.judge = seed(beginning, before);
    }

    static Bench of(Scenario scenario, DatabaseServer server) throws SQLException, InterruptedException, NoEnd {
        return new Bench(scenario, server, UnaryOperator.identity());
    }

    /** One whose plan is another than the planner's: for controls. */
    static Bench of(Scenario scenario, DatabaseServer server, UnaryOperator<Plan> edit)
            throws SQLException, InterruptedException, NoEnd {
        return new Bench(scenario, server, edit);
    }

    private static Change read(Scenario scenario) {
        ChangeFileResult result = ChangeFile.read("change.yaml", scenario.change());
        if (result instanceof ChangeFileResult.Read read) {
            return read.change();
        }
        throw new IllegalStateException("the change file of " + scenario + " is wrong: " + result);
    }

    static Plan planOf(Planned planned) {
        try {
            return Plan.parseFrom(planned.getPlan());
        } catch (InvalidProtocolBufferException unreadable) {
            throw new IllegalStateException("a plan that was just made cannot be read", unreadable);
        }
    }

    /** Goes to the end once without disturbances and applications, and learns what applications and the judge must know. */
    private Judge seed(Catalog beginning, Map<String, TableShape> before)
            throws SQLException, InterruptedException, NoEnd {
        StepNode node = template.copy();
        try (EveryStep quiet = new EveryStep(
                node,
                Script.of(change),
                planned,
                plan,
                Plot.undisturbed(),
                Variant.PRODUCTION,
                new Applications(List.of()))) {
            quiet.run();
            Connection connection = quiet.world().control();
            Map<String, TableShape> after = ShapeReader.read(connection);
            try (Connection seeding = template.connect()) {
                for (TableStory story : ChangeStory.of(change, before, after)) {
                    TableModel model = new TableModel(story);
                    model.seed(seeding, new Expressions(seeding));
                    seeds.add(model);
                    readView(connection, story);
                }
            }
            return new Judge(beginning, quiet.world().follower().catalog(), StepNode.effects(connection), plan);
        }
    }

    private void readView(Connection connection, TableStory story) throws SQLException {
        TableShape now = story.now();
        String schema = change.getViews().getAfter();
        if (now != null && !schema.isEmpty()) {
            List<String> columns = ShapeReader.columnsOf(connection, schema, now.table());
            if (!columns.isEmpty()) {
                viewsAfter.put(now.name(), columns);
            }
        }
    }

    Plan plan() {
        return plan;
    }

    Scenario scenario() {
        return scenario;
    }

    /** Whether rows of the new application stand in the way of the old one until a person has filled them, as the plan says. */
    boolean hasWayBackFromRelease() {
        return plan.getStepsList().stream()
                .noneMatch(step -> step.getUndo().getLoses().contains("by hand"));
    }

    /** Runs a plot on a copy. */
    Seen run(Plot plot, Variant variant) throws SQLException, InterruptedException {
        List<TableModel> models = seeds.stream().map(TableModel::copy).toList();
        StepNode node = template.copy();
        Applications applications = new Applications(applications(node, models));
        try (EveryStep run = new EveryStep(node, Script.of(change), planned, plan, plot, variant, applications)) {
            Differences differences = new Differences();
            boolean stuck = false;
            boolean byHand = false;
            try {
                toTheEnd(run);
            } catch (NoEnd noEnd) {
                stuck = !noEnd.byHand();
                byHand = noEnd.byHand();
                differences.other((stuck ? "stuck: " : "a person is asked: ") + noEnd.getMessage());
            }
            applications.failures().forEach(differences::other);
            if (!stuck && !byHand) {
                judge.judge(run.world(), plot.turns(), models, differences);
            }
            return new Seen(
                    run.missed(),
                    differences.lost(),
                    differences.doubled(),
                    stuck,
                    byHand,
                    differences.isEmpty() ? List.of() : differences.sentences());
        }
    }

    private void toTheEnd(EveryStep run) throws SQLException, InterruptedException, NoEnd {
        Future<?> running = runner.submit(() -> {
            run.run();
            return true;
        });
        try {
            running.get(MOST_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            run.world().endAll();
            running.cancel(true);
            throw new NoEnd(false, "no end within " + MOST_SECONDS + " s");
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            if (cause instanceof NoEnd noEnd) {
                throw noEnd;
            }
            throw new NoEnd(true, "a run failed: " + cause);
        }
    }

    private List<Application> applications(StepNode node, List<TableModel> models) throws SQLException {
        List<Application> all = new ArrayList<>();
        Neighbours neighbours = new Neighbours(models);
        Connection calculator = node.connect();
        for (Side side : Side.values()) {
            List<Relation> relations = new ArrayList<>();
            for (TableModel model : models) {
                if (model.story().shape(side).isPresent() && !isLeftAlone(model)) {
                    relations.add(relation(model, side));
                }
            }
            all.add(new Application(side, node.connect(), new Expressions(calculator), values, neighbours, relations));
        }
        return all;
    }

    /** What becomes a partition must fit into it all the time, which the catalog does not tell before it is one. */
    private boolean isLeftAlone(TableModel model) {
        TableShape old = model.story().old();
        return old != null
                && (values.isLeftAlone(old)
                        || seeds.stream()
                                .anyMatch(other -> other.story().joining().contains(old.name())));
    }

    private Relation relation(TableModel model, Side side) {
        TableShape shape = model.story().shape(side).orElseThrow();
        List<String> view = side == Side.NEW ? viewsAfter.get(shape.name()) : null;
        List<String> all = shape.columns().stream().map(Column::name).toList();
        return view == null
                ? new Relation(model, side, shape.schema(), all)
                : new Relation(model, side, change.getViews().getAfter(), view);
    }

    @Override
    public void close() throws SQLException {
        runner.shutdownNow();
        template.close();
    }
}
