package dev.lockstep.agent.engine.postgres.explain.statement;

import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.Refusal;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import dev.lockstep.agent.engine.postgres.explain.parse.Expression;
import dev.lockstep.agent.engine.postgres.explain.parse.QualifiedName;
import dev.lockstep.agent.engine.postgres.explain.parse.Token;
import dev.lockstep.agent.engine.postgres.explain.parse.TokenReader;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Triggers, rules and policies: what stands on a table and has a name only there. */
final class TriggerStatements {
    private final TokenReader reader;
    private final int major;

    TriggerStatements(TokenReader reader, int major) {
        this.reader = reader;
        this.major = major;
    }

    /** After CREATE [OR REPLACE]. */
    Action createTrigger(boolean replace) {
        if (replace && major < 14) {
            throw reader.failure();
        }
        reader.accept("CONSTRAINT");
        reader.expect("TRIGGER");
        String name = reader.name();
        boolean instead = reader.accept("INSTEAD", "OF");
        boolean before = !instead && reader.accept("BEFORE");
        if (!instead && !before) {
            reader.expect("AFTER");
        }
        Set<String> columns = new LinkedHashSet<>();
        do {
            event(columns);
        } while (reader.accept("OR"));
        reader.expect("ON");
        QualifiedName table = reader.qualifiedName();
        Optional<QualifiedName> other = reader.accept("FROM") ? Optional.of(reader.qualifiedName()) : Optional.empty();
        reader.until(token -> token.isOneOf("FOR", "WHEN", "EXECUTE"));
        boolean row = false;
        if (reader.accept("FOR")) {
            reader.accept("EACH");
            row = reader.take().isWord("ROW");
        }
        List<Token> when = reader.accept("WHEN") ? reader.inBrackets() : List.of();
        reader.expect("EXECUTE");
        if (!reader.accept("FUNCTION")) {
            reader.expect("PROCEDURE");
        }
        QualifiedName function = reader.qualifiedName();
        reader.inBrackets();
        reader.expectEnd();
        boolean forEachRow = row;
        return effects -> create(effects, name, table, other, columns, when, function, new boolean[] {
            forEachRow, replace, instead, before
        });
    }

    private void event(Set<String> columns) {
        if (reader.accept("UPDATE") && reader.accept("OF")) {
            do {
                columns.add(reader.name());
            } while (reader.accept(","));
        } else if (reader.atOneOf("INSERT", "DELETE", "TRUNCATE")) {
            reader.take();
        } else if (!reader.atOneOf("ON", "OR")) {
            throw reader.failure();
        }
    }

    private static void create(
            Effects effects,
            String name,
            QualifiedName tableName,
            Optional<QualifiedName> otherName,
            Set<String> columns,
            List<Token> when,
            QualifiedName function,
            boolean[] how) {
        Catalog catalog = effects.catalog();
        Relation table = catalog.require(tableName);
        boolean forEachRow = how[0];
        effects.lock(table, LockMode.SHARE_ROW_EXCLUSIVE);
        if (!table.isTable() && !table.isView()) {
            throw new Refusal("42809", "\"" + table.name + "\" is not a table or view");
        }
        boolean misplaced = table.isView() ? !how[2] && forEachRow : how[2];
        if (misplaced) {
            throw new Refusal("42809", "\"" + table.name + "\" is a " + (table.isView() ? "view" : "table"));
        }
        if (how[3] && forEachRow && table.isPartitioned() && !catalog.isFrom(13)) {
            throw new Refusal("42809", "\"" + table.name + "\" is a partitioned table");
        }
        otherName.ifPresent(each -> effects.lock(catalog.require(each), LockMode.ACCESS_SHARE));
        for (String column : columns) {
            table.requireColumn(
                    column,
                    () -> new Refusal(
                            "42703", "column \"" + column + "\" of relation \"" + table.name + "\" does not exist"));
        }
        boolean known = catalog.functions.stream()
                        .anyMatch(each -> each.name().equals(function.name())
                                && each.arguments().isEmpty())
                || catalog.extended
                || !catalog.builtIns().functions(function.name()).isEmpty()
                || List.of(
                                "suppress_redundant_updates_trigger",
                                "tsvector_update_trigger",
                                "tsvector_update_trigger_column")
                        .contains(function.name());
        if (!known) {
            throw new Refusal("42883", "function " + function.text() + "() does not exist");
        }
        Set<String> needed = new LinkedHashSet<>(columns);
        needed.addAll(new Expression(when).columnsOf(table.columnNames()));
        Relation.Trigger there = table.triggers.get(name);
        if (there != null && !how[1]) {
            throw new Refusal("42710", "trigger \"" + name + "\" for relation \"" + table.name + "\" already exists");
        }
        table.triggers.put(name, new Relation.Trigger(function.name(), needed, forEachRow, false, 0));
        if (table.isPartitioned() && forEachRow) {
            for (Relation below : catalog.family(table)) {
                effects.lock(below, LockMode.SHARE_ROW_EXCLUSIVE);
                if (below != table) {
                    below.triggers.put(name, new Relation.Trigger(function.name(), needed, true, true, 0));
                }
            }
        }
    }

    /** After CREATE [OR REPLACE]. */
    Action createRule(boolean replace) {
        reader.expect("RULE");
        String name = reader.name();
        reader.expect("AS", "ON");
        reader.take();
        reader.expect("TO");
        QualifiedName table = reader.qualifiedName();
        reader.rest();
        return effects -> {
            Relation found = effects.catalog().require(table);
            effects.lock(found, LockMode.ACCESS_EXCLUSIVE);
            if (!found.rules.add(name) && !replace) {
                throw new Refusal("42710", "rule \"" + name + "\" for relation \"" + found.name + "\" already exists");
            }
        };
    }

