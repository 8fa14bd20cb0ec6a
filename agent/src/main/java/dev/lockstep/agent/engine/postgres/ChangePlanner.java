package dev.lockstep.agent.engine.postgres;

import com.google.protobuf.ByteString;
import dev.lockstep.agent.engine.PlanRequest;
import dev.lockstep.chain.Hashing;
import dev.lockstep.chain.Hashing.Domain;
import dev.lockstep.fingerprint.Catalog;
import dev.lockstep.v1.Engine;
import dev.lockstep.v1.Finding;
import dev.lockstep.v1.ObjectChange;
import dev.lockstep.v1.Operation;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.Planned;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Makes the plan of one node for a change: looks, plans, asks the rows, rehearses, and puts the steps in order. */
final class ChangePlanner {

    private final Connection connection;
    private final PlanRequest request;
    private final String ledgerSchema;
    private final List<Finding> findings = new ArrayList<>();

    ChangePlanner(Connection connection, PlanRequest request) {
        this.connection = connection;
        this.request = request;
        this.ledgerSchema = request.address().ledgerSchema();
    }

    /** Inside of a transaction that the caller rolls back. */
    Planned plan() throws SQLException {
        PostgresVersion version = PostgresVersion.read(connection);
        ChangeSubjects named = ChangeSubjects.of(request.change());
        Facts first = PostgresFacts.read(connection, version, named, ledgerSchema);
        ChangeSubjects subjects = named.withReferrers(request.change(), first).withPartitions(request.change(), first);
        Facts found = subjects.equals(named) ? first : PostgresFacts.read(connection, version, subjects, ledgerSchema);
        findings.addAll(PostgresPreflight.standard(request.address()).look(connection, found));
        VersionFacts versions = VersionFactsReader.read(connection, request.change(), named);
        boolean canRehearse =
                findings.stream().noneMatch(finding -> finding.getCode().equals("server-standby"));
        Facts facts = canRehearse
                ? found.with(
                        ArrivalReader.read(connection, request.change(), found),
                        DepartureReader.read(connection, request.change(), found))
                : found;
        VersionPlanner views = new VersionPlanner(
                request.change().getViews(),
                request.change().getOperationsList(),
                Set.copyOf(named.tables()),
                versions,
                version);
        List<PlannedStep> operations = operations(VersionUsers.seen(facts, versions, request.change()), canRehearse);
        List<PlannedStep> steps = inOrder(canRehearse ? withViews(operations, views, versions) : operations);
        Map<StepDraft, List<ObjectChange>> effects = canRehearse
                ? rehearse(steps, subjects, RehearsedTable.of(subjects.tables(), facts, views.rehearsed()))
                : Map.of();
        if (findings.stream().noneMatch(Findings::refuses)) {
            findings.addAll(EffectsInOrder.check(steps, effects));
        }
        if (findings.stream().anyMatch(Findings::refuses)) {
            return Planned.newBuilder().addAllFindings(findings).build();
        }
        ByteString plan = assemble(version, steps, effects, facts).toByteString();
        return Planned.newBuilder()
                .setPlan(plan)
                .setPlanHash(Hashing.hash(Domain.PLAN, plan))
                .setEstimate(Estimates.of(steps, facts, request.rates()))
                .addAllFindings(findings)
                .build();
    }

    /** Steps of views stand last in EXPAND and first in CONTRACT; there are none where all versions use the tables. */
    private List<PlannedStep> withViews(List<PlannedStep> operations, VersionPlanner views, VersionFacts versions)
            throws SQLException {
        Findings notes = new Findings();
        VersionUsers.note(request.change(), versions, notes);
        findings.addAll(notes.list());
        if (!request.change().hasViews()) {
            return operations;
        }
        findings.addAll(VersionChecks.check(request.change(), versions, views.version()));
        if (findings.stream().anyMatch(Findings::refuses)) {
            return operations; // views of what will not be there would only be refused once more
        }
        Map<TableName, String> definitions = VersionDefinitions.read(connection, views.unrehearsed(), ledgerSchema);
        List<PlannedStep> all = new ArrayList<>(views.contract(ledgerSchema));
        all.addAll(operations);
        all.addAll(views.expand(definitions, ledgerSchema));
        return all;
    }

