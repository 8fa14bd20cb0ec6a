package dev.lockstep.agent.engine.postgres.explain.statement;

import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.Column;
import dev.lockstep.agent.engine.postgres.explain.catalog.Constraint;
import dev.lockstep.agent.engine.postgres.explain.catalog.Refusal;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import dev.lockstep.agent.engine.postgres.explain.catalog.Types;
import dev.lockstep.agent.engine.postgres.explain.parse.QualifiedName;

/** INHERIT and NO INHERIT, and what a table below another has to be like. */
final class Inheritance {
    private final Effects effects;
    private final Catalog catalog;

    Inheritance(Effects effects) {
        this.effects = effects;
        this.catalog = effects.catalog();
    }

    void checkShape(Relation parent, Relation child) {
        for (Column column : child.columns) {
            if (parent.isPartitioned() && parent.column(column.name()).isEmpty()) {
                throw new Refusal(
                        "42804",
                        "table \"" + child.name + "\" contains column \"" + column.name() + "\" not found in parent \""
                                + parent.name + "\"");
            }
        }
        Types types = new Types(catalog);
        for (Column column : parent.columns) {
            Column own = child.column(column.name())
                    .orElseThrow(() -> new Refusal("42804", "child table is missing column \"" + column.name() + "\""));
            boolean same = types.sameType(own.type(), column.type())
                    && own.type().modifiers().equals(column.type().modifiers());
            if (!same) {
                throw new Refusal(
                        "42804",
                        "child table \"" + child.name + "\" has different type for column \"" + column.name() + "\"");
            }
            if (column.notNull() && !own.notNull()) {
                throw new Refusal(
                        "42804",
                        "column \"" + column.name() + "\" in child table \"" + child.name
                                + "\" must be marked NOT NULL");
            }
        }
        for (Constraint each : parent.constraints.values()) {
            if (each.kind() == Constraint.Kind.CHECK
                    && !each.noInherit()
                    && !child.constraints.containsKey(each.name())) {
                throw new Refusal("42804", "child table is missing constraint \"" + each.name() + "\"");
            }
        }
    }

    static void inheritShape(Relation parent, Relation child) {
        child.parents.add(parent.id());
        for (Column column : parent.columns) {
            child.column(column.name())
                    .ifPresent(own -> child.replace(
                            own.name(), own.from(!parent.isPartitioned() && own.local(), own.parents() + 1)));
        }
        parent.constraints.values().stream()
                .filter(each -> each.kind() == Constraint.Kind.CHECK)
                .forEach(each -> child.constraints.computeIfPresent(each.name(), (name, own) -> own.inherited(true)));
    }

    static void refusePartition(Relation child) {
        if (child.partition || child.isPartitioned()) {
            throw new Refusal("42809", "cannot change inheritance of a partition");
        }
    }

    void inherit(TableRun run, QualifiedName name) {
        Relation parent = catalog.require(name);
        effects.lock(parent, LockMode.SHARE_UPDATE_EXCLUSIVE);
        Relation child = run.target;
        if (parent.isPartitioned()) {
            throw new Refusal("42809", "cannot inherit from partitioned table \"" + parent.name + "\"");
        }
        if (parent.partition) {
            throw new Refusal("42809", "cannot inherit from partition \"" + parent.name + "\"");
        }
        if (child.parents.contains(parent.id())) {
            throw new Refusal("42P07", "relation \"" + parent.name + "\" would be inherited from more than once");
        }
        if (catalog.family(child).contains(parent)) {
            throw new Refusal("42P07", "circular inheritance not allowed");
        }
        checkShape(parent, child);
        inheritShape(parent, child);
    }

    void noInherit(TableRun run, QualifiedName name) {
        Relation parent = catalog.require(name);
        effects.lock(parent, LockMode.ACCESS_SHARE);
        Relation child = run.target;
        if (child.partition) {
            throw new Refusal("42809", "cannot change inheritance of a partition");
        }
        if (!child.parents.contains(parent.id())) {
            throw new Refusal(
                    "42P01", "relation \"" + parent.name + "\" is not a parent of relation \"" + child.name + "\"");
        }
        child.parents.remove(Integer.valueOf(parent.id()));
        for (Column column : parent.columns) {
            child.column(column.name())
                    .ifPresent(own -> child.replace(own.name(), own.from(true, Math.max(0, own.parents() - 1))));
        }
        parent.constraints
                .values()
                .forEach(each -> child.constraints.computeIfPresent(each.name(), (key, own) -> own.inherited(false)));
    }
}
