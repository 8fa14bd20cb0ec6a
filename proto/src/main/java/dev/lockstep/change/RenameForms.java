package dev.lockstep.change;

import dev.lockstep.v1.Operation;
import dev.lockstep.v1.RenameColumn;
import dev.lockstep.v1.RenameConstraint;
import dev.lockstep.v1.RenameIndex;
import dev.lockstep.v1.RenameTable;
import java.util.List;

/** {@code rename_constraint}, {@code rename_index}, {@code rename_column} and {@code rename_table}. */
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

    private static final Key<String> COLUMN_NAME =
            Key.required("column", TextForm.NAME, "email", "Its name until CONTRACT.");
    private static final Key<String> COLUMN_TO = Key.required(
            "to", TextForm.NAME, "mail", "Its new name, which works beside the old one from EXPAND to CONTRACT.");

    static final Shape<Operation> COLUMN = new Shape<>(
            "rename_column",
            "Gives a column another name; until CONTRACT it has both.",
            List.of(TABLE, COLUMN_NAME, COLUMN_TO),
            RenameForms::buildColumn);

    private static final Key<String> TABLE_NAME =
            Key.required("table", TextForm.NAME, "orders", "Its name until CONTRACT.");
    private static final Key<String> TABLE_TO = Key.required(
            "to",
            TextForm.NAME,
            "purchases",
            "Its new name, without schema, which works beside the old one from EXPAND to CONTRACT.");

    static final Shape<Operation> WHOLE_TABLE = new Shape<>(
            "rename_table",
            "Gives a table another name; until CONTRACT it has both. PostgreSQL only.",
            List.of(TABLE_NAME, TABLE_TO),
            RenameForms::buildTable);

    private RenameForms() {}

    private static Operation buildConstraint(Fields fields, ProblemLog problems) {
        checkDifferent(NAME, TO, fields, problems);
        RenameConstraint.Builder rename = RenameConstraint.newBuilder();
        fields.get(TABLE).ifPresent(rename::setTable);
        fields.get(NAME).ifPresent(rename::setName);
        fields.get(TO).ifPresent(rename::setTo);
        return Operation.newBuilder().setRenameConstraint(rename).build();
    }

    private static Operation buildIndex(Fields fields, ProblemLog problems) {
        checkDifferent(NAME, TO, fields, problems);
        RenameIndex.Builder rename = RenameIndex.newBuilder();
        fields.get(TABLE).ifPresent(rename::setTable);
        fields.get(NAME).ifPresent(rename::setName);
        fields.get(TO).ifPresent(rename::setTo);
        return Operation.newBuilder().setRenameIndex(rename).build();
    }

    private static Operation buildColumn(Fields fields, ProblemLog problems) {
        checkDifferent(COLUMN_NAME, COLUMN_TO, fields, problems);
        RenameColumn.Builder rename = RenameColumn.newBuilder();
        fields.get(TABLE).ifPresent(rename::setTable);
        fields.get(COLUMN_NAME).ifPresent(rename::setColumn);
        fields.get(COLUMN_TO).ifPresent(rename::setTo);
        return Operation.newBuilder().setRenameColumn(rename).build();
    }

    private static Operation buildTable(Fields fields, ProblemLog problems) {
        RenameTable.Builder rename = RenameTable.newBuilder();
        fields.get(TABLE_NAME).ifPresent(rename::setTable);
        fields.get(TABLE_TO).ifPresent(rename::setTo);
        if (rename.getTo().contains(".")) {
            problems.add(
                    fields.place(TABLE_TO),
                    "expected a name without schema, because a table stays in its schema, found "
                            + Found.quoted(rename.getTo()));
        }
        String plain = rename.getTable().substring(rename.getTable().indexOf('.') + 1);
        if (!plain.isEmpty() && plain.equals(rename.getTo())) {
            problems.add(
                    fields.place(TABLE_TO),
                    "expected another name, found " + Found.quoted(rename.getTo()) + ", which it has already");
        }
        return Operation.newBuilder().setRenameTable(rename).build();
    }

    private static void checkDifferent(Key<String> name, Key<String> to, Fields fields, ProblemLog problems) {
        if (fields.get(name).isPresent() && fields.get(name).equals(fields.get(to))) {
            problems.add(
                    fields.place(to),
                    "expected another name, found "
                            + Found.quoted(fields.get(to).get()) + ", which it has already");
        }
    }
}
