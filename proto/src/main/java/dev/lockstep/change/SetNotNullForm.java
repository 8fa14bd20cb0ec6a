package dev.lockstep.change;

import dev.lockstep.v1.Operation;
import dev.lockstep.v1.PerEngine;
import dev.lockstep.v1.SetNotNull;
import java.util.List;

/** {@code set_not_null}. */
final class SetNotNullForm {
    private static final Key<String> TABLE = Key.required("table", TextForm.NAME, "orders", "The table of the column.");
    private static final Key<String> COLUMN =
            Key.required("column", TextForm.NAME, "region", "The column that shall hold no NULL.");
    private static final Key<PerEngine> VALUE = Key.optional(
            "value",
            PerEngineForm.EXPRESSION,
            "\"'eu'\"",
            "Expression over the row: fills NULLs, existing and of writers that still leave them.");

    static final Shape<Operation> SHAPE = new Shape<>(
            "set_not_null",
            "Forbids NULL in a column that has been nullable.",
            List.of(TABLE, COLUMN, VALUE),
            SetNotNullForm::build);

    private SetNotNullForm() {}

    private static Operation build(Fields fields, ProblemLog problems) {
        ColumnRules.checkNotNull(fields, VALUE, problems);
        SetNotNull.Builder column = SetNotNull.newBuilder();
        fields.get(TABLE).ifPresent(column::setTable);
        fields.get(COLUMN).ifPresent(column::setColumn);
        fields.get(VALUE).ifPresent(column::setValue);
        return Operation.newBuilder().setSetNotNull(column).build();
    }
}
