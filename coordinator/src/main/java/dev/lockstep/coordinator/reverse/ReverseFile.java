package dev.lockstep.coordinator.reverse;

import dev.lockstep.coordinator.core.Epoch;
import dev.lockstep.coordinator.core.FleetState;
import dev.lockstep.v1.Change;
import dev.lockstep.v1.DetachPartition;
import dev.lockstep.v1.DropPartition;
import dev.lockstep.v1.Engine;
import dev.lockstep.v1.Operation;
import dev.lockstep.v1.ReplacePrimaryKey;
import dev.lockstep.v1.ReverseChange;
import dev.lockstep.v1.Views;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Writes the change file that takes an epoch back, last operation first. It says what comes back empty, and what nobody can know. Pure. */
public final class ReverseFile {
    private static final int LONGEST_NAME = 100;
    private static final String SUFFIX = "-reverse";
    private static final int LONGEST_SCHEMA = 63;
    private static final String VERSION_SUFFIX = "_reverse";

    private final long epoch;
    private final Change change;
    private final Set<String> leftOut;
    private final Recorded recorded;

    private ReverseFile(long epoch, Change change, Set<String> leftOut, Recorded recorded) {
        this.epoch = epoch;
        this.change = change;
        this.leftOut = leftOut;
        this.recorded = recorded;
    }

    /**
     * The file.
     *
     * @param epoch to take back
     * @param before the fleet when the epoch opened
     */
    public static ReverseChange of(Epoch epoch, FleetState before) {
        return of(epoch.number(), epoch.change(), epoch.leftOut().keySet(), Recorded.of(epoch, before));
    }

    /**
     * The file.
     *
     * @param epoch to take back
     * @param change what it did
     * @param leftOut nodes that it went on without
     * @param recorded what the nodes that it bound looked like when it opened
     */
    public static ReverseChange of(long epoch, Change change, Set<String> leftOut, Recorded recorded) {
        return new ReverseFile(epoch, change, leftOut, recorded).write();
    }

    private ReverseChange write() {
        List<Draft> drafts = new ArrayList<>();
        List<Operation> operations = change.getOperationsList();
        for (int i = operations.size() - 1; i >= 0; i--) {
            drafts.add(reverse(operations.get(i)));
        }
        boolean hasOperation = drafts.stream().anyMatch(Draft::hasOperation);
        List<String> lines = new ArrayList<>(head());
        lines.add(hasOperation ? "operations:" : "operations: []");
        drafts.forEach(draft -> lines.addAll(draft.text()));
        return ReverseChange.newBuilder()
                .setChangeFile(String.join("\n", lines) + "\n")
                .setComplete(drafts.stream().allMatch(Draft::isWhole))
                .build();
    }

    private List<String> head() {
        String name = change.getName();
        String shortened = name.substring(0, Math.min(name.length(), LONGEST_NAME - SUFFIX.length()));
        List<String> lines = new ArrayList<>();
        lines.add("# Takes back epoch " + epoch + " (" + name + "). It brings back the shape, never the rows:");
        lines.add("# what was dropped is in a backup from before the epoch, or nowhere. Read it before you apply it.");
        if (!leftOut.isEmpty()) {
            lines.add("# The epoch went on without "
                    + String.join(", ", leftOut)
                    + ": these nodes have the shape from before already.");
        }
        lines.add("change: " + Draft.quoted(shortened + SUFFIX));
        lines.add("fleet: " + Draft.quoted(change.getFleet()));
        lines.add("why: " + Draft.quoted("Takes back epoch " + epoch + " (" + name + ")"));
        if (change.hasViews()) {
            lines.addAll(views(change.getViews()));
        }
        return lines;
    }

    /** What was the version after is the one before now; the other one's schema has gone, so its name is free. */
    private static List<String> views(Views views) {
        if (views.getAfter().isEmpty()) {
            return List.of("views: {after: " + Draft.quoted(views.getBefore()) + "}");
        }
        boolean hadOne = !views.getBefore().isEmpty();
        String after = views.getAfter();
        String comesBack = hadOne
                ? views.getBefore()
                : after.substring(0, Math.min(after.length(), LONGEST_SCHEMA - VERSION_SUFFIX.length()))
                        + VERSION_SUFFIX;
        List<String> lines = new ArrayList<>();
        if (!hadOne) {
            lines.add("# The version before used the tables; from now on it has views, like the one after it.");
        }
        lines.add("views: {before: " + Draft.quoted(after) + ", after: " + Draft.quoted(comesBack) + "}");
        return lines;
    }

