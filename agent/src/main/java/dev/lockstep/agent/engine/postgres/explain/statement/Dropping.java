package dev.lockstep.agent.engine.postgres.explain.statement;

import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.Column;
import dev.lockstep.agent.engine.postgres.explain.catalog.Constraint;
import dev.lockstep.agent.engine.postgres.explain.catalog.Expressions;
import dev.lockstep.agent.engine.postgres.explain.catalog.Refusal;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds what goes with a thing that is dropped, and what stands in the way. */
final class Dropping {

    /** Something that can be dropped: a relation, or a part of one. */
    record Thing(Sort sort, int relation, String name) {}

    /** What a thing is. */
    enum Sort {
        RELATION,
        COLUMN,
        CONSTRAINT,
        DEFAULT,
        POLICY,
        RULE,
        TRIGGER,
        TYPE,
        FUNCTION,
        COLLATION,
        EVENT_TRIGGER;

        /** Whether it is no part of a relation. */
        boolean standsAlone() {
            return this == TYPE || this == FUNCTION || this == COLLATION || this == EVENT_TRIGGER;
        }
    }

    private final Effects effects;
    private final Catalog catalog;

    Dropping(Effects effects) {
        this.effects = effects;
        this.catalog = effects.catalog();
    }

    static Thing relation(Relation relation) {
        return new Thing(Sort.RELATION, relation.id(), "");
    }

    /** Drops these things with all that goes with them. */
    void drop(List<Thing> wanted, boolean cascade, String what) {
        Set<Thing> gone = new LinkedHashSet<>();
        Deque<Thing> open = new ArrayDeque<>(wanted);
        List<Thing> objecting = new ArrayList<>();
        while (!open.isEmpty()) {
            Thing thing = open.poll();
            if (!gone.add(thing)) {
                continue;
            }
            for (Dependents.Dependent each : new Dependents(catalog).of(thing)) {
                if (each.silent() || cascade) {
                    open.add(each.thing());
                } else {
                    objecting.add(each.thing());
                }
            }
        }
        boolean refused = objecting.stream().anyMatch(each -> !isGone(each, gone));
        if (refused) {
            throw new Refusal("2BP01", "cannot drop " + what + " because other objects depend on it");
        }
        gone.forEach(each -> lock(each, wanted.contains(each)));
        gone.forEach(this::forget);
        gone.stream().filter(each -> each.sort() == Sort.RELATION).forEach(each -> catalog.remove(each.relation()));
    }

    /** A part of a relation goes with the relation. */
    private boolean isGone(Thing thing, Set<Thing> gone) {
        if (gone.contains(thing) || gone.contains(new Thing(Sort.RELATION, thing.relation(), ""))) {
            return true;
        }
        Relation relation = thing.sort().standsAlone() ? null : catalog.get(thing.relation());
        return relation != null
                && thing.sort() == Sort.CONSTRAINT
                && Optional.ofNullable(relation.constraints.get(thing.name()))
                        .map(each -> each.columns().stream()
                                .anyMatch(column -> gone.contains(new Thing(Sort.COLUMN, thing.relation(), column))))
                        .orElse(false);
    }

    private void lock(Thing thing, boolean named) {
        if (thing.sort().standsAlone()) {
            return;
        }
        Relation relation = catalog.get(thing.relation());
        effects.lock(relation, LockMode.ACCESS_EXCLUSIVE);
        if (relation.isIndex()) {
            effects.lock(catalog.get(relation.table), LockMode.ACCESS_EXCLUSIVE);
        }
        if (relation.partition && thing.sort() == Sort.RELATION) {
            Relation whole = catalog.get(relation.parents.get(0));
            effects.lock(whole, LockMode.ACCESS_EXCLUSIVE);
            catalog.childrenOf(whole).stream()
                    .filter(each -> each.bound.map(bound -> bound.isDefault()).orElse(false))
                    .forEach(each -> effects.lock(each, LockMode.ACCESS_EXCLUSIVE));
        }
        Constraint constraint = thing.sort() == Sort.CONSTRAINT ? relation.constraints.get(thing.name()) : null;
        if (constraint != null && constraint.kind() == Constraint.Kind.FOREIGN_KEY) {
            boolean wholeToo = named || catalog.isFrom(15);
            new ForeignKeys(effects).lockBoth(relation, constraint, wholeToo);
        }
    }

    private void forget(Thing thing) {
        switch (thing.sort()) {
            case RELATION -> forgetConstraintOf(catalog.get(thing.relation()));
            case COLUMN -> forgetColumn(catalog.get(thing.relation()), thing.name());
            case CONSTRAINT ->
                catalog.family(catalog.get(thing.relation())).forEach(each -> each.constraints.remove(thing.name()));
            case DEFAULT -> {
                Relation table = catalog.get(thing.relation());
                table.column(thing.name())
                        .ifPresent(each -> table.replace(thing.name(), each.defaulting(Optional.empty())));
            }
            case POLICY -> catalog.get(thing.relation()).policies.remove(thing.name());
            case RULE -> catalog.get(thing.relation()).rules.remove(thing.name());
            case COLLATION -> catalog.collations.remove(thing.name());
            case EVENT_TRIGGER -> catalog.eventTriggers.remove(thing.name());
            case TRIGGER -> catalog.get(thing.relation()).triggers.remove(thing.name());
            case TYPE ->
                catalog.types.entrySet().removeIf(each -> each.getKey().text().equals(thing.name()));
            case FUNCTION -> catalog.functions.removeIf(each -> each.name().equals(thing.name()));
            default -> {}
        }
    }