    /** Each operation is planned against the node as it will be after those before it. */
    private List<PlannedStep> operations(Facts facts, boolean canAsk) throws SQLException {
        List<PlannedStep> steps = new ArrayList<>();
        List<List<TableName>> tables = new ArrayList<>();
        List<List<TableName>> early = new ArrayList<>();
        Facts now = facts;
        for (Operation operation : request.change().getOperationsList()) {
            OperationPlan live = OperationPlanners.plan(operation, now, target(false));
            OperationPlan copy = OperationPlanners.plan(operation, now, target(true));
            for (int place = 0; place < live.steps().size(); place++) {
                steps.add(new PlannedStep(live.steps().get(place), copy.steps().get(place), operation.getLine()));
            }
            tables.add(tables(live.steps(), phase -> true));
            early.add(tables(live.steps(), phase -> phase != Phase.CONTRACT));
            findings.addAll(live.findings());
            for (RowQuestion question : canAsk ? live.questions() : List.<RowQuestion>of()) {
                findings.addAll(RowQuestions.ask(connection, question));
            }
            now = live.after();
        }
        findings.addAll(SharedTables.check(request.change().getOperationsList(), tables));
        findings.addAll(SharedTables.checkLeaving(request.change().getOperationsList(), tables, early));
        return steps;
    }

    private static List<TableName> tables(List<StepDraft> steps, Predicate<Phase> phases) {
        return steps.stream()
                .filter(step -> phases.test(step.step().getPhase()))
                .map(StepDraft::table)
                .filter(table -> !table.equals(TableName.NONE))
                .distinct()
                .toList();
    }

    private PlanTarget target(boolean rehearsal) {
        boolean versioned = !request.change().getViews().getAfter().isEmpty();
        return new PlanTarget(rehearsal, ledgerSchema, versioned);
    }

    /** Phase by phase; within a phase in the order of the change. */
    private static List<PlannedStep> inOrder(List<PlannedStep> steps) {
        return steps.stream()
                .sorted(Comparator.comparingInt(
                        step -> step.live().step().getPhase().getNumber()))
                .toList();
    }

    private Map<StepDraft, List<ObjectChange>> rehearse(
            List<PlannedStep> steps, ChangeSubjects subjects, List<RehearsedTable> tables) throws SQLException {
        List<String> touched = new ArrayList<>(subjects.paths());
        for (PlannedStep step : steps) {
            for (Foreseen change : step.live().foreseen()) {
                touched.add(change.root());
                touched.add(change.sourceRoot());
            }
        }
        Catalog live =
                PostgresCatalog.read(connection, CatalogScope.live(ledgerSchema).around(touched));
        Map<StepDraft, List<ObjectChange>> effects = new HashMap<>();
        ForeseenState unseen = new ForeseenState(live);
        for (PlannedStep step : steps) {
            if (step.live().table().equals(TableName.NONE)) {
                effects.put(
                        step.live(),
                        List.copyOf(unseen.make(step.live().foreseen()).values()));
            }
        }
        for (RehearsedTable table : tables) {
            List<PlannedStep> own = steps.stream()
                    .filter(step -> table.has(step.live().table()))
                    .toList();
            if (!own.isEmpty()) {
                PostgresRehearsal.Result result = new PostgresRehearsal(connection, table, live, ledgerSchema).run(own);
                effects.putAll(result.effects());
                findings.addAll(result.findings());
            }
        }
        return effects;
    }

    private Plan assemble(
            PostgresVersion version, List<PlannedStep> steps, Map<StepDraft, List<ObjectChange>> effects, Facts facts) {
        Plan.Builder plan = request.begin().setEngine(Engine.POSTGRES).setVersionClass(version.versionClass());
        for (PlannedStep step : steps) {
            plan.addSteps(step.live().step().toBuilder()
                    .setNumber(plan.getStepsCount() + 1)
                    .addAllEffects(effects.getOrDefault(step.live(), List.of())));
        }
        PartitionsOfSteps partitions =
                PartitionsOfSteps.of(facts, request.change().getOperationsList(), plan.getStepsBuilderList());
        for (int place = 0; place < steps.size(); place++) {
            partitions.mark(plan.getStepsBuilder(place), steps.get(place).live().table());
        }
        return plan.build();
    }
}
