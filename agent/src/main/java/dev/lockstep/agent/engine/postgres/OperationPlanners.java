package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Operation;

/** Which planner is for which operation. */
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
            case DROP_NOT_NULL -> DropNotNullPlanner.plan(operation.getDropNotNull(), facts, target);
            case SET_DEFAULT -> SetDefaultPlanner.plan(operation.getSetDefault(), facts, target);
            case DROP_DEFAULT -> DropDefaultPlanner.plan(operation.getDropDefault(), facts, target);
            case ADD_CHECK -> AddCheckPlanner.plan(operation.getAddCheck(), facts, target);
            case ADD_FOREIGN_KEY -> AddForeignKeyPlanner.plan(operation.getAddForeignKey(), facts, target);
            case ADD_UNIQUE -> AddUniquePlanner.plan(operation.getAddUnique(), facts, target);
            case DROP_CONSTRAINT -> DropConstraintPlanner.plan(operation.getDropConstraint(), facts, target);
            case RENAME_CONSTRAINT -> RenameConstraintPlanner.plan(operation.getRenameConstraint(), facts, target);
            case RENAME_INDEX -> RenameIndexPlanner.plan(operation.getRenameIndex(), facts, target);
            case RENAME_COLUMN -> RenameColumnPlanner.plan(operation.getRenameColumn(), facts, target);
            case RENAME_TABLE -> RenameTablePlanner.plan(operation.getRenameTable(), facts, target);
            case CHANGE_TYPE -> ChangeTypePlanner.plan(operation.getChangeType(), facts, target);
            case WIDEN_KEY -> WidenKeyPlanner.plan(operation.getWidenKey(), facts, target);
            case SET_COMMENT -> SetCommentPlanner.plan(operation.getSetComment(), facts, target);
            case DROP_TABLE -> DropTablePlanner.plan(operation.getDropTable(), facts, target);
            case ADD_PRIMARY_KEY -> AddPrimaryKeyPlanner.plan(operation.getAddPrimaryKey(), facts, target);
            case REPLACE_PRIMARY_KEY -> ReplacePrimaryKeyPlanner.plan(operation.getReplacePrimaryKey(), facts, target);
            case ADD_ENUM_VALUE -> AddEnumValuePlanner.plan(operation.getAddEnumValue(), facts, target);
            case SET_REPLICA_IDENTITY ->
                SetReplicaIdentityPlanner.plan(operation.getSetReplicaIdentity(), facts, target);
            case BACKFILL -> FillRowsPlanner.plan(operation.getBackfill(), facts, target);
            case CREATE_PARTITION -> CreatePartitionPlanner.plan(operation.getCreatePartition(), facts, target);
            case ATTACH_PARTITION -> AttachPartitionPlanner.plan(operation.getAttachPartition(), facts, target);
            case DETACH_PARTITION -> LeavingPartitionPlanner.detach(operation.getDetachPartition(), facts, target);
            case DROP_PARTITION -> LeavingPartitionPlanner.drop(operation.getDropPartition(), facts, target);
            case SQL -> RawSqlPlanner.plan(operation.getSql(), facts);
            case KIND_NOT_SET -> unknown(facts);
        };
        return plan.filling(facts).about(OperationWords.of(operation), operation.getLine());
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
