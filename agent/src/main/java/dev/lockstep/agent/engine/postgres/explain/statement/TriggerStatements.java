package dev.lockstep.agent.engine.postgres.explain.statement;

import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.Refusal;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import dev.lockstep.agent.engine.postgres.explain.parse.QualifiedName;
import dev.lockstep.agent.engine.postgres.explain.parse.Token;
import dev.lockstep.agent.engine.postgres.explain.parse.TokenReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** ALTER and DROP of rules, policies and triggers, which stand on a table and have a name only there; and event triggers. */
final class TriggerStatements {
    private final TokenReader reader;

    TriggerStatements(TokenReader reader) {
        this.reader = reader;
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
            boolean ofExtension = rest.stream().anyMatch(token -> token.isWord("DEPENDS"));
            effects.lock(found, ofExtension ? LockMode.ACCESS_SHARE : LockMode.ACCESS_EXCLUSIVE);
            require(found, what, name);
            if (ofExtension) {
                return;
            }
            refusePart(effects.catalog(), found, what, name);
            if (!renames) {
                if (what.equals("policy")) {
                    PolicyStatements.put(effects, found, name, rest);
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

    /** From 15 on a trigger that comes from the whole has the name that it has there. */
    private static void refusePart(Catalog catalog, Relation table, String what, String name) {
        boolean ofParent = what.equals("trigger")
                && Optional.ofNullable(table.triggers.get(name))
                        .map(Relation.Trigger::inherited)
                        .orElse(false);
        if (ofParent && catalog.isFrom(15)) {
            throw new Refusal(
                    catalog.isFrom(18) ? "0A000" : "XX000",
                    "cannot rename trigger \"" + name + "\" on table \"" + table.name + "\"");
        }
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
            default -> Optional.ofNullable(table.rules.remove(name)).ifPresent(each -> table.rules.put(now, each));
        }
    }

    private static Set<String> names(Relation table, String what) {
        return switch (what) {
            case "trigger" -> table.triggers.keySet();
            case "policy" -> table.policies.keySet();
            default -> table.rules.keySet();
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
            if (what.equals("rule") && found.isView() && names.get(0).equals("_RETURN")) {
                throw new Refusal("2BP01", "cannot drop rule _RETURN on view because the view requires it");
            }
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
