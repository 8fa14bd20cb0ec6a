package dev.lockstep.agent.engine.mysql;

import com.google.protobuf.ByteString;
import dev.lockstep.agent.engine.NodeRates;
import dev.lockstep.agent.engine.PlanRequest;
import dev.lockstep.chain.Hashing;
import dev.lockstep.chain.Hashing.Domain;
import dev.lockstep.v1.Finding;
import dev.lockstep.v1.ObjectChange;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.PlanEstimate;
import dev.lockstep.v1.Planned;
import dev.lockstep.v1.Severity;
import dev.lockstep.v1.Step;
import dev.lockstep.v1.StepEstimate;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes a node's plan: reads the facts, lets the pure planners work, looks for reasons to refuse, and rehearses. */
final class NodePlanner {

    private static final List<PreflightCheck> CHECKS = List.of(
            new DurabilityCheck(),
            new ReadOnlyCheck(),
            new SessionModeCheck(),
            new PrivilegesCheck(),
            new BinaryLogTrust(),
            new LongTransactionsCheck(),
            new RowVersionsCheck(),
            new RowSamplesCheck(),
            new ProbeQueriesCheck());

    private final Connection connection;
    private final PlanRequest request;
    private final MySqlServer server;
    private final String schema;
    private final ColumnTypes types;
    private final ChangePlanner planner;

    NodePlanner(Connection connection, PlanRequest request) throws SQLException {
        this.connection = connection;
        this.request = request;
        this.server = MySqlServer.read(connection);
        this.schema = NodeSchema.of(connection);
        this.types = new ColumnTypes(server, request.change());
        this.planner = new ChangePlanner(server, types);
    }

    Planned plan() throws SQLException {
        Set<String> tables = ChangePlanner.tables(request.change());
        SchemaFacts facts = new FactsReader(connection, server, schema).read(tables);
        Recipe recipe = planner.plan(request.change(), facts, Naming.LIVE);
        List<Finding> findings = new ArrayList<>(recipe.findings());
        PlanScope scope = new PlanScope(server, schema, request.change(), types, facts, recipe.steps());
        for (PreflightCheck check : CHECKS) {
            findings.addAll(check.look(connection, scope));
        }
        List<Step> steps = recipe.isRefused() ? List.of() : rehearsed(recipe, tables, facts, findings);
        Planned.Builder planned = Planned.newBuilder().addAllFindings(findings);
        if (findings.stream().noneMatch(finding -> finding.getSeverity() == Severity.REFUSE)) {
            ByteString bytes = plan(steps).toByteString();
            planned.setPlan(bytes)
                    .setPlanHash(Hashing.hash(Domain.PLAN, bytes))
                    .setEstimate(estimate(recipe.steps(), facts, request.rates()));
        }
        return planned.build();
    }

    private List<Step> rehearsed(Recipe recipe, Set<String> tables, SchemaFacts facts, List<Finding> findings)
            throws SQLException {
        List<Step> steps = new ArrayList<>();
        try (Rehearsal rehearsal =
                new Rehearsal(connection, server, schema, request.address().ledgerSchema(), tables)) {
            rehearsal.begin(facts.tables().keySet());
            List<Recipe.Draft> copies =
                    planner.plan(request.change(), facts, rehearsal.naming()).steps();
            for (int index = 0; index < copies.size(); index++) {
                Step live = recipe.steps().get(index).step();
                Optional<List<ObjectChange>> effects =
                        effects(rehearsal, copies.get(index).step(), live, findings);
                if (effects.isEmpty()) {
                    return List.of(); // what follows would fail only because this did
                }
                steps.add(live.toBuilder()
                        .setNumber(index + 1)
                        .addAllEffects(effects.get())
                        .build());
            }
        }
        return steps;
    }

    private static Optional<List<ObjectChange>> effects(
            Rehearsal rehearsal, Step copy, Step live, List<Finding> findings) throws SQLException {
        boolean raw = !live.getStatement().getDoneWhen().isEmpty();
        if (raw) {
            return Optional.of(List.of());
        }
        try {
            List<ObjectChange> effects = rehearsal.run(copy);
            if (live.hasStatement() && effects.isEmpty()) {
                findings.add(Findings.refuse(
                        "no-effect",
                        live.getOperation() + ": expected step \"" + live.getSummary()
                                + "\" to change the catalog, but it changes nothing, so nobody could tell after a "
                                + "crash whether it ran"));
                return Optional.empty();
            }
            if (live.getOperation().startsWith("set_not_null") && live.hasStatement()) {
                rehearsal
                        .unforeseen(effects)
                        .ifPresent(objection -> findings.add(Findings.refuse(
                                "definition-changes",
                                live.getOperation() + ": expected step \"" + live.getSummary()
                                        + "\" to change nothing but NULL to NOT NULL, but " + objection
                                        + "; use a raw step")));
            }
            return Optional.of(effects);
        } catch (SQLException refused) {
            if (refused.getErrorCode() == BinaryLogTrust.ERROR) {
                findings.remove(BinaryLogTrust.refusal());
                findings.add(BinaryLogTrust.refusal());
                return Optional.empty();
            }
            findings.add(Findings.refuse(
                    "server-refuses",
                    live.getOperation() + ": expected the server to take step \"" + live.getSummary()
                            + "\" on an empty copy of the table, but it says: " + refused.getMessage() + " (error "
                            + refused.getErrorCode() + "); correct the operation"));
            return Optional.empty();
        }
    }

    private Plan plan(List<Step> steps) {
        return request.begin()
                .setEngine(server.family().engine())
                .setVersionClass(server.versionClass())
                .addAllSteps(steps)
                .build();
    }

    private static PlanEstimate estimate(List<Recipe.Draft> drafts, SchemaFacts facts, NodeRates rates) {
        PlanEstimate.Builder estimate = PlanEstimate.newBuilder();
        for (int index = 0; index < drafts.size(); index++) {
            Cost cost = drafts.get(index).cost();
            Optional<TableFacts> table = facts.table(drafts.get(index).table());
            long rows = cost.touchesRows() ? table.map(TableFacts::rows).orElse(0L) : 0;
            long bytes = cost.touchesRows() ? table.map(TableFacts::bytes).orElse(0L) : 0;
            estimate.addSteps(StepEstimate.newBuilder()
                    .setStep(index + 1)
                    .setRows(rows)
                    .setBytes(bytes)
                    .setMillis(cost.millis(rows, bytes, rates))
                    .setKind(cost.kind())
                    .setMeasured(cost.touchesRows() && rates.knows(cost.kind())));
        }
        return estimate.build();
    }
}
