package dev.lockstep.change;

import dev.lockstep.v1.AddCheck;
import dev.lockstep.v1.AddPrimaryKey;
import dev.lockstep.v1.AddUnique;
import dev.lockstep.v1.DropConstraint;
import dev.lockstep.v1.Operation;
import dev.lockstep.v1.PerEngine;
import dev.lockstep.v1.ReplacePrimaryKey;
import java.util.List;

/** {@code add_check}, {@code add_unique}, {@code add_primary_key}, {@code replace_primary_key} and {@code drop_constraint}. */
final class ConstraintForms {
    static final Key<String> TABLE =
            Key.required("table", TextForm.NAME, "orders", "The table that the constraint is on.");
    static final Key<String> NAME =
            Key.required("name", TextForm.NAME, "orders_amount_positive", "The name of the constraint.");
    static final Key<List<String>> COLUMNS =
            Key.required("columns", new ListForm<>("columns", TextForm.NAME, true), "[code]", "Its columns, in order.");
    static final Key<Boolean> WRITERS_COMPLY = Key.optional(
            "writers_comply",
            FlagForm.FLAG,
            "true",
            "Your word that writers of the old shape keep the rule too: then it stands from VALIDATE and can be taken"
                    + " back. False when not given: it waits for CONTRACT.");
    private static final Key<PerEngine> CHECK = Key.required(
            "check",
            PerEngineForm.EXPRESSION,
            "\"amount > 0\"",
            "A condition over the row, as SQL, that must not be false.");

    static final Shape<Operation> ADD_CHECK = new Shape<>(
            "add_check",
            "Adds a rule that every row must keep.",
            List.of(TABLE, NAME, CHECK, WRITERS_COMPLY),
            ConstraintForms::buildAddCheck);
    static final Shape<Operation> ADD_UNIQUE = new Shape<>(
            "add_unique",
            "Adds a rule that no two rows are alike in some columns.",
            List.of(TABLE, NAME, COLUMNS, WRITERS_COMPLY),
            ConstraintForms::buildAddUnique);
    static final Shape<Operation> ADD_PRIMARY_KEY = new Shape<>(
            "add_primary_key",
            "Makes columns that are never NULL the primary key of a table that has none.",
            List.of(TABLE, NAME, COLUMNS, WRITERS_COMPLY),
            ConstraintForms::buildAddPrimaryKey);
    private static final Key<String> NEW_NAME = Key.optional(
            "name", TextForm.NAME, "orders_code_pkey", "The name of the new key; that of the old one when not given.");

    static final Shape<Operation> REPLACE_PRIMARY_KEY = new Shape<>(
            "replace_primary_key",
            "Makes other columns the primary key of a table that has one. PostgreSQL only.",
            List.of(TABLE, NEW_NAME, COLUMNS, WRITERS_COMPLY),
            ConstraintForms::buildReplacePrimaryKey);
    static final Shape<Operation> DROP = new Shape<>(
            "drop_constraint",
            "Takes a check, a foreign key or a unique constraint away, in CONTRACT.",
            List.of(TABLE, NAME),
            ConstraintForms::buildDrop);

    private ConstraintForms() {}

    private static Operation buildAddCheck(Fields fields, ProblemLog problems) {
        AddCheck.Builder check = AddCheck.newBuilder()
                .setWritersComply(fields.get(WRITERS_COMPLY).orElse(false));
        fields.get(TABLE).ifPresent(check::setTable);
        fields.get(NAME).ifPresent(check::setName);
        fields.get(CHECK).ifPresent(check::setCheck);
        return Operation.newBuilder().setAddCheck(check).build();
    }

    private static Operation buildAddUnique(Fields fields, ProblemLog problems) {
        AddUnique.Builder unique = AddUnique.newBuilder()
                .setWritersComply(fields.get(WRITERS_COMPLY).orElse(false));
        fields.get(TABLE).ifPresent(unique::setTable);
        fields.get(NAME).ifPresent(unique::setName);
        fields.get(COLUMNS).ifPresent(unique::addAllColumns);
        return Operation.newBuilder().setAddUnique(unique).build();
    }

    private static Operation buildAddPrimaryKey(Fields fields, ProblemLog problems) {
        AddPrimaryKey.Builder key = AddPrimaryKey.newBuilder()
                .setWritersComply(fields.get(WRITERS_COMPLY).orElse(false));
        fields.get(TABLE).ifPresent(key::setTable);
        fields.get(NAME).ifPresent(key::setName);
        fields.get(COLUMNS).ifPresent(key::addAllColumns);
        return Operation.newBuilder().setAddPrimaryKey(key).build();
    }

    private static Operation buildReplacePrimaryKey(Fields fields, ProblemLog problems) {
        ReplacePrimaryKey.Builder key = ReplacePrimaryKey.newBuilder()
                .setWritersComply(fields.get(WRITERS_COMPLY).orElse(false));
        fields.get(TABLE).ifPresent(key::setTable);
        fields.get(NEW_NAME).ifPresent(key::setName);
        fields.get(COLUMNS).ifPresent(key::addAllColumns);
        return Operation.newBuilder().setReplacePrimaryKey(key).build();
    }

    private static Operation buildDrop(Fields fields, ProblemLog problems) {
        DropConstraint.Builder constraint = DropConstraint.newBuilder();
        fields.get(TABLE).ifPresent(constraint::setTable);
        fields.get(NAME).ifPresent(constraint::setName);
        return Operation.newBuilder().setDropConstraint(constraint).build();
    }
}
