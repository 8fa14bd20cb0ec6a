package dev.lockstep.change;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.lockstep.v1.Operation;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Operations that keep an old and a new shape of a table side by side until CONTRACT. What another operation of the same change did to the table could belong to
 * either shape, and would be lost or doubled in the end; so each has its table to itself. So has {@code attach_partition} the table that becomes a partition: what another
 * operation makes of it comes in another phase, before or after it is one.
 */
final class AloneOnTable {
    private static final Set<Operation.KindCase> SIDE_BY_SIDE = Set.of(
            Operation.KindCase.RENAME_COLUMN,
            Operation.KindCase.CHANGE_TYPE,
            Operation.KindCase.WIDEN_KEY,
            Operation.KindCase.REPLACE_PRIMARY_KEY,
            Operation.KindCase.RENAME_TABLE);

    private AloneOnTable() {}

    static void check(List<PlacedOperation> operations, ProblemLog problems) {
        for (PlacedOperation one : operations) {
            operations.stream()
                    .filter(other -> other != one && touchesOwn(one.operation(), other.operation()))
                    .findFirst()
                    .ifPresent(other -> problems.add(one.place(), message(one.operation(), other)));
        }
    }

    private static String message(Operation one, PlacedOperation other) {
        String why = one.hasAttachPartition()
                ? one.getAttachPartition().getPartition() + ", because what becomes of a partition is done to the whole"
                : text(one, "table") + ", because its old and its new shape stand side by side until CONTRACT";
        return "expected " + one.getKindCase().name().toLowerCase(Locale.ROOT) + " to be the only operation on " + why
                + ", found another at line " + other.place().line() + "; make two changes of it";
    }

    private static boolean touchesOwn(Operation one, Operation other) {
        Set<String> shared = own(one);
        shared.retainAll(tables(other));
        return !shared.isEmpty();
    }

    /** The tables that an operation has to itself. */
    private static Set<String> own(Operation operation) {
        if (operation.hasAttachPartition()) {
            return new TreeSet<>(Set.of(attached(operation)));
        }
        return SIDE_BY_SIDE.contains(operation.getKindCase()) ? tables(operation) : new TreeSet<>();
    }

    private static Set<String> tables(Operation operation) {
        Set<String> tables = new TreeSet<>(List.of(text(operation, "table"), text(operation, "references")));
        if (operation.hasRenameTable()) {
            tables.add(sibling(
                    operation.getRenameTable().getTable(),
                    operation.getRenameTable().getTo()));
        }
        if (operation.hasAttachPartition()) {
            tables.add(attached(operation));
        }
        tables.remove("");
        return tables;
    }

    /** The table that becomes a partition; without a schema it is in that of the whole. */
    private static String attached(Operation operation) {
        String partition = operation.getAttachPartition().getPartition();
        return partition.indexOf('.') < 0
                ? sibling(operation.getAttachPartition().getTable(), partition)
                : partition;
    }

    private static String sibling(String table, String name) {
        return table.substring(0, table.indexOf('.') + 1) + name;
    }

    /** A key of an operation by its name; empty where it has none. */
    private static String text(Operation operation, String key) {
        for (Object kind : operation.getAllFields().values()) {
            if (kind instanceof Message message) {
                FieldDescriptor field = message.getDescriptorForType().findFieldByName(key);
                return field == null ? "" : String.valueOf(message.getField(field));
            }
        }
        return "";
    }
}
