package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Operation;
import java.util.Locale;

/** What an operation is called where people read of it. */
final class OperationWords {
    private OperationWords() {}

    /** In the change's words, such as {@code add_column orders.region}. */
    static String of(Operation operation) {
        return (operation.getKindCase().name().toLowerCase(Locale.ROOT) + " " + subject(operation)).strip();
    }

    private static String subject(Operation operation) {
        return switch (operation.getKindCase()) {
            case CREATE_TABLE -> operation.getCreateTable().getTable();
            case ADD_COLUMN ->
                part(
                        operation.getAddColumn().getTable(),
                        operation.getAddColumn().getColumn());
            case DROP_COLUMN ->
                part(
                        operation.getDropColumn().getTable(),
                        operation.getDropColumn().getColumn());
            case ADD_INDEX ->
                part(operation.getAddIndex().getTable(), operation.getAddIndex().getName());
            case DROP_INDEX ->
                part(
                        operation.getDropIndex().getTable(),
                        operation.getDropIndex().getName());
            case SET_NOT_NULL ->
                part(
                        operation.getSetNotNull().getTable(),
                        operation.getSetNotNull().getColumn());
            case DROP_NOT_NULL ->
                part(
                        operation.getDropNotNull().getTable(),
                        operation.getDropNotNull().getColumn());
            case SET_DEFAULT ->
                part(
                        operation.getSetDefault().getTable(),
                        operation.getSetDefault().getColumn());
            case DROP_DEFAULT ->
                part(
                        operation.getDropDefault().getTable(),
                        operation.getDropDefault().getColumn());
            case ADD_CHECK ->
                part(operation.getAddCheck().getTable(), operation.getAddCheck().getName());
            case ADD_FOREIGN_KEY ->
                part(
                        operation.getAddForeignKey().getTable(),
                        operation.getAddForeignKey().getName());
            case ADD_UNIQUE ->
                part(
                        operation.getAddUnique().getTable(),
                        operation.getAddUnique().getName());
            case DROP_CONSTRAINT ->
                part(
                        operation.getDropConstraint().getTable(),
                        operation.getDropConstraint().getName());
            case RENAME_CONSTRAINT ->
                part(
                        operation.getRenameConstraint().getTable(),
                        operation.getRenameConstraint().getName());
            case RENAME_INDEX ->
                part(
                        operation.getRenameIndex().getTable(),
                        operation.getRenameIndex().getName());
            case RENAME_COLUMN ->
                part(
                        operation.getRenameColumn().getTable(),
                        operation.getRenameColumn().getColumn());
            case RENAME_TABLE -> operation.getRenameTable().getTable();
            case CHANGE_TYPE ->
                part(
                        operation.getChangeType().getTable(),
                        operation.getChangeType().getColumn());
            case WIDEN_KEY -> operation.getWidenKey().getTable();
            case SET_COMMENT ->
                operation.getSetComment().getColumn().isEmpty()
                        ? operation.getSetComment().getTable()
                        : part(
                                operation.getSetComment().getTable(),
                                operation.getSetComment().getColumn());
            case DROP_TABLE -> operation.getDropTable().getTable();
            case ADD_PRIMARY_KEY ->
                part(
                        operation.getAddPrimaryKey().getTable(),
                        operation.getAddPrimaryKey().getName());
            case REPLACE_PRIMARY_KEY -> operation.getReplacePrimaryKey().getTable();
            case ADD_ENUM_VALUE -> operation.getAddEnumValue().getType();
            case CREATE_PARTITION -> operation.getCreatePartition().getPartition();
            case ATTACH_PARTITION -> operation.getAttachPartition().getPartition();
            case DETACH_PARTITION -> operation.getDetachPartition().getPartition();
            case DROP_PARTITION -> operation.getDropPartition().getPartition();
            case SET_REPLICA_IDENTITY -> operation.getSetReplicaIdentity().getTable();
            case BACKFILL ->
                part(operation.getBackfill().getTable(), operation.getBackfill().getColumn());
            case SQL, KIND_NOT_SET -> "";
        };
    }

    private static String part(String table, String name) {
        return table + "." + name;
    }
}
