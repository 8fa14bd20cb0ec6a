package dev.lockstep.change;

import dev.lockstep.v1.FillRows;
import dev.lockstep.v1.Operation;
import dev.lockstep.v1.PerEngine;
import java.util.List;

/** {@code backfill}. */
final class FillRowsForm {
    private static final Key<String> TABLE = Key.required("table", TextForm.NAME, "orders", "The table of the column.");
    private static final Key<String> COLUMN =
            Key.required("column", TextForm.NAME, "region", "The column that gets the value.");
    private static final Key<PerEngine> VALUE =
            Key.required("value", PerEngineForm.EXPRESSION, "\"lower(email)\"", "Expression over the row.");
    private static final Key<PerEngine> WHERE = Key.required(
            "where",
            PerEngineForm.EXPRESSION,
            "\"region IS NULL\"",
            "A condition over the row, as SQL: rows that need the value. It must not hold any more once they have it.");

    static final Shape<Operation> SHAPE = new Shape<>(
            "backfill",
            "Gives a column a value in some rows, in batches, and changes nothing else. PostgreSQL only.",
            List.of(TABLE, COLUMN, VALUE, WHERE),
            FillRowsForm::build);

    private FillRowsForm() {}

    private static Operation build(Fields fields, ProblemLog problems) {
        FillRows.Builder rows = FillRows.newBuilder();
        fields.get(TABLE).ifPresent(rows::setTable);
        fields.get(COLUMN).ifPresent(rows::setColumn);
        fields.get(VALUE).ifPresent(rows::setValue);
        fields.get(WHERE).ifPresent(rows::setWhere);
        return Operation.newBuilder().setBackfill(rows).build();
    }
}
