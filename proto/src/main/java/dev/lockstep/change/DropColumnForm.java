package dev.lockstep.change;

import dev.lockstep.v1.DropColumn;
import dev.lockstep.v1.Operation;
import dev.lockstep.v1.PerEngine;
import java.util.List;

/** {@code drop_column}. */
final class DropColumnForm {
    private static final Key<String> TABLE =
            Key.required("table", TextForm.NAME, "orders", "The table that loses the column.");
    private static final Key<String> COLUMN = Key.required("column", TextForm.NAME, "region", "The column that goes.");
    private static final Key<PerEngine> VALUE = Key.optional(
            "value",
            PerEngineForm.CONSTANT,
            "\"'eu'\"",
            "A constant, as SQL: what writers that no longer know the column leave in it until CONTRACT. Needed only for"
                    + " a NOT NULL column without a default.");

    static final Shape<Operation> SHAPE = new Shape<>(
            "drop_column", "Drops a column, in CONTRACT.", List.of(TABLE, COLUMN, VALUE), DropColumnForm::build);

    private DropColumnForm() {}

    private static Operation build(Fields fields, ProblemLog problems) {
        ColumnRules.checkNotNull(fields, VALUE, problems);
        DropColumn.Builder column = DropColumn.newBuilder();
        fields.get(TABLE).ifPresent(column::setTable);
        fields.get(COLUMN).ifPresent(column::setColumn);
        fields.get(VALUE).ifPresent(column::setValue);
        return Operation.newBuilder().setDropColumn(column).build();
    }
}
