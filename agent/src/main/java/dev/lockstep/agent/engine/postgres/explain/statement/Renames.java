package dev.lockstep.agent.engine.postgres.explain.statement;

import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.Column;
import dev.lockstep.agent.engine.postgres.explain.catalog.Constraint;
import dev.lockstep.agent.engine.postgres.explain.catalog.Expressions;
import dev.lockstep.agent.engine.postgres.explain.catalog.Refusal;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation.IndexShape;
import dev.lockstep.agent.engine.postgres.explain.parse.Expression;
import dev.lockstep.agent.engine.postgres.explain.parse.Token;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** New names, and everything that says the old one. */
final class Renames {
    private final Effects effects;
    private final Catalog catalog;

    Renames(Effects effects) {
        this.effects = effects;
        this.catalog = effects.catalog();
    }

    void relation(Relation relation, boolean asIndex, String name) {
        boolean weak = asIndex && relation.isIndex();
        effects.lock(relation, weak ? LockMode.SHARE_UPDATE_EXCLUSIVE : LockMode.ACCESS_EXCLUSIVE);
        catalog.requireFreeName(relation.schema, name);
        if (relation.isIndex()) {
            Relation table = catalog.get(relation.table);
            AlterStatements.constraintBehind(table, relation.id()).ifPresent(each -> rename(table, each, name));
        }
        catalog.rename(relation, name);
    }

    private static void rename(Relation table, Constraint constraint, String name) {
        Map<String, Constraint> renamed = new LinkedHashMap<>();
        table.constraints.forEach((key, each) ->
                renamed.put(each == constraint ? name : key, each == constraint ? each.named(name) : each));
        table.constraints.clear();
        table.constraints.putAll(renamed);
    }

    void constraint(Relation table, boolean only, String old, String name) {
        effects.lock(table, LockMode.ACCESS_EXCLUSIVE);
        Constraint constraint = table.constraints.get(old);
        if (constraint == null) {
            throw new Refusal("42704", "constraint \"" + old + "\" for table \"" + table.name + "\" does not exist");
        }
        if (constraint.inherited() && !constraint.hasIndex()) {
            throw new Refusal("42P16", "cannot rename inherited constraint \"" + old + "\"");
        }
        boolean handedDown =
                (constraint.kind() == Constraint.Kind.CHECK || constraint.kind() == Constraint.Kind.NOT_NULL)
                        && !constraint.noInherit();
        List<Relation> family = handedDown ? catalog.family(table) : List.of(table);
        if (only && family.size() > 1) {
            throw new Refusal("42P16", "inherited constraint \"" + old + "\" must be renamed in child tables too");
        }
        if (constraint.hasIndex()) {
            catalog.requireFreeName(catalog.get(constraint.index()).schema, name);
        }
        Checks.requireFreeName(table, name);
        for (Relation each : family) {
            Constraint own = each.constraints.get(old);
            if (own != null) {
                effects.lock(each, LockMode.ACCESS_EXCLUSIVE);
                rename(each, own, name);
            }
        }
        if (constraint.hasIndex()) {
            Relation index = catalog.get(constraint.index());
            effects.lock(index, LockMode.SHARE_UPDATE_EXCLUSIVE);
            catalog.rename(index, name);
        }
    }

    void column(Relation relation, boolean only, String old, String name) {
        effects.lock(relation, LockMode.ACCESS_EXCLUSIVE);
        if (relation.isIndex() || relation.kind == Relation.Kind.SEQUENCE) {
            throw new Refusal("42809", "cannot rename columns of relation \"" + relation.name + "\"");
        }
        if (!relation.ofType.isEmpty()) {
            throw new Refusal("42809", "cannot rename column of typed table");
        }
        List<Relation> family = catalog.family(relation);
        if (only && family.size() > 1) {
            throw new Refusal("42P16", "inherited column \"" + old + "\" must be renamed in child tables too");
        }
        if (Expressions.isSystemColumn(old)) {
            throw new Refusal("0A000", "cannot rename system column \"" + old + "\"");
        }
        Column column =
                relation.column(old).orElseThrow(() -> new Refusal("42703", "column \"" + old + "\" does not exist"));
        if (column.isInherited()) {
            throw new Refusal("42P16", "cannot rename inherited column \"" + old + "\"");
        }
        for (Relation each : family) {
            effects.lock(each, LockMode.ACCESS_EXCLUSIVE);
            if (each.column(name).isPresent() || Expressions.isSystemColumn(name)) {
                throw new Refusal("42701", "column \"" + name + "\" of relation \"" + each.name + "\" already exists");
            }
            each.column(old).ifPresent(own -> column(each, own, name));
        }
    }

