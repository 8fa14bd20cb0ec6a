package dev.lockstep.change;

import dev.lockstep.v1.DropDefault;
import dev.lockstep.v1.DropNotNull;
import dev.lockstep.v1.Operation;
import dev.lockstep.v1.PerEngine;
import dev.lockstep.v1.SetDefault;
import java.util.List;

/** {@code drop_not_null}, {@code set_default} and {@code drop_default}. */
final class ColumnForms {
    private static final Key<String> TABLE = Key.required("table", TextForm.NAME, "orders", "The table of the column.");
    private static final Key<String> COLUMN = Key.required("column", TextForm.NAME, "region", "The column.");
    private static final Key<PerEngine> DEFAULT = Key.required(
            "default",
            PerEngineForm.CONSTANT,
            "\"'eu'\"",
            "A constant, as SQL. Rows that are there keep what they have.");

    static final Shape<Operation> DROP_NOT_NULL = new Shape<>(
            "drop_not_null",
            "Allows NULL in a column, from EXPAND on.",
            List.of(TABLE, COLUMN),
            ColumnForms::buildDropNotNull);
    static final Shape<Operation> SET_DEFAULT = new Shape<>(
            "set_default",
            "Gives a column a default, from EXPAND on.",
            List.of(TABLE, COLUMN, DEFAULT),
            ColumnForms::buildSetDefault);
    static final Shape<Operation> DROP_DEFAULT = new Shape<>(
            "drop_default",
            "Takes a column's default away, in CONTRACT.",
            List.of(TABLE, COLUMN),
            ColumnForms::buildDropDefault);

    private ColumnForms() {}

    private static Operation buildDropNotNull(Fields fields, ProblemLog problems) {
        DropNotNull.Builder column = DropNotNull.newBuilder();
        fields.get(TABLE).ifPresent(column::setTable);
        fields.get(COLUMN).ifPresent(column::setColumn);
        return Operation.newBuilder().setDropNotNull(column).build();
    }

    private static Operation buildSetDefault(Fields fields, ProblemLog problems) {
        SetDefault.Builder column = SetDefault.newBuilder();
        fields.get(TABLE).ifPresent(column::setTable);
        fields.get(COLUMN).ifPresent(column::setColumn);
        fields.get(DEFAULT).ifPresent(column::setDefault);
        if (fields.get(DEFAULT).stream().anyMatch(ColumnRules::isNull)) {
            problems.add(
                    fields.place(DEFAULT),
                    "expected a constant other than NULL as `default` of set_default, found NULL; to have none, use"
                            + " drop_default");
        }
        return Operation.newBuilder().setSetDefault(column).build();
    }

    private static Operation buildDropDefault(Fields fields, ProblemLog problems) {
        DropDefault.Builder column = DropDefault.newBuilder();
        fields.get(TABLE).ifPresent(column::setTable);
        fields.get(COLUMN).ifPresent(column::setColumn);
        return Operation.newBuilder().setDropDefault(column).build();
    }
}
