package dev.lockstep.agent.engine.postgres.explain.statement;

import dev.lockstep.agent.engine.postgres.explain.catalog.Column;
import dev.lockstep.agent.engine.postgres.explain.catalog.Constraint;
import dev.lockstep.agent.engine.postgres.explain.catalog.Constraint.Kind;
import dev.lockstep.agent.engine.postgres.explain.catalog.Refusal;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import java.util.List;
import java.util.Optional;

/** ADD, VALIDATE, ALTER and RENAME CONSTRAINT. */
final class ConstraintCommands {

    private ConstraintCommands() {}

    /** What the server says as soon as it has read the statement. */
    static void refuseDeferrable(ConstraintDefinition check) {
        if (check.has("DEFERRABLE")) {
            throw new Refusal("0A000", "CHECK constraints cannot be marked DEFERRABLE");
        }
    }

    static void addCheck(TableRun run, ConstraintDefinition definition) {
        Relation target = run.target;
        Constraint constraint = Checks.of(run.catalog, target, definition);
        constraint.check().ifPresent(new TableParts(run.effects)::lockSequences);
        Checks.requireFreeName(target, constraint.name());
        if (constraint.noInherit()) {
            if (target.isPartitioned()) {
                throw new Refusal(
                        "42P16", "cannot add NO INHERIT constraint to partitioned table \"" + target.name + "\"");
            }
            if (run.catalog.isFrom(18)) {
                run.family();
            }
            put(run, target, constraint);
            return;
        }
        if (run.only && run.hasChildren()) {
            throw new Refusal("42P16", "constraint must be added to child tables too");
        }
        for (Relation table : run.family()) {
            put(run, table, table == target ? constraint : constraint.inherited(true));
        }
    }

    private static void put(TableRun run, Relation table, Constraint constraint) {
        Constraint there = table.constraints.get(constraint.name());
        if (there != null) {
            boolean same = there.check()
                    .map(each -> each.bare().text())
                    .equals(constraint.check().map(each -> each.bare().text()));
            if (!same) {
                throw new Refusal(
                        "42710",
                        "constraint \"" + constraint.name() + "\" for relation \"" + table.name + "\" already exists");
            }
            table.constraints.put(there.name(), there.inherited(true));
            return;
        }
        table.constraints.put(constraint.name(), constraint);
        if (constraint.valid() && constraint.enforced()) {
            run.reads(table);
        }
    }

    static void addNotNull(TableRun run, ConstraintDefinition definition) {
        String name = definition.columns().get(0);
        run.column(run.target, name);
        boolean valid = definition.isChecked();
        Optional<Constraint> known = run.target.constraints.values().stream()
                .filter(each -> each.kind() == Kind.NOT_NULL && each.columns().contains(name))
                .findFirst();
        if (known.isPresent()) {
            run.family();
            boolean clash = !definition.name().isEmpty() && !known.get().name().equals(definition.name());
            if (clash || (valid && !known.get().valid())) {
                throw new Refusal(
                        "55000",
                        "cannot create not-null constraint \"" + definition.name() + "\" on column \"" + name
                                + "\" of table \"" + run.target.name + "\"");
            }
            return;
        }
        if (definition.has("NOT ENFORCED")) {
            throw new Refusal("0A000", "not-null constraints cannot be marked NOT ENFORCED");
        }
        if (definition.has("NO INHERIT") && run.target.isPartitioned()) {
            throw new Refusal("0A000", "not-null constraints on partitioned tables cannot be NO INHERIT");
        }
        if (run.only && run.hasChildren()) {
            throw new Refusal("42P16", "constraint must be added to child tables too");
        }
        List<Relation> tables = definition.has("NO INHERIT") ? List.of(run.target) : run.family();
        for (Relation table : tables) {
            Column column = table.column(name).orElseThrow();
            boolean proved = column.notNull() || Checks.proveNotNull(table, name);
            if (valid && !proved) {
                run.reads(table);
            }
            table.replace(name, column.notNull(true));
            boolean named = table == run.target && !definition.name().isEmpty();
            if (named) {
                Checks.requireFreeName(table, definition.name());
                Constraint constraint = Constraint.notNull(definition.name(), name, valid);
                table.constraints.put(
                        definition.name(), definition.has("NO INHERIT") ? constraint.withoutHeirs() : constraint);
            } else {
                ColumnCommands.rememberNotNull(run.catalog, table, name, valid);
            }
        }
    }

