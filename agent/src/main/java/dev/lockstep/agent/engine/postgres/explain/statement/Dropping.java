package dev.lockstep.agent.engine.postgres.explain.statement;

import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.Column;
import dev.lockstep.agent.engine.postgres.explain.catalog.Constraint;
import dev.lockstep.agent.engine.postgres.explain.catalog.Expressions;
import dev.lockstep.agent.engine.postgres.explain.catalog.Refusal;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import dev.lockstep.agent.engine.postgres.explain.catalog.UserType;
import dev.lockstep.agent.engine.postgres.explain.parse.QualifiedName;
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
        TRIGGER,
        TYPE,
        FUNCTION,
        DOMAIN_CHECK
    }

    /** A thing that cannot stay, and whether it goes without a word. */
    private record Dependent(Thing thing, boolean silent) {}

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
            for (Dependent each : dependents(thing)) {
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
        Relation relation =
                thing.sort() == Sort.TYPE || thing.sort() == Sort.FUNCTION ? null : catalog.get(thing.relation());
        return relation != null
                && thing.sort() == Sort.CONSTRAINT
                && Optional.ofNullable(relation.constraints.get(thing.name()))
                        .map(each -> each.columns().stream()
                                .anyMatch(column -> gone.contains(new Thing(Sort.COLUMN, thing.relation(), column))))
                        .orElse(false);
    }

    private List<Dependent> dependents(Thing thing) {
        return switch (thing.sort()) {
            case RELATION -> ofRelation(catalog.get(thing.relation()));
            case COLUMN -> ofColumn(catalog.get(thing.relation()), thing.name());
            case CONSTRAINT -> ofConstraint(catalog.get(thing.relation()), thing.name());
            case TYPE -> ofType(thing.name());
            case FUNCTION -> ofFunction(thing.name());
            default -> List.of();
        };
    }

    private List<Dependent> ofRelation(Relation relation) {
        List<Dependent> found = new ArrayList<>();
        catalog.indexesOf(relation).forEach(each -> found.add(new Dependent(relation(each), true)));
        catalog.partsOf(relation).forEach(each -> found.add(new Dependent(relation(each), true)));
        catalog.sequencesOf(relation).forEach(each -> found.add(new Dependent(relation(each), true)));
        catalog.childrenOf(relation).forEach(each -> found.add(new Dependent(relation(each), each.partition)));
        catalog.viewsOn(relation).forEach(each -> found.add(new Dependent(relation(each), false)));
        catalog.referencesTo(relation)
                .forEach(each -> found.add(new Dependent(
                        new Thing(
                                Sort.CONSTRAINT,
                                each.table().id(),
                                each.constraint().name()),
                        each.table() == relation || each.constraint().inherited())));
        relation.constraints.values().stream()
                .filter(each -> each.kind() == Constraint.Kind.FOREIGN_KEY && !(each.inherited() && relation.partition))
                .forEach(
                        each -> found.add(new Dependent(new Thing(Sort.CONSTRAINT, relation.id(), each.name()), true)));
        catalog.ancestorsOf(relation)
                .forEach(above -> catalog.referencesTo(above)
                        .forEach(each -> found.add(new Dependent(
                                new Thing(
                                        Sort.CONSTRAINT,
                                        each.table().id(),
                                        each.constraint().name()),
                                false))));
        if (relation.isIndex()) {
            found.addAll(referencesBy(relation.id()));
        }
        if (relation.kind == Relation.Kind.SEQUENCE) {
            found.addAll(defaultsWith(relation));
        }
        return found;
    }

    private List<Dependent> referencesBy(int index) {
        List<Dependent> found = new ArrayList<>();
        for (Relation each : catalog.relations()) {
            for (Constraint constraint : each.constraints.values()) {
                if (constraint.kind() == Constraint.Kind.FOREIGN_KEY && constraint.index() == index) {
                    found.add(new Dependent(
                            new Thing(Sort.CONSTRAINT, each.id(), constraint.name()), constraint.inherited()));
                }
            }
        }
        return found;
    }

    /** The sequence of a serial column goes with the column that it counts for. */
    private List<Dependent> defaultsWith(Relation sequence) {
        List<Dependent> found = new ArrayList<>();
        for (Relation table : catalog.relations()) {
            for (Column column : table.columns) {
                boolean uses = column.defaultValue().stream()
                        .flatMap(each -> each.tokens().stream())
                        .anyMatch(token ->
                                token.kind() == dev.lockstep.agent.engine.postgres.explain.parse.Token.Kind.STRING
                                        && names(token.value(), sequence));
                if (uses) {
                    found.add(new Dependent(new Thing(Sort.DEFAULT, table.id(), column.name()), false));
                }
            }
        }
        return found;
    }

    static boolean names(String text, Relation sequence) {
        return text.equals(sequence.name)
                || text.equals(sequence.schema + "." + sequence.name)
                || text.equals(Catalog.shown(sequence));
    }

    /** The WHERE of an exclusion constraint holds a column as a view does. */
    private boolean isOnlyInCondition(Constraint constraint, String column) {
        if (constraint.kind() != Constraint.Kind.EXCLUSION || !catalog.has(constraint.index())) {
            return false;
        }
        Relation.IndexShape shape = catalog.get(constraint.index()).indexShape();
        return !shape.keyColumns().contains(column)
                && shape.condition()
                        .map(each -> !each.columnsOf(List.of(column)).isEmpty())
                        .orElse(false);
    }

    private List<Dependent> ofColumn(Relation table, String column) {
        List<Dependent> found = new ArrayList<>();
        catalog.indexesOf(table).stream()
                .filter(each -> each.indexShape().allColumns().contains(column))
                .forEach(each -> found.add(new Dependent(relation(each), true)));
        table.constraints.values().stream()
                .filter(each -> each.columns().contains(column))
                .forEach(each -> found.add(new Dependent(new Thing(Sort.CONSTRAINT, table.id(), each.name()), true)));
        table.constraints.values().stream()
                .filter(each -> isOnlyInCondition(each, column))
                .forEach(each -> found.add(new Dependent(new Thing(Sort.CONSTRAINT, table.id(), each.name()), false)));
        catalog.sequencesOf(table).stream()
                .filter(each -> each.ownerColumn.equals(column))
                .forEach(each -> found.add(new Dependent(relation(each), true)));
        catalog.viewsOn(table).stream()
                .filter(each -> each.uses.contains(new Relation.Use(table.id(), column)))
                .forEach(each -> found.add(new Dependent(relation(each), false)));
        catalog.referencesTo(table).stream()
                .filter(each -> each.constraint().referenced().contains(column))
                .forEach(each -> found.add(new Dependent(
                        new Thing(
                                Sort.CONSTRAINT,
                                each.table().id(),
                                each.constraint().name()),
                        each.constraint().inherited())));
        table.columns.stream()
                .filter(each -> each.generation().isComputed() && !each.name().equals(column))
                .filter(each -> each.defaultValue()
                        .map(value -> !value.columnsOf(List.of(column)).isEmpty())
                        .orElse(false))
                .forEach(each ->
                        found.add(new Dependent(new Thing(Sort.COLUMN, table.id(), each.name()), !catalog.isFrom(15))));
        table.policies.forEach((name, columns) -> {
            if (columns.contains(column)) {
                found.add(new Dependent(new Thing(Sort.POLICY, table.id(), name), false));
            }
        });
        table.triggers.forEach((name, trigger) -> {
            if (trigger.columns().contains(column)) {
                found.add(new Dependent(new Thing(Sort.TRIGGER, table.id(), name), false));
            }
        });
        return found;
    }

    private List<Dependent> ofConstraint(Relation table, String name) {
        Constraint constraint = table.constraints.get(name);
        if (constraint == null || !constraint.hasIndex()) {
            return List.of();
        }
        List<Dependent> found = new ArrayList<>(referencesBy(constraint.index()));
        if (catalog.has(constraint.index())) {
            found.add(new Dependent(relation(catalog.get(constraint.index())), true));
        }
        return found;
    }

    private List<Dependent> ofType(String name) {
        List<Dependent> found = new ArrayList<>();
        for (Relation table : catalog.relations()) {
            if (table.ofType.equals(name)) {
                found.add(new Dependent(relation(table), false));
            }
            for (Column column : table.columns) {
                if (isOf(column, name) && !table.isView()) {
                    found.add(new Dependent(new Thing(Sort.COLUMN, table.id(), column.name()), false));
                }
            }
        }
        for (UserType type : catalog.types.values()) {
            boolean based = type.base()
                    .map(each ->
                            new QualifiedName(type.schema(), each.name()).text().equals(name)
                                    || each.qualified().text().equals(name))
                    .orElse(false);
            if (based) {
                found.add(new Dependent(new Thing(Sort.TYPE, 0, type.schema() + "." + type.name()), false));
            }
        }
        return found;
    }

    private boolean isOf(Column column, String type) {
        return new dev.lockstep.agent.engine.postgres.explain.catalog.Types(catalog)
                .user(column.type())
                .map(each -> (each.schema() + "." + each.name()).equals(type))
                .orElse(false);
    }

    private List<Dependent> ofFunction(String name) {
        List<Dependent> found = new ArrayList<>();
        for (Relation table : catalog.relations()) {
            table.triggers.forEach((trigger, each) -> {
                if (each.function().equals(name)) {
                    found.add(new Dependent(new Thing(Sort.TRIGGER, table.id(), trigger), false));
                }
            });
            for (Column column : table.columns) {
                boolean calls = column.defaultValue().stream()
                        .flatMap(each -> each.calls().stream())
                        .anyMatch(each -> each.function().name().equals(name));
                if (calls) {
                    found.add(new Dependent(
                            new Thing(
                                    column.generation().isComputed() ? Sort.COLUMN : Sort.DEFAULT,
                                    table.id(),
                                    column.name()),
                            false));
                }
            }
            for (Constraint constraint : table.constraints.values()) {
                boolean calls = constraint.check().stream()
                        .flatMap(each -> each.calls().stream())
                        .anyMatch(each -> each.function().name().equals(name));
                if (calls) {
                    found.add(new Dependent(new Thing(Sort.CONSTRAINT, table.id(), constraint.name()), false));
                }
            }
            boolean indexed = table.isIndex()
                    && table.indexShape().keys().stream()
                            .flatMap(each -> each.calls().stream())
                            .anyMatch(each -> each.function().name().equals(name));
            boolean viewed = !table.query.isEmpty()
                    && new dev.lockstep.agent.engine.postgres.explain.parse.Expression(table.query)
                            .calls().stream()
                                    .anyMatch(each -> each.function().name().equals(name));
            if (indexed || viewed) {
                found.add(new Dependent(relation(table), false));
            }
        }
        return found;
    }

    private void lock(Thing thing, boolean named) {
        if (thing.sort() == Sort.TYPE || thing.sort() == Sort.FUNCTION) {
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
                run.family();
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
        List<Thing> things = new ArrayList<>();
        for (Relation table : run.family()) {
            Optional<Column> below = table.column(name);
            boolean stays = table != target
                    && below.map(each -> each.local() || each.parents() > 1).orElse(true);
            if (!stays) {
                things.add(new Thing(Sort.COLUMN, table.id(), name));
            }
        }
        if (run.only) {
            effects.lock(catalog.childrenOf(target), LockMode.ACCESS_EXCLUSIVE);
            catalog.childrenOf(target)
                    .forEach(child -> child.column(name)
                            .ifPresent(each -> child.replace(name, each.from(true, each.parents() - 1))));
        }
        drop(things, cascade, "column " + name + " of table " + target.name);
    }

    /** A constraint, in the tables below too. */
    void dropConstraint(TableRun run, String name, boolean ifExists, boolean cascade) {
        Relation target = run.target;
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
        drop(
                List.of(new Thing(Sort.CONSTRAINT, target.id(), name)),
                cascade,
                "constraint " + name + " on table " + target.name);
        boolean below = constraint.kind() == Constraint.Kind.CHECK && !constraint.noInherit();
        if (below) {
            run.family();
        }
    }
}
