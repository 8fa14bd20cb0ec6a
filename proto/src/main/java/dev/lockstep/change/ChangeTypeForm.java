package dev.lockstep.change;

import dev.lockstep.v1.ChangeType;
import dev.lockstep.v1.Operation;
import dev.lockstep.v1.PerEngine;
import java.util.List;

/** {@code change_type}. */
final class ChangeTypeForm {
    private static final Key<String> TABLE = Key.required("table", TextForm.NAME, "orders", "The table of the column.");
    private static final Key<String> COLUMN = Key.required("column", TextForm.NAME, "total", "The column.");
    private static final Key<PerEngine> TYPE =
            Key.required("type", PerEngineForm.TYPE, "bigint", "Its new type: neutral, or an engine's own.");
    private static final Key<String> TO = Key.optional(
            "to",
            TextForm.NAME,
            "total_cents",
            "The name of the new type beside the old one, which stays; when not given, the column keeps its name, and"
                    + " the application must bear either type unless `views` show each version its own.");
    private static final Key<PerEngine> UP = Key.optional(
            "up",
            PerEngineForm.EXPRESSION,
            "\"total * 100\"",
            "Expression over the column: the new value from the old one; a cast that loses nothing when not given.");
    private static final Key<PerEngine> DOWN = Key.optional(
            "down",
            PerEngineForm.EXPRESSION,
            "\"total_cents / 100.0\"",
            "Expression over the new column (`to`, or the same name where `views` show it): the old value from the new one;"
                    + " a cast when not given.");
    private static final Key<PerEngine> DEFAULT = Key.optional(
            "default",
            PerEngineForm.CONSTANT,
            "\"0\"",
            "A constant, as SQL: the default in the new type; the column's default when not given.");

    static final Shape<Operation> SHAPE = new Shape<>(
            "change_type",
            "Gives a column another type.",
            List.of(TABLE, COLUMN, TYPE, TO, UP, DOWN, DEFAULT),
            ChangeTypeForm::build);

    private ChangeTypeForm() {}

    private static Operation build(Fields fields, ProblemLog problems) {
        check(fields, problems);
        ChangeType.Builder change = ChangeType.newBuilder();
        fields.get(TABLE).ifPresent(change::setTable);
        fields.get(COLUMN).ifPresent(change::setColumn);
        fields.get(TYPE).ifPresent(change::setType);
        fields.get(TO).ifPresent(change::setTo);
        fields.get(UP).ifPresent(change::setUp);
        fields.get(DOWN).ifPresent(change::setDown);
        fields.get(DEFAULT).ifPresent(change::setDefault);
        return Operation.newBuilder().setChangeType(change).build();
    }

    private static void check(Fields fields, ProblemLog problems) {
        if (fields.get(COLUMN).isPresent() && fields.get(COLUMN).equals(fields.get(TO))) {
            problems.add(
                    fields.place(TO),
                    "expected another name than " + Found.quoted(fields.get(TO).get())
                            + ", because both columns are there until CONTRACT, found the same; take `to` out to keep"
                            + " the name");
        }
        for (Key<PerEngine> key : List.of(UP, DOWN)) {
            if (fields.get(key).stream().anyMatch(ColumnRules::isNull)) {
                problems.add(
                        fields.place(key),
                        "expected a `" + key.name() + "` that gives a value for every value, found NULL; write an"
                                + " expression over the column");
            }
        }
    }
}