    private void forgetConstraintOf(Relation relation) {
        if (relation.isIndex()) {
            catalog.get(relation.table)
                    .constraints
                    .values()
                    .removeIf(each -> each.hasIndex() && each.index() == relation.id());
        }
    }

    private void forgetColumn(Relation table, String column) {
        table.columns.removeIf(each -> each.name().equals(column));
        table.constraints.values().removeIf(each -> each.columns().contains(column));
        catalog.statistics
                .values()
                .removeIf(each -> each.table() == table.id() && each.columns().contains(column));
    }

    /** A column, in the tables below too. */
    void dropColumn(TableRun run, String name, boolean ifExists, boolean cascade) {
        Relation target = run.target;
        Optional<Column> column = target.column(name);
        if (column.isEmpty()) {
            if (Expressions.isSystemColumn(name)) {
                throw new Refusal("0A000", "cannot drop system column \"" + name + "\"");
            }
            if (ifExists) {
                return;
            }
            run.column(target, name);
        }
        if (!target.ofType.isEmpty()) {
            throw new Refusal("42809", "cannot drop column from typed table");
        }
        if (column.map(Column::isInherited).orElse(false)) {
            throw new Refusal("42P16", "cannot drop inherited column \"" + name + "\"");
        }
        for (Relation each : catalog.family(target)) {
            if (each.partitionColumns().contains(name)) {
                throw new Refusal(
                        "42P16",
                        "cannot drop column \"" + name + "\" because it is part of the partition key of relation \""
                                + each.name + "\"");
            }
        }
        if (run.only && target.isPartitioned() && run.hasChildren()) {
            throw new Refusal("42P16", "cannot drop column from only the partitioned table when partitions exist");
        }
        List<Thing> things = new ArrayList<>(List.of(new Thing(Sort.COLUMN, target.id(), name)));
        if (!run.only) {
            below(target, name, things);
        }
        if (run.only) {
            effects.lock(catalog.childrenOf(target), LockMode.ACCESS_EXCLUSIVE);
            catalog.childrenOf(target)
                    .forEach(child -> child.column(name)
                            .ifPresent(each -> child.replace(name, each.from(true, each.parents() - 1))));
        }
        drop(things, cascade, "column " + name + " of table " + target.name);
    }

    /** The same column of the tables below; one that has it from elsewhere too keeps it, and so do those below that. */
    private void below(Relation table, String name, List<Thing> things) {
        for (Relation child : catalog.childrenOf(table)) {
            effects.lock(child, LockMode.ACCESS_EXCLUSIVE);
            Optional<Column> column = child.column(name);
            boolean stays =
                    column.map(each -> each.local() || each.parents() > 1).orElse(true);
            if (stays) {
                column.ifPresent(each -> child.replace(name, each.from(each.local(), each.parents() - 1)));
            } else {
                things.add(new Thing(Sort.COLUMN, child.id(), name));
                below(child, name, things);
            }
        }
    }

    /** A constraint, in the tables below too. */
    void dropConstraint(TableRun run, String name, boolean ifExists, boolean cascade) {
        Relation target = run.target;
        if (target.isPartitioned()) {
            effects.lock(catalog.family(target), LockMode.ACCESS_EXCLUSIVE); // whether there is one or not
        }
        Constraint constraint = target.constraints.get(name);
        if (constraint == null) {
            if (ifExists) {
                return;
            }
            throw new Refusal(
                    "42704", "constraint \"" + name + "\" of relation \"" + target.name + "\" does not exist");
        }
        if (constraint.inherited()) {
            throw new Refusal(
                    "42P16", "cannot drop inherited constraint \"" + name + "\" of relation \"" + target.name + "\"");
        }
        if (constraint.kind() == Constraint.Kind.NOT_NULL) {
            ColumnCommands.dropNotNull(run, constraint.columns().get(0));
            return;
        }
        boolean onlyHere =
                run.only && run.hasChildren() && constraint.kind() == Constraint.Kind.CHECK && !constraint.noInherit();
        if (onlyHere) {
            dropOnlyHere(target, name);
            return;
        }
        drop(
                List.of(new Thing(Sort.CONSTRAINT, target.id(), name)),
                cascade,
                "constraint " + name + " on table " + target.name);
        boolean below = constraint.kind() == Constraint.Kind.CHECK && !constraint.noInherit();
        if (below) {
            run.family();
        }
    }

    /** A rule that the tables below keep as their own. */
    private void dropOnlyHere(Relation target, String name) {
        if (target.isPartitioned() && !catalog.isFrom(18)) {
            throw new Refusal(
                    "42P16", "cannot remove constraint from only the partitioned table when partitions exist");
        }
        target.constraints.remove(name);
        for (Relation child : catalog.childrenOf(target)) {
            effects.lock(child, LockMode.ACCESS_EXCLUSIVE);
            child.constraints.computeIfPresent(name, (key, each) -> each.inherited(false));
        }
    }
}
