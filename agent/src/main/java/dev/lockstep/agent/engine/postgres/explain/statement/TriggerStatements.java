package dev.lockstep.agent.engine.postgres.explain.statement;

import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.Expressions;
import dev.lockstep.agent.engine.postgres.explain.catalog.FunctionFacts;
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

/** Rules and policies, and triggers that are there: what stands on a table and has a name only there. */
final class TriggerStatements {
    private final TokenReader reader;

    TriggerStatements(TokenReader reader) {
        this.reader = reader;
    }

    /** After CREATE. */
    Action createEventTrigger() {
        reader.expect("EVENT", "TRIGGER");
        reader.name();
        reader.expect("ON");
        reader.name();
        reader.until(token -> token.isWord("EXECUTE"));
        reader.expect("EXECUTE");
        if (!reader.accept("FUNCTION")) {
            reader.expect("PROCEDURE");
        }
        QualifiedName function = reader.qualifiedName();
        reader.inBrackets();
        reader.expectEnd();
        return effects -> {
            Catalog catalog = effects.catalog();
            Optional<FunctionFacts> found = catalog.functions.stream()
                    .filter(each -> each.name().equals(function.name())
                            && each.arguments().isEmpty())
                    .findFirst();
            if (found.isEmpty() && !catalog.mayHaveMoreFunctions()) {
                throw new Refusal("42883", "function " + function.text() + "() does not exist");
            }
            boolean fits = found.map(each -> each.result().name().equals("event_trigger"))
                    .orElse(true);
            if (!fits) {
                throw new Refusal("42P17", "function " + function.text() + " must return type event_trigger");
            }
        };
    }

    /** After CREATE [OR REPLACE]. */
    Action createRule(boolean replace) {
        reader.expect("RULE");
        String name = reader.name();
        reader.expect("AS", "ON");
        boolean ofSelect = reader.take().isWord("SELECT");
        reader.expect("TO");
        QualifiedName table = reader.qualifiedName();
        List<Token> rest = reader.rest();
        return effects -> {
            Relation found = effects.catalog().require(table);
            effects.lock(found, LockMode.ACCESS_EXCLUSIVE);
            if (ofSelect && !found.isView()) {
                throw effects.catalog().isFrom(16)
                        ? new Refusal("42809", "relation \"" + found.name + "\" cannot have ON SELECT rules")
                        : new Refusal("42P17", "view rule for \"" + found.name + "\" must be named \"_RETURN\"");
            }
            actions(effects, rest);
            if (!found.rules.add(name) && !replace) {
                throw new Refusal("42710", "rule \"" + name + "\" for relation \"" + found.name + "\" already exists");
            }
        };
    }

    /** What a rule does instead or besides is looked up when it is made. */
    private static void actions(Effects effects, List<Token> rest) {
        for (int i = 0; i + 1 < rest.size(); i++) {
            boolean writes = rest.get(i).isOneOf("INSERT", "UPDATE", "DELETE")
                    && (i == 0 || !rest.get(i - 1).isOneOf("ON", "FOR", "AS"));
            if (writes) {
                TokenReader action = TokenReader.over(rest.subList(i + 1, rest.size()));
                if (!action.accept("INTO")) {
                    action.accept("FROM");
                }
                action.accept("ONLY");
                effects.lock(effects.catalog().require(action.qualifiedName()), LockMode.ROW_EXCLUSIVE);
            }
        }
        boolean queries = rest.stream().anyMatch(token -> token.isWord("SELECT"));
        if (queries) {
            Query.ofRule(effects.catalog(), rest)
                    .relations()
                    .forEach(each -> effects.lock(each, LockMode.ACCESS_SHARE));
        }
    }

    Action createPolicy() {
        reader.expect("POLICY");
        String name = reader.name();
        reader.expect("ON");
        QualifiedName table = reader.qualifiedName();
        List<Token> rest = reader.rest();
        checkClauses(rest);
        return effects -> {
            Relation found = requireTable(effects, table);
            effects.lock(found, LockMode.ACCESS_EXCLUSIVE);
            if (found.policies.containsKey(name)) {
                throw new Refusal("42710", "policy \"" + name + "\" for table \"" + found.name + "\" already exists");
            }
            readBelow(effects, found, rest);
            found.policies.put(name, columnsIn(effects, found, rest));
        };
    }

    /** What queries inside of a condition read; looked up, not read, when the condition is stored. */
    private static void readBelow(Effects effects, Relation table, List<Token> condition) {
        boolean queries = condition.stream().anyMatch(token -> token.isWord("SELECT"));
        if (queries) {
            new Query(effects.catalog(), condition)
                    .relations().stream()
                            .filter(each -> each != table)
                            .forEach(each -> effects.lock(each, LockMode.ACCESS_SHARE));
        }
    }

    /** What is looked at when rows come has no USING, and what is looked at when rows are there no WITH CHECK. */
    private static void checkClauses(List<Token> rest) {
        TokenReader reader = TokenReader.over(rest);
        reader.until(token -> token.isOneOf("FOR", "TO", "USING", "WITH"));
        if (!reader.accept("FOR")) {
            return;
        }
        Token command = reader.take();
        boolean using = reader.until(token -> false).stream().anyMatch(token -> token.isWord("USING"));
        boolean check = rest.stream().anyMatch(token -> token.isWord("CHECK"));
        if (command.isOneOf("SELECT", "DELETE") && check) {
            throw new Refusal("42601", "WITH CHECK cannot be applied to SELECT or DELETE");
        }
        if (command.isWord("INSERT") && using) {
            throw new Refusal("42601", "only WITH CHECK expression allowed for INSERT");
        }
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
                    new Expressions(effects.catalog()).check(expression, List.of(table));
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
                    readBelow(effects, found, rest);
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
