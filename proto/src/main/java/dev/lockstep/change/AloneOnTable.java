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
 * either shape, and would be lost or doubled in the end; so each has its table to itself.
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
            if (SIDE_BY_SIDE.contains(one.operation().getKindCase())) {
                operations.stream()
                        .filter(other -> other != one && touchesSame(one.operation(), other.operation()))
                        .findFirst()
                        .ifPresent(other -> problems.add(one.place(), message(one.operation(), other)));
            }
        }
    }

    private static String message(Operation one, PlacedOperation other) {
        return "expected " + one.getKindCase().name().toLowerCase(Locale.ROOT) + " to be the only operation on "
                + text(one, "table") + ", because its old and its new shape stand side by side until CONTRACT, found"
                + " another at line " + other.place().line() + "; make two changes of it";
    }

    private static boolean touchesSame(Operation one, Operation other) {
        Set<String> shared = tables(one);
        shared.retainAll(tables(other));
        return !shared.isEmpty();
    }

    private static Set<String> tables(Operation operation) {
        Set<String> tables = new TreeSet<>(List.of(text(operation, "table"), text(operation, "references")));
        if (operation.hasRenameTable()) {
            String table = operation.getRenameTable().getTable();
            String schema = table.substring(0, table.indexOf('.') + 1);
            tables.add(schema + operation.getRenameTable().getTo());
        }
        tables.remove("");
        return tables;
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
