package dev.lockstep.change;

import dev.lockstep.v1.ColumnSpec;
import dev.lockstep.v1.PerEngine;
import java.util.List;
import java.util.Set;

/** A column of {@code create_table}. */
final class ColumnForm {
    private static final Set<String> COUNTING_TYPES = Set.of("smallint", "int", "bigint");

    private static final Key<String> NAME = Key.required("name", TextForm.NAME, "region", "The name of the column.");
    private static final Key<PerEngine> TYPE = Key.required(
            "type",
            PerEngineForm.TYPE,
            "text",
            "A neutral type, or each engine's own: {postgres: citext, mysql: varchar(64)}.");
    static final Key<Boolean> NULLABLE = Key.optional(
            "nullable",
            FlagForm.FLAG,
            "false",
            "Whether the column may be NULL; true when not given, but false for the primary key and for identity.");
    private static final Key<PerEngine> DEFAULT =
            Key.optional("default", PerEngineForm.CONSTANT, "\"'eu'\"", "The column's default: a constant, as SQL.");
    private static final Key<Boolean> IDENTITY = Key.optional(
            "identity", FlagForm.FLAG, "true", "Whether the server numbers the rows (identity, AUTO_INCREMENT).");
    private static final Key<String> COMMENT =
            Key.optional("comment", TextForm.PROSE, "Where the order goes", "The column's comment in the database.");

    static final Shape<Column> SHAPE = new Shape<>(
            "a column",
            "A column of the new table.",
            List.of(NAME, TYPE, NULLABLE, DEFAULT, IDENTITY, COMMENT),
            ColumnForm::build);

    private ColumnForm() {}

    /**
     * A column with what later rules need.
     *
     * @param saysNullable whether `nullable: true` is written
     * @param place where that is written, or the column
     */
    record Column(ColumnSpec spec, boolean saysNullable, Place place) {}

    private static Column build(Fields fields, ProblemLog problems) {
        boolean identity = fields.get(IDENTITY).orElse(false);
        boolean nullable = fields.get(NULLABLE).orElse(!identity);
        if (identity) {
            checkIdentity(fields, problems);
        }
        if (!nullable) {
            ColumnRules.checkNotNull(fields, DEFAULT, problems);
        }
        ColumnSpec.Builder column =
                ColumnSpec.newBuilder().setNullable(nullable).setIdentity(identity);
        fields.get(NAME).ifPresent(column::setName);
        fields.get(TYPE).ifPresent(column::setType);
        fields.get(DEFAULT).ifPresent(column::setDefault);
        fields.get(COMMENT).ifPresent(column::setComment);
        boolean saysNullable = fields.get(NULLABLE).orElse(false);
        return new Column(column.build(), saysNullable, saysNullable ? fields.place(NULLABLE) : fields.place());
    }

    private static void checkIdentity(Fields fields, ProblemLog problems) {
        if (fields.has(DEFAULT)) {
            problems.add(
                    fields.place(DEFAULT),
                    "expected no `default` in a column with identity: true, found one; the server numbers the rows");
        }
        if (fields.get(NULLABLE).orElse(false)) {
            problems.add(
                    fields.place(NULLABLE), "expected nullable: false in a column with identity: true, found true");
        }
        String type = fields.get(TYPE).map(PerEngine::getAny).orElse("");
        if (!type.isEmpty() && !COUNTING_TYPES.contains(type)) {
            problems.add(
                    fields.place(TYPE),
                    "expected smallint, int or bigint in a column with identity: true, found " + Found.quoted(type));
        }
    }
}
