package dev.lockstep.change;

import dev.lockstep.v1.ColumnSpec;
import dev.lockstep.v1.CreateTable;
import dev.lockstep.v1.IndexSpec;
import dev.lockstep.v1.Operation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds operations of one change that do the same twice, or undo each other. */
final class OperationsTogether {
    private final ProblemLog problems;
    /** What was done to each object, such as "add column orders.region", and where. */
    private final Map<String, Place> done = new HashMap<>();

    private OperationsTogether(ProblemLog problems) {
        this.problems = problems;
    }

    static void check(List<PlacedOperation> operations, ProblemLog problems) {
        OperationsTogether together = new OperationsTogether(problems);
        operations.forEach(together::check);
    }

    private void check(PlacedOperation placed) {
        Operation operation = placed.operation();
        Place place = placed.place();
        switch (operation.getKindCase()) {
            case CREATE_TABLE -> createTable(operation.getCreateTable(), place);
            case ADD_COLUMN ->
                addOnce(
                        "column",
                        operation.getAddColumn().getTable(),
                        operation.getAddColumn().getColumn(),
                        place);
            case DROP_COLUMN ->
                dropOnce(
                        "column",
                        operation.getDropColumn().getTable(),
                        operation.getDropColumn().getColumn(),
                        place);
            case ADD_INDEX ->
                addOnce(
                        "index",
                        operation.getAddIndex().getTable(),
                        operation.getAddIndex().getName(),
                        place);
            case DROP_INDEX ->
                dropOnce(
                        "index",
                        operation.getDropIndex().getTable(),
                        operation.getDropIndex().getName(),
                        place);
            case SET_NOT_NULL -> {
                String column = operation.getSetNotNull().getTable() + "."
                        + operation.getSetNotNull().getColumn();
                once("set_not_null of " + column, place);
            }
            case DROP_NOT_NULL ->
                once(
                        "drop_not_null of " + operation.getDropNotNull().getTable() + "."
                                + operation.getDropNotNull().getColumn(),
                        place);
            case SET_DEFAULT ->
                addOnce(
                        "default",
                        operation.getSetDefault().getTable(),
                        operation.getSetDefault().getColumn(),
                        place);
            case DROP_DEFAULT ->
                dropOnce(
                        "default",
                        operation.getDropDefault().getTable(),
                        operation.getDropDefault().getColumn(),
                        place);
            case ADD_CHECK ->
                addConstraint(
                        operation.getAddCheck().getTable(),
                        operation.getAddCheck().getName(),
                        place);
            case ADD_FOREIGN_KEY ->
                addConstraint(
                        operation.getAddForeignKey().getTable(),
                        operation.getAddForeignKey().getName(),
                        place);
            case ADD_UNIQUE ->
                addConstraint(
                        operation.getAddUnique().getTable(),
                        operation.getAddUnique().getName(),
                        place);
            case DROP_CONSTRAINT ->
                dropOnce(
                        "constraint",
                        operation.getDropConstraint().getTable(),
                        operation.getDropConstraint().getName(),
                        place);
            case RENAME_CONSTRAINT ->
                rename(
                        "constraint",
                        operation.getRenameConstraint().getTable(),
                        operation.getRenameConstraint().getName(),
                        operation.getRenameConstraint().getTo(),
                        place);
            case RENAME_INDEX ->
                rename(
                        "index",
                        operation.getRenameIndex().getTable(),
                        operation.getRenameIndex().getName(),
                        operation.getRenameIndex().getTo(),
                        place);
            case RENAME_COLUMN, CHANGE_TYPE, WIDEN_KEY, REPLACE_PRIMARY_KEY, RENAME_TABLE -> {
                // Each has its table to itself: AloneOnTable.
            }
            case SET_COMMENT ->
                once(
                        "set_comment of " + operation.getSetComment().getTable()
                                + (operation.getSetComment().getColumn().isEmpty() ? "" : ".")
                                + operation.getSetComment().getColumn(),
                        place);
            case DROP_TABLE -> dropTable(operation.getDropTable().getTable(), place);
            case ADD_PRIMARY_KEY ->
                addConstraint(
                        operation.getAddPrimaryKey().getTable(),
                        operation.getAddPrimaryKey().getName(),
                        place);
            case ADD_ENUM_VALUE ->
                once(
                        "add_enum_value of " + operation.getAddEnumValue().getType() + " "
                                + operation.getAddEnumValue().getValue(),
                        place);
            case SET_REPLICA_IDENTITY ->
                once(
                        "set_replica_identity of "
                                + operation.getSetReplicaIdentity().getTable(),
                        place);
            case BACKFILL ->
                once(
                        "backfill of " + operation.getBackfill().getTable() + "."
                                + operation.getBackfill().getColumn(),
                        place);
            case CREATE_PARTITION ->
                addOnce(
                        "partition",
                        operation.getCreatePartition().getTable(),
                        operation.getCreatePartition().getPartition(),
                        place);
            case ATTACH_PARTITION ->
                addOnce(
                        "partition",
                        operation.getAttachPartition().getTable(),
                        operation.getAttachPartition().getPartition(),
                        place);
            case DETACH_PARTITION ->
                dropOnce(
                        "partition",
                        operation.getDetachPartition().getTable(),
                        operation.getDetachPartition().getPartition(),
                        place);
            case DROP_PARTITION ->
                dropOnce(
                        "partition",
                        operation.getDropPartition().getTable(),
                        operation.getDropPartition().getPartition(),
                        place);
            case SQL, KIND_NOT_SET -> {}
        }
    }

