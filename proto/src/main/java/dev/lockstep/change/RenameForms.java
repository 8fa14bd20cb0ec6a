package dev.lockstep.change;

import dev.lockstep.v1.Operation;
import dev.lockstep.v1.RenameConstraint;
import dev.lockstep.v1.RenameIndex;
import java.util.List;

/** {@code rename_constraint} and {@code rename_index}. */
final class RenameForms {
    private static final Key<String> TABLE =
            Key.required("table", TextForm.NAME, "orders", "The table that it belongs to.");
    private static final Key<String> NAME = Key.required("name", TextForm.NAME, "orders_old", "Its name.");
    private static final Key<String> TO = Key.required("to", TextForm.NAME, "orders_new", "Its new name.");

    static final Shape<Operation> CONSTRAINT = new Shape<>(
            "rename_constraint",
            "Gives a constraint another name, in CONTRACT.",
            List.of(TABLE, NAME, TO),
            RenameForms::buildConstraint);
    static final Shape<Operation> INDEX = new Shape<>(
            "rename_index", "Gives an index another name.", List.of(TABLE, NAME, TO), RenameForms::buildIndex);

    private RenameForms() {}

    private static Operation buildConstraint(Fields fields, ProblemLog problems) {
        checkDifferent(fields, problems);
        RenameConstraint.Builder rename = RenameConstraint.newBuilder();
        fields.get(TABLE).ifPresent(rename::setTable);
        fields.get(NAME).ifPresent(rename::setName);
        fields.get(TO).ifPresent(rename::setTo);
        return Operation.newBuilder().setRenameConstraint(rename).build();
    }

    private static Operation buildIndex(Fields fields, ProblemLog problems) {
        checkDifferent(fields, problems);
        RenameIndex.Builder rename = RenameIndex.newBuilder();
        fields.get(TABLE).ifPresent(rename::setTable);
        fields.get(NAME).ifPresent(rename::setName);
        fields.get(TO).ifPresent(rename::setTo);
        return Operation.newBuilder().setRenameIndex(rename).build();
    }

    private static void checkDifferent(Fields fields, ProblemLog problems) {
        if (fields.get(NAME).isPresent() && fields.get(NAME).equals(fields.get(TO))) {
            problems.add(
                    fields.place(TO),
                    "expected another name, found "
                            + Found.quoted(fields.get(TO).get()) + ", which it has already");
        }
    }
}