    private Draft reverse(Operation operation) {
        return switch (operation.getKindCase()) {
            case ADD_COLUMN -> ColumnReversal.ofAdded(operation.getAddColumn());
            case DROP_COLUMN -> {
                String table = operation.getDropColumn().getTable();
                String column = operation.getDropColumn().getColumn();
                yield ColumnReversal.ofDropped(table, column, recorded.definitions(Recorded.column(table, column)));
            }
            case ADD_INDEX ->
                new Draft()
                        .line("drop_index:")
                        .line("table: " + Draft.quoted(operation.getAddIndex().getTable()))
                        .line("name: " + Draft.quoted(operation.getAddIndex().getName()));
            case DROP_INDEX -> {
                String table = operation.getDropIndex().getTable();
                String name = operation.getDropIndex().getName();
                yield IndexReversal.ofDropped(
                        table,
                        name,
                        recorded.definitions(Recorded.index(table, name)),
                        recorded.definitions(Recorded.table(table)));
            }
            case SQL -> RawReversal.of(operation.getSql());
            case CREATE_TABLE ->
                TableReversal.ofCreated(operation.getCreateTable().getTable());
            case DROP_TABLE -> DroppedTable.of(operation.getDropTable().getTable(), recorded);
            case RENAME_CONSTRAINT -> TableReversal.ofRenamed(operation.getRenameConstraint());
            case RENAME_INDEX -> TableReversal.ofRenamed(operation.getRenameIndex());
            case CHANGE_TYPE -> TypeReversal.of(operation.getChangeType(), recorded, change.hasViews());
            case WIDEN_KEY ->
                new Draft()
                        .notYet("a key is not made narrower: "
                                + operation.getWidenKey().getTable()
                                + " may have keys by now that need the room; it stays bigint");
            case RENAME_TABLE -> TableReversal.ofRenamed(operation.getRenameTable());
            case RENAME_COLUMN -> ColumnReversal.ofRenamed(operation.getRenameColumn());
            case SET_COMMENT -> {
                String table = operation.getSetComment().getTable();
                String column = operation.getSetComment().getColumn();
                String path = column.isEmpty() ? Recorded.table(table) : Recorded.column(table, column);
                yield TableReversal.ofComment(
                        table, column, recorded.definitions(path), recorded.isOnly(Engine.POSTGRES));
            }
            case SET_REPLICA_IDENTITY -> {
                String table = operation.getSetReplicaIdentity().getTable();
                yield TableReversal.ofReplicaIdentity(table, recorded);
            }
            case ADD_PRIMARY_KEY -> KeyReversal.ofAdded(operation.getAddPrimaryKey(), recorded.isOnly(Engine.POSTGRES));
            case REPLACE_PRIMARY_KEY -> {
                ReplacePrimaryKey key = operation.getReplacePrimaryKey();
                yield KeyReversal.ofReplaced(key, recorded.below(Recorded.constraint(key.getTable(), "")));
            }
            case ADD_ENUM_VALUE ->
                new Draft()
                        .notYet("a value of an enum cannot be taken away; "
                                + operation.getAddEnumValue().getType() + " keeps "
                                + operation.getAddEnumValue().getValue());
            case CREATE_PARTITION -> PartitionReversal.ofCreated(operation.getCreatePartition());
            case ATTACH_PARTITION -> PartitionReversal.ofAttached(operation.getAttachPartition());
            case DETACH_PARTITION -> {
                DetachPartition detach = operation.getDetachPartition();
                yield PartitionReversal.ofDetached(
                        detach, recorded.definitions(PartitionReversal.path(detach.getTable(), detach.getPartition())));
            }
            case DROP_PARTITION -> {
                DropPartition drop = operation.getDropPartition();
                yield PartitionReversal.ofDropped(
                        drop, recorded.definitions(PartitionReversal.path(drop.getTable(), drop.getPartition())));
            }
            case BACKFILL ->
                new Draft()
                        .notYet("what " + operation.getBackfill().getTable() + "."
                                + operation.getBackfill().getColumn()
                                + " held before is not kept; rows that were filled stay filled");
            case SET_NOT_NULL ->
                ColumnReversal.ofRequired(
                        operation.getSetNotNull().getTable(),
                        operation.getSetNotNull().getColumn());
            case DROP_NOT_NULL ->
                ColumnReversal.ofLoosened(
                        operation.getDropNotNull().getTable(),
                        operation.getDropNotNull().getColumn());
            case SET_DEFAULT, DROP_DEFAULT -> {
                boolean isSet = operation.hasSetDefault();
                String table = isSet
                        ? operation.getSetDefault().getTable()
                        : operation.getDropDefault().getTable();
                String column = isSet
                        ? operation.getSetDefault().getColumn()
                        : operation.getDropDefault().getColumn();
                yield ColumnReversal.ofDefault(table, column, recorded);
            }
            case ADD_CHECK ->
                ConstraintReversal.ofAdded(
                        operation.getAddCheck().getTable(),
                        operation.getAddCheck().getName());
            case ADD_FOREIGN_KEY ->
                ConstraintReversal.ofAdded(
                        operation.getAddForeignKey().getTable(),
                        operation.getAddForeignKey().getName());
            case ADD_UNIQUE ->
                ConstraintReversal.ofAdded(
                        operation.getAddUnique().getTable(),
                        operation.getAddUnique().getName());
            case DROP_CONSTRAINT -> {
                String table = operation.getDropConstraint().getTable();
                String name = operation.getDropConstraint().getName();
                yield ConstraintReversal.ofDropped(table, name, recorded);
            }
            case KIND_NOT_SET -> new Draft().notYet("an operation that this version does not know");
        };
    }
}
