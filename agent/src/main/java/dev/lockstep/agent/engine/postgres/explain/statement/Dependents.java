package dev.lockstep.agent.engine.postgres.explain.statement;

import static dev.lockstep.agent.engine.postgres.explain.statement.Dropping.relation;

import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.Column;
import dev.lockstep.agent.engine.postgres.explain.catalog.Constraint;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation.Needs;
import dev.lockstep.agent.engine.postgres.explain.catalog.Types;
import dev.lockstep.agent.engine.postgres.explain.catalog.UserType;
import dev.lockstep.agent.engine.postgres.explain.parse.Expression;
import dev.lockstep.agent.engine.postgres.explain.parse.QualifiedName;
import dev.lockstep.agent.engine.postgres.explain.parse.Token;
import dev.lockstep.agent.engine.postgres.explain.statement.Dropping.Sort;
import dev.lockstep.agent.engine.postgres.explain.statement.Dropping.Thing;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What cannot stay when a thing goes. */
final class Dependents {

    /** A thing that cannot stay, and whether it goes without a word. */
    record Dependent(Thing thing, boolean silent) {}

    private final Catalog catalog;

    Dependents(Catalog catalog) {
        this.catalog = catalog;
    }

    List<Dependent> of(Thing thing) {
        return switch (thing.sort()) {
            case RELATION -> ofRelation(catalog.get(thing.relation()));
            case COLUMN -> ofColumn(catalog.get(thing.relation()), thing.name());
            case CONSTRAINT -> ofConstraint(catalog.get(thing.relation()), thing.name());
            case TYPE -> ofType(thing.name());
            case FUNCTION -> ofFunction(thing.name());
            case COLLATION -> ofCollation(thing.name());
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
        found.addAll(needing(relation, each -> each.uses().contains(new Relation.Use(relation.id(), ""))));
        if (relation.isIndex()) {
            found.addAll(referencesBy(relation.id()));
        }
        if (relation.kind == Relation.Kind.SEQUENCE) {
            found.addAll(defaultsWith(relation));
        }
        return found;
    }

    /** The rules and policies that need such a thing; those of one relation go with it. */
    private List<Dependent> needing(@Nullable Relation except, Predicate<Needs> thing) {
        List<Dependent> found = new ArrayList<>();
        for (Relation each : catalog.relations()) {
            if (each == except) {
                continue;
            }
            each.policies.forEach((name, needs) -> {
                if (thing.test(needs)) {
                    found.add(new Dependent(new Thing(Sort.POLICY, each.id(), name), false));
                }
            });
            each.rules.forEach((name, rule) -> {
                if (thing.test(rule.needs())) {
                    found.add(new Dependent(new Thing(Sort.RULE, each.id(), name), false));
                }
            });
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
                        .anyMatch(token -> token.kind() == Token.Kind.STRING && names(token.value(), sequence));
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
        found.addAll(needing(null, each -> each.uses().contains(new Relation.Use(table.id(), column))));
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
        return new Types(catalog)
                .user(column.type())
                .map(each -> (each.schema() + "." + each.name()).equals(type))
                .orElse(false);
    }

    /** Columns in the order of a collation, and indexes over other columns that are. */
    private List<Dependent> ofCollation(String name) {
        List<Dependent> found = new ArrayList<>();
        for (Relation table : catalog.relations()) {
            for (Column column : table.columns) {
                if (column.collation().equals(name) && !table.isView()) {
                    found.add(new Dependent(new Thing(Sort.COLUMN, table.id(), column.name()), false));
                }
            }
        }
        return found;
    }

    private List<Dependent> ofFunction(String name) {
        List<Dependent> found =
                new ArrayList<>(needing(null, each -> each.functions().contains(name)));
        catalog.eventTriggers.forEach((trigger, function) -> {
            if (function.equals(name)) {
                found.add(new Dependent(new Thing(Sort.EVENT_TRIGGER, 0, trigger), false));
            }
        });
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
                    && new Expression(table.query)
                            .calls().stream()
                                    .anyMatch(each -> each.function().name().equals(name));
            if (indexed || viewed) {
                found.add(new Dependent(relation(table), false));
            }
        }
        return found;
    }
}
