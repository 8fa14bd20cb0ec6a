package dev.lockstep.change;

import dev.lockstep.v1.AddForeignKey;
import dev.lockstep.v1.OnDelete;
import dev.lockstep.v1.Operation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code add_foreign_key}. */
final class ForeignKeyForm {
    private static final Key<String> TABLE =
            Key.required("table", TextForm.NAME, "orders", "The table whose rows refer to others.");
    private static final Key<String> NAME =
            Key.required("name", TextForm.NAME, "orders_customer_fk", "The name of the constraint.");
    private static final Key<List<String>> COLUMNS = Key.required(
            "columns",
            new ListForm<>("columns", TextForm.NAME, true),
            "[customer_id]",
            "The referring columns, in order.");
    private static final Key<String> REFERENCES =
            Key.required("references", TextForm.NAME, "customers", "The table that they refer to.");
    private static final Key<List<String>> REFERENCED = Key.required(
            "referenced_columns",
            new ListForm<>("columns", TextForm.NAME, true),
            "[id]",
            "Its columns, in the same order; together its primary key, or unique.");
    private static final Key<OnDelete> ON_DELETE = Key.optional(
            "on_delete",
            new WordForm<>("a word for on_delete", words(), Map.of()),
            "restrict",
            "What becomes of a row when the one that it refers to is deleted; no_action, which fails, when not given.");

    static final Shape<Operation> SHAPE = new Shape<>(
            "add_foreign_key",
            "Adds a rule that values are found in another table.",
            List.of(TABLE, NAME, COLUMNS, REFERENCES, REFERENCED, ON_DELETE, ConstraintForms.WRITERS_COMPLY),
            ForeignKeyForm::build);

    private ForeignKeyForm() {}

    private static Map<String, OnDelete> words() {
        Map<String, OnDelete> words = new LinkedHashMap<>();
        words.put("no_action", OnDelete.ON_DELETE_NO_ACTION);
        words.put("restrict", OnDelete.ON_DELETE_RESTRICT);
        words.put("cascade", OnDelete.ON_DELETE_CASCADE);
        words.put("set_null", OnDelete.ON_DELETE_SET_NULL);
        return words;
    }

    private static Operation build(Fields fields, ProblemLog problems) {
        AddForeignKey.Builder key = AddForeignKey.newBuilder()
                .setWritersComply(fields.get(ConstraintForms.WRITERS_COMPLY).orElse(false));
        fields.get(TABLE).ifPresent(key::setTable);
        fields.get(NAME).ifPresent(key::setName);
        fields.get(COLUMNS).ifPresent(key::addAllColumns);
        fields.get(REFERENCES).ifPresent(key::setReferences);
        fields.get(REFERENCED).ifPresent(key::addAllReferencedColumns);
        fields.get(ON_DELETE).ifPresent(key::setOnDelete);
        int referring = key.getColumnsCount();
        int referenced = key.getReferencedColumnsCount();
        if (referring > 0 && referenced > 0 && referring != referenced) {
            problems.add(
                    fields.place(REFERENCED),
                    "expected as many `referenced_columns` as `columns` (" + referring + "), found " + referenced
                            + "; give each column the one that it refers to");
        }
        return Operation.newBuilder().setAddForeignKey(key).build();
    }
}
