package dev.lockstep.change;

import dev.lockstep.v1.AddIndex;
import dev.lockstep.v1.DropIndex;
import dev.lockstep.v1.IndexSpec;
import dev.lockstep.v1.Operation;
import java.util.List;

/** {@code add_index}, {@code drop_index}, and the indexes of {@code create_table}. */
final class IndexForms {
    private static final Key<String> TABLE = Key.required("table", TextForm.NAME, "orders", "The table of the index.");
    private static final Key<String> NAME =
            Key.required("name", TextForm.NAME, "orders_region_idx", "The name of the index.");
    static final Key<List<String>> COLUMNS = Key.required(
            "columns", new ListForm<>("columns", TextForm.NAME, true), "[region]", "The indexed columns, in order.");
    private static final Key<Boolean> UNIQUE = Key.optional(
            "unique", FlagForm.FLAG, "true", "Whether no two rows may be alike in the columns; false when not given.");

    static final Shape<Operation> ADD = new Shape<>(
            "add_index",
            "Adds an index without stopping writes.",
            List.of(TABLE, NAME, COLUMNS, UNIQUE),
            IndexForms::buildAdd);
    static final Shape<Operation> DROP = new Shape<>(
            "drop_index", "Drops an index without stopping writes.", List.of(TABLE, NAME), IndexForms::buildDrop);
    static final Shape<IndexSpec> OF_TABLE = new Shape<>(
            "an index", "An index of the new table.", List.of(NAME, COLUMNS, UNIQUE), IndexForms::buildOfTable);

    private IndexForms() {}

    private static Operation buildAdd(Fields fields, ProblemLog problems) {
        AddIndex.Builder index =
                AddIndex.newBuilder().setUnique(fields.get(UNIQUE).orElse(false));
        fields.get(TABLE).ifPresent(index::setTable);
        fields.get(NAME).ifPresent(index::setName);
        fields.get(COLUMNS).ifPresent(index::addAllColumns);
        return Operation.newBuilder().setAddIndex(index).build();
    }

    private static Operation buildDrop(Fields fields, ProblemLog problems) {
        DropIndex.Builder index = DropIndex.newBuilder();
        fields.get(TABLE).ifPresent(index::setTable);
        fields.get(NAME).ifPresent(index::setName);
        return Operation.newBuilder().setDropIndex(index).build();
    }

    private static IndexSpec buildOfTable(Fields fields, ProblemLog problems) {
        IndexSpec.Builder index =
                IndexSpec.newBuilder().setUnique(fields.get(UNIQUE).orElse(false));
        fields.get(NAME).ifPresent(index::setName);
        fields.get(COLUMNS).ifPresent(index::addAllColumns);
        return index.build();
    }
}
