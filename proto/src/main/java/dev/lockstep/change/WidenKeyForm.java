package dev.lockstep.change;

import dev.lockstep.v1.Operation;
import dev.lockstep.v1.WidenKey;
import java.util.List;

/** {@code widen_key}. */
final class WidenKeyForm {
    private static final Key<String> TABLE = Key.required("table", TextForm.NAME, "orders", "The table of the key.");
    private static final Key<String> COLUMN = Key.optional(
            "column",
            TextForm.NAME,
            "id",
            "The key's column; that of the primary key when not given, which then must be its only one.");

    static final Shape<Operation> SHAPE = new Shape<>(
            "widen_key",
            "Makes a key bigint, together with the columns that refer to it.",
            List.of(TABLE, COLUMN),
            WidenKeyForm::build);

    private WidenKeyForm() {}

    private static Operation build(Fields fields, ProblemLog problems) {
        WidenKey.Builder key = WidenKey.newBuilder();
        fields.get(TABLE).ifPresent(key::setTable);
        fields.get(COLUMN).ifPresent(key::setColumn);
        return Operation.newBuilder().setWidenKey(key).build();
    }
}
