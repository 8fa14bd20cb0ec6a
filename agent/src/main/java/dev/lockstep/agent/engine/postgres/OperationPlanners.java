package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Operation;
import java.util.Locale;

/** Which planner is for which operation, and what the operation is called. */
final class OperationPlanners {
    private OperationPlanners() {}

    /** A pure function: the same operation, facts and target give the same plan. */
    static OperationPlan plan(Operation operation, Facts facts, PlanTarget target) {
        OperationPlan plan = switch (operation.getKindCase()) {
            case CREATE_TABLE -> CreateTablePlanner.plan(operation.getCreateTable(), facts, target);
            case ADD_COLUMN -> AddColumnPlanner.plan(operation.getAddColumn(), facts, target);
            case DROP_COLUMN -> DropColumnPlanner.plan(operation.getDropColumn(), facts, target);
            case ADD_INDEX -> AddIndexPlanner.plan(operation.getAddIndex(), facts, target);
            case DROP_INDEX -> DropIndexPlanner.plan(operation.getDropIndex(), facts, target);
            case SET_NOT_NULL -> SetNotNullPlanner.plan(operation.getSetNotNull(), facts, target);
            case SQL -> RawSqlPlanner.plan(operation.getSql(), facts);
            case KIND_NOT_SET -> unknown(facts);
        };
        return plan.about(words(operation), operation.getLine());
    }

    /** In the change's words, such as {@code add_column orders.region}. */
    static String words(Operation operation) {
        String subject = switch (operation.getKindCase()) {
            case CREATE_TABLE -> operation.getCreateTable().getTable();
            case ADD_COLUMN ->
                operation.getAddColumn().getTable() + "."
                        + operation.getAddColumn().getColumn();
            case DROP_COLUMN ->
                operation.getDropColumn().getTable() + "."
                        + operation.getDropColumn().getColumn();
            case ADD_INDEX ->
                operation.getAddIndex().getTable() + "."
                        + operation.getAddIndex().getName();
            case DROP_INDEX ->
                operation.getDropIndex().getTable() + "."
                        + operation.getDropIndex().getName();
            case SET_NOT_NULL ->
                operation.getSetNotNull().getTable() + "."
                        + operation.getSetNotNull().getColumn();
            case SQL -> "";
            case KIND_NOT_SET -> "";
        };
        return (operation.getKindCase().name().toLowerCase(Locale.ROOT) + " " + subject).strip();
    }

    private static OperationPlan unknown(Facts facts) {
        return OperationPlan.refused(
                facts,
                new Findings()
                        .refuse(
                                "operation-unknown",
                                "expected an operation that this agent knows, found one that it does not; update the agent")
                        .list());
    }
}