    Action createPolicy() {
        reader.expect("POLICY");
        String name = reader.name();
        reader.expect("ON");
        QualifiedName table = reader.qualifiedName();
        List<Token> rest = reader.rest();
        return effects -> {
            Relation found = requireTable(effects, table);
            effects.lock(found, LockMode.ACCESS_EXCLUSIVE);
            if (found.policies.containsKey(name)) {
                throw new Refusal("42710", "policy \"" + name + "\" for table \"" + found.name + "\" already exists");
            }
            found.policies.put(name, columnsIn(effects, found, rest));
        };
    }

    private static Relation requireTable(Effects effects, QualifiedName table) {
        Relation found = effects.catalog().require(table);
        if (!found.isTable()) {
            throw new Refusal("42809", "\"" + found.name + "\" is not a table");
        }
        return found;
    }

    private static Set<String> columnsIn(Effects effects, Relation table, List<Token> tokens) {
        Set<String> columns = new LinkedHashSet<>();
        TokenReader rest = TokenReader.over(tokens);
        while (!rest.atEnd()) {
            boolean condition = rest.atOneOf("USING", "CHECK") && rest.peek(1).isSign("(");
            if (rest.take().isOneOf("USING", "CHECK") && condition) {
                Expression expression = new Expression(rest.inBrackets());
                if (!expression.hasQuery()) {
                    new dev.lockstep.agent.engine.postgres.explain.catalog.Expressions(effects.catalog())
                            .check(expression, List.of(table));
                    Checks.requireTruth(effects.catalog(), expression, table, "POLICY");
                }
                columns.addAll(expression.columnsOf(table.columnNames()));
            }
        }
        return columns;
    }

    /** After ALTER: TRIGGER, RULE or POLICY. */
    Action alter() {
        String what = reader.take().value();
        String name = reader.name();
        reader.expect("ON");
        QualifiedName table = reader.qualifiedName();
        boolean renames = reader.accept("RENAME", "TO");
        String now = renames ? reader.name() : "";
        List<Token> rest = reader.rest();
        return effects -> {
            Relation found = effects.catalog().require(table);
            effects.lock(found, LockMode.ACCESS_EXCLUSIVE);
            require(found, what, name);
            if (!renames) {
                if (what.equals("policy")) {
                    found.policies.put(name, columnsIn(effects, found, rest));
                }
                return;
            }
            if (names(found, what).contains(now)) {
                throw new Refusal(
                        "42710", what + " \"" + now + "\" for relation \"" + found.name + "\" already exists");
            }
            rename(effects.catalog(), found, what, name, now, effects);
        };
    }

    private static void rename(Catalog catalog, Relation table, String what, String name, String now, Effects effects) {
        switch (what) {
            case "trigger" -> {
                if (catalog.isFrom(15) && table.isPartitioned()) {
                    effects.lock(catalog.family(table), LockMode.ACCESS_EXCLUSIVE);
                }
                Optional.ofNullable(table.triggers.remove(name)).ifPresent(each -> table.triggers.put(now, each));
            }
            case "policy" ->
                Optional.ofNullable(table.policies.remove(name)).ifPresent(each -> table.policies.put(now, each));
            default -> {
                table.rules.remove(name);
                table.rules.add(now);
            }
        }
    }

    private static Set<String> names(Relation table, String what) {
        return switch (what) {
            case "trigger" -> table.triggers.keySet();
            case "policy" -> table.policies.keySet();
            default -> table.rules;
        };
    }

    private static void require(Relation table, String what, String name) {
        if (!names(table, what).contains(name)) {
            String where = what.equals("rule") ? "relation" : "table";
            throw new Refusal(
                    "42704", what + " \"" + name + "\" for " + where + " \"" + table.name + "\" does not exist");
        }
    }

    /** After DROP: TRIGGER, RULE or POLICY. */
    Action drop() {
        String what = reader.take().value();
        boolean ifExists = reader.ifExists();
        List<String> names = new ArrayList<>(List.of(reader.name()));
        reader.expect("ON");
        QualifiedName table = reader.qualifiedName();
        AlterTableReader.cascade(reader);
        reader.expectEnd();
        return effects -> {
            Optional<Relation> there = effects.catalog().find(table);
            if (ifExists
                    && there.map(each -> !names(each, what).contains(names.get(0)))
                            .orElse(true)) {
                return;
            }
            Relation found = effects.catalog().require(table);
            require(found, what, names.get(0));
            boolean ofParent = what.equals("trigger")
                    && Optional.ofNullable(found.triggers.get(names.get(0)))
                            .map(Relation.Trigger::inherited)
                            .orElse(false);
            if (ofParent) {
                throw new Refusal(
                        "2BP01",
                        "cannot drop trigger " + names.get(0) + " on table " + found.name
                                + " because trigger on its parent requires it");
            }
            boolean handedDown = what.equals("trigger")
                    && found.isPartitioned()
                    && Optional.ofNullable(found.triggers.get(names.get(0)))
                            .map(Relation.Trigger::forEachRow)
                            .orElse(false);
            for (Relation each : handedDown ? effects.catalog().family(found) : List.of(found)) {
                effects.lock(each, LockMode.ACCESS_EXCLUSIVE);
                names(each, what).remove(names.get(0));
            }
        };
    }
}