    static void addForeignKey(TableRun run, ConstraintDefinition definition, boolean validated) {
        if (!run.target.isTable() || run.target.kind == Relation.Kind.FOREIGN_TABLE) {
            throw new Refusal("42809", "\"" + run.target.name + "\" is not a table");
        }
        Constraint added = new ForeignKeys(run.effects).add(run.target, definition, run.only, false);
        if (validated && definition.isChecked()) {
            run.checksForeignKey(run.target, added);
        }
    }

    private static Constraint require(TableRun run, String name) {
        Constraint constraint = run.target.constraints.get(name);
        if (constraint == null) {
            throw new Refusal(
                    "42704", "constraint \"" + name + "\" of relation \"" + run.target.name + "\" does not exist");
        }
        return constraint;
    }

    static void validate(TableRun run, String name) {
        Constraint constraint = require(run, name);
        boolean notNull = constraint.kind() == Kind.NOT_NULL && run.catalog.isFrom(18);
        if (constraint.kind() != Kind.CHECK && constraint.kind() != Kind.FOREIGN_KEY && !notNull) {
            throw new Refusal(
                    "42809",
                    "constraint \"" + name + "\" of relation \"" + run.target.name
                            + "\" is not a foreign key or check constraint");
        }
        if (!constraint.enforced()) {
            throw new Refusal("55000", "cannot validate NOT ENFORCED constraint");
        }
        if (constraint.valid()) {
            return;
        }
        if (constraint.kind() == Kind.FOREIGN_KEY) {
            run.target.constraints.put(name, constraint.validated());
            ForeignKeys keys = new ForeignKeys(run.effects);
            keys.lockReferenced(constraint, LockMode.ROW_SHARE, LockMode.ROW_SHARE);
            for (Relation each : run.target.isPartitioned() ? run.family() : List.of(run.target)) {
                each.constraints.computeIfPresent(name, (key, below) -> below.validated());
            }
            run.checksForeignKey(run.target, constraint);
            return;
        }
        if (run.only && run.hasChildren() && !constraint.noInherit()) {
            throw new Refusal("42P16", "constraint must be validated on child tables too");
        }
        for (Relation table : constraint.noInherit() ? List.of(run.target) : run.family()) {
            Constraint below = table.constraints.get(name);
            if (below != null && !below.valid()) {
                table.constraints.put(name, below.validated());
                run.reads(table);
            }
        }
    }

    /** NOT NULL that the tables below begin or cease to keep too. */
    static void alterInheritance(TableRun run, String name, boolean inherits) {
        Constraint constraint = require(run, name);
        if (constraint.kind() != Kind.NOT_NULL) {
            throw new Refusal(
                    "42809",
                    "constraint \"" + name + "\" of relation \"" + run.target.name + "\" is not a not-null constraint");
        }
        run.target.constraints.put(name, inherits ? constraint.withHeirs() : constraint.withoutHeirs());
        if (!inherits || !constraint.noInherit()) {
            return;
        }
        String column = constraint.columns().get(0);
        for (Relation table : run.family()) {
            if (table != run.target) {
                table.column(column).ifPresent(each -> ColumnCommands.setNotNull(run, table, each));
            }
        }
    }

    static void alter(TableRun run, String name, boolean enforced, boolean saysEnforced) {
        Constraint constraint = require(run, name);
        if (constraint.kind() != Kind.FOREIGN_KEY) {
            throw new Refusal(
                    "42809",
                    saysEnforced
                            ? "cannot alter enforceability of constraint \"" + name + "\" of relation \""
                                    + run.target.name + "\""
                            : "constraint \"" + name + "\" of relation \"" + run.target.name
                                    + "\" is not a foreign key constraint");
        }
        if (constraint.inherited()) {
            throw new Refusal(
                    run.catalog.isFrom(18) ? "55000" : "XX000",
                    "cannot alter constraint \"" + name + "\" on relation \"" + run.target.name + "\"");
        }
        if (run.target.isPartitioned()) {
            run.family();
        }
        if (saysEnforced && enforced != constraint.enforced()) {
            LockMode onOther = enforced ? LockMode.SHARE_ROW_EXCLUSIVE : LockMode.ACCESS_EXCLUSIVE;
            new ForeignKeys(run.effects).lockReferenced(constraint, onOther, onOther);
            run.effects.lock(
                    run.target.isPartitioned() ? run.family() : List.of(run.target), LockMode.ACCESS_EXCLUSIVE);
            run.target.constraints.put(
                    name, enforced ? constraint.enforced(true).validated() : constraint.enforced(false));
            if (enforced) {
                run.checksForeignKey(run.target, constraint);
            }
        }
    }
}