    private void rename(String kind, String table, String name, String to, Place place) {
        once("rename of the " + kind + " " + table + "." + name, place);
        String object = "the " + kind + " " + table + "." + name;
        Place added = done.get(object + " added");
        if (added != null) {
            problems.add(
                    place,
                    "expected one operation on each " + kind + ", found " + object + " renamed that line "
                            + added.line() + " adds; add it with the new name");
        }
        addOnce(kind, table, to, place);
    }

    private void dropTable(String table, Place place) {
        once("drop_table of " + table, place);
        Place created = done.get("create_table of " + table);
        if (created != null) {
            problems.add(
                    place,
                    "expected one operation on each table, found " + table + " dropped that line " + created.line()
                            + " creates; take both out");
        }
    }

    private void addConstraint(String table, String name, Place place) {
        addOnce("constraint", table, name, place);
    }

    private void createTable(CreateTable table, Place place) {
        once("create_table of " + table.getTable(), place);
        // Repetitions inside the table were told when it was read.
        for (ColumnSpec column : table.getColumnsList()) {
            done.putIfAbsent("the column " + table.getTable() + "." + column.getName() + " added", place);
        }
        for (IndexSpec index : table.getIndexesList()) {
            done.putIfAbsent("the index " + table.getTable() + "." + index.getName() + " added", place);
        }
    }

    private void addOnce(String kind, String table, String name, Place place) {
        String object = "the " + kind + " " + table + "." + name;
        once(object + " added", place);
        Place dropped = done.get(object + " dropped");
        if (dropped != null) {
            problems.add(
                    place,
                    "expected one operation on each " + kind + ", found " + object + " added that line "
                            + dropped.line()
                            + " drops; the old shape goes last, in CONTRACT, so make two changes of it");
        }
    }

    private void dropOnce(String kind, String table, String name, Place place) {
        String object = "the " + kind + " " + table + "." + name;
        once(object + " dropped", place);
        Place added = done.get(object + " added");
        if (added != null) {
            problems.add(
                    place,
                    "expected one operation on each " + kind + ", found " + object + " dropped that line "
                            + added.line() + " adds; take both out");
        }
    }

    private void once(String deed, Place place) {
        Place first = done.putIfAbsent(deed, place);
        if (first != null) {
            problems.add(
                    place,
                    "expected each operation once, found " + deed + " again; the first is at line " + first.line());
        }
    }
}
