package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Operation;
import dev.lockstep.v1.PerEngine;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A node with one table, for planners. */
final class Samples {
    private Samples() {}

    static final TableName ORDERS = TableName.of("orders");
    static final PlanTarget LIVE = new PlanTarget(false, "lockstep");

    static Facts facts(int version, TableFacts table) {
        return new Facts(
                new PostgresVersion(version),
                Map.of(table.name().shown(), table),
                Set.of(table.name()),
                Set.of("text", "integer", "bigint"),
                Set.of(),
                Map.of(),
                Map.of());
    }

    static Facts facts(int version) {
        return facts(version, orders(List.of()));
    }

    static TableFacts orders(List<Dependent> dependents) {
        return new TableFacts(
                ORDERS,
                TableFacts.PLAIN,
                List.of(),
                true,
                true,
                100,
                8192,
                3,
                Map.of("id", column("id", true), "country", column("country", true), "note", column("note", false)),
                Map.of("orders_pkey", index("orders_pkey", true, "id")),
                Map.of(),
                dependents,
                List.of(),
                List.of(),
                TableTraits.PLAIN);
    }

    static ColumnFacts column(String name, boolean notNull) {
        return new ColumnFacts(name, "text", notNull, "", false, false, "", false);
    }

    static IndexFacts index(String name, boolean primary, String... columns) {
        return new IndexFacts(
                name,
                true,
                primary,
                true,
                true,
                primary ? name : "",
                List.of(columns),
                List.of(),
                "CREATE UNIQUE INDEX");
    }

    static PerEngine text(String text) {
        return PerEngine.newBuilder().setAny(text).build();
    }

    static OperationPlan plan(Operation.Builder operation, Facts facts) {
        return OperationPlanners.plan(operation.setLine(3).build(), facts, LIVE);
    }

    /** Phase and first statement of each step, one line each. */
    static List<String> lines(OperationPlan plan) {
        return plan.steps().stream().map(Samples::line).toList();
    }

    private static String line(StepDraft draft) {
        String what = switch (draft.step().getActionCase()) {
            case STATEMENT ->
                draft.step().getStatement().getSql(0).lines().findFirst().orElse("");
            case BACKFILL -> "backfill by " + draft.step().getBackfill().getKeyColumnsList();
            case CHECK -> "check";
            case ACTION_NOT_SET -> "nothing";
        };
        return draft.step().getPhase() + " " + what;
    }
}