    private void column(Relation table, Column column, String name) {
        String old = column.name();
        table.replace(old, column.named(name));
        table.columns.replaceAll(each -> each.defaulting(each.defaultValue().map(value -> renamed(value, old, name))));
        table.constraints.replaceAll((key, each) -> renamed(each.over(renamed(each.columns(), old, name)), old, name));
        table.partitionKey.replaceAll(key -> renamed(key, old, name));
        table.triggers.replaceAll((key, each) -> new Relation.Trigger(
                each.function(),
                renamed(each.columns(), old, name),
                each.forEachRow(),
                each.inherited(),
                each.events()));
        for (Relation index : catalog.indexesOf(table)) {
            index.shape = index.shape.map(shape -> renamed(shape, old, name));
        }
        for (Catalog.Held held : catalog.referencesTo(table)) {
            Constraint constraint = held.constraint();
            held.table()
                    .constraints
                    .put(constraint.name(), constraint.referencing(renamed(constraint.referenced(), old, name)));
        }
        catalog.sequencesOf(table).stream()
                .filter(each -> each.ownerColumn.equals(old))
                .forEach(each -> each.ownerColumn = name);
        for (Relation view : catalog.viewsOn(table)) {
            if (view.uses.remove(new Relation.Use(table.id(), old))) {
                view.uses.add(new Relation.Use(table.id(), name));
            }
        }
        for (Relation each : catalog.relations()) {
            each.policies.replaceAll((key, needs) -> renamed(needs, table, old, name));
            each.rules.replaceAll((key, rule) -> new Relation.Rule(
                    rule.event(), rule.instead(), rule.writes(), renamed(rule.needs(), table, old, name)));
        }
        catalog.statistics.replaceAll((key, each) -> each.table() == table.id()
                ? new Catalog.Statistics(each.table(), renamed(each.columns(), old, name))
                : each);
    }

    private static Relation.Needs renamed(Relation.Needs needs, Relation table, String old, String name) {
        Set<Relation.Use> uses = new LinkedHashSet<>(needs.uses());
        if (uses.remove(new Relation.Use(table.id(), old))) {
            uses.add(new Relation.Use(table.id(), name));
        }
        return new Relation.Needs(uses, needs.functions());
    }

    private static Constraint renamed(Constraint constraint, String old, String name) {
        return constraint.check().isEmpty()
                ? constraint
                : new Constraint(
                        constraint.name(),
                        constraint.kind(),
                        constraint.columns(),
                        constraint.check().map(each -> renamed(each, old, name)),
                        constraint.references(),
                        constraint.referenced(),
                        constraint.index(),
                        constraint.valid(),
                        constraint.enforced(),
                        constraint.noInherit(),
                        constraint.inherited());
    }

    private static IndexShape renamed(IndexShape shape, String old, String name) {
        return new IndexShape(
                shape.method(),
                shape.unique(),
                shape.keys().stream().map(each -> renamed(each, old, name)).toList(),
                renamed(shape.keyColumns(), old, name),
                renamed(shape.included(), old, name),
                renamed(shape.allColumns(), old, name),
                shape.onExpressions(),
                shape.condition().map(each -> renamed(each, old, name)),
                shape.plainOrder(),
                shape.immediate(),
                shape.operatorClasses().entrySet().stream()
                        .collect(Collectors.toMap(
                                each -> each.getKey().equals(old) ? name : each.getKey(), Map.Entry::getValue)));
    }

    private static List<String> renamed(List<String> names, String old, String name) {
        return names.stream().map(each -> each.equals(old) ? name : each).toList();
    }

    private static Set<String> renamed(Set<String> names, String old, String name) {
        Set<String> renamed = new LinkedHashSet<>();
        names.forEach(each -> renamed.add(each.equals(old) ? name : each));
        return renamed;
    }

    private static Expression renamed(Expression expression, String old, String name) {
        List<Token> tokens = new ArrayList<>();
        for (int i = 0; i < expression.tokens().size(); i++) {
            Token token = expression.tokens().get(i);
            boolean call = i + 1 < expression.tokens().size()
                    && expression.tokens().get(i + 1).isSign("(");
            boolean is = token.isName() && token.value().equals(old) && !call;
            tokens.add(is ? new Token(Token.Kind.QUOTED, Catalog.quoted(name), name, token.at()) : token);
        }
        return new Expression(tokens);
    }
}
