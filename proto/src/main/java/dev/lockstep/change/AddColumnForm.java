package dev.lockstep.change;

import dev.lockstep.v1.AddColumn;
import dev.lockstep.v1.Operation;
import dev.lockstep.v1.PerEngine;
import java.util.List;

/** {@code add_column}. */
final class AddColumnForm {
    private static final Key<String> TABLE =
            Key.required("table", TextForm.NAME, "orders", "The table that gets the column.");
    private static final Key<String> COLUMN =
            Key.required("column", TextForm.NAME, "region", "The name of the new column.");
    private static final Key<PerEngine> TYPE = Key.required(
            "type",
            PerEngineForm.TYPE,
            "text",
            "A neutral type, or each engine's own: {postgres: citext, mysql: varchar(64)}.");
    private static final Key<Boolean> NULLABLE =
            Key.optional("nullable", FlagForm.FLAG, "false", "Whether the column may be NULL; true when not given.");
    private static final Key<PerEngine> VALUE = Key.optional(
            "value",
            PerEngineForm.EXPRESSION,
            "\"lower(email)\"",
            "Expression over the row: fills existing rows, and rows of writers that do not know the column.");
    private static final Key<PerEngine> DEFAULT = Key.optional(
            "default", PerEngineForm.CONSTANT, "\"'eu'\"", "A constant, as SQL, that stays the column's default.");
    private static final Key<String> COMMENT =
            Key.optional("comment", TextForm.PROSE, "Where the order goes", "The column's comment in the database.");

    static final Shape<Operation> SHAPE = new Shape<>(
            "add_column",
            "Adds a column, and fills it.",
            List.of(TABLE, COLUMN, TYPE, NULLABLE, VALUE, DEFAULT, COMMENT),
            AddColumnForm::build);

    private AddColumnForm() {}

    private static Operation build(Fields fields, ProblemLog problems) {
        boolean nullable = fields.get(NULLABLE).orElse(true);
        if (fields.has(VALUE) && fields.has(DEFAULT)) {
            problems.add(
                    fields.place(DEFAULT),
                    "expected `value` or `default`, found both; take `value` for an expression over the row, `default`"
                            + " for a constant that stays");
        }
        if (!nullable && !fields.has(VALUE) && !fields.has(DEFAULT)) {
            problems.add(
                    fields.place(NULLABLE),
                    "expected a `value` or a `default` for a column with nullable: false, found neither, so existing"
                            + " rows would have nothing in it; add `value: …` (an expression over the row) or `default:"
                            + " …` (a constant)");
        }
        if (!nullable) {
            ColumnRules.checkNotNull(fields, VALUE, problems);
            ColumnRules.checkNotNull(fields, DEFAULT, problems);
        }
        AddColumn.Builder column = AddColumn.newBuilder().setNullable(nullable);
        fields.get(TABLE).ifPresent(column::setTable);
        fields.get(COLUMN).ifPresent(column::setColumn);
        fields.get(TYPE).ifPresent(column::setType);
        fields.get(VALUE).ifPresent(column::setValue);
        fields.get(DEFAULT).ifPresent(column::setDefault);
        fields.get(COMMENT).ifPresent(column::setComment);
        return Operation.newBuilder().setAddColumn(column).build();
    }
}
