package dev.lockstep.agent.engine.postgres.explain.statement;

import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.FunctionFacts;
import dev.lockstep.agent.engine.postgres.explain.catalog.Refusal;
import dev.lockstep.agent.engine.postgres.explain.parse.QualifiedName;
import dev.lockstep.agent.engine.postgres.explain.parse.TokenReader;
import java.util.Optional;
import java.util.Set;

/** Event triggers, which lock nothing and need their function. */
final class EventTriggers {
    private final TokenReader reader;

    EventTriggers(TokenReader reader) {
        this.reader = reader;
    }

    /** After CREATE. */
    Action create() {
        reader.expect("EVENT", "TRIGGER");
        String name = reader.name();
        reader.expect("ON");
        String event = reader.label();
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
            boolean known = Set.of("ddl_command_start", "ddl_command_end", "sql_drop", "table_rewrite")
                            .contains(event)
                    || event.equals("login") && catalog.isFrom(17);
            if (!known) {
                throw new Refusal("42601", "unrecognized event name \"" + event + "\"");
            }
            requireFunction(catalog, function);
            if (catalog.eventTriggers.putIfAbsent(name, function.name()) != null) {
                throw new Refusal("42710", "event trigger \"" + name + "\" already exists");
            }
        };
    }

    private static void requireFunction(Catalog catalog, QualifiedName function) {
        Optional<FunctionFacts> found = catalog.functions.stream()
                .filter(each ->
                        each.name().equals(function.name()) && each.arguments().isEmpty())
                .findFirst();
        if (found.isEmpty() && !catalog.mayHaveMoreFunctions()) {
            throw new Refusal("42883", "function " + function.text() + "() does not exist");
        }
        boolean fits =
                found.map(each -> each.result().name().equals("event_trigger")).orElse(true);
        if (!fits) {
            throw new Refusal("42P17", "function " + function.text() + " must return type event_trigger");
        }
    }

    /** After ALTER. */
    Action alter() {
        reader.expect("EVENT", "TRIGGER");
        String name = reader.name();
        boolean renames = reader.accept("RENAME", "TO");
        String now = renames ? reader.name() : name;
        reader.rest();
        return effects -> {
            Catalog catalog = effects.catalog();
            require(catalog, name);
            if (renames && catalog.eventTriggers.containsKey(now)) {
                throw new Refusal("42710", "event trigger \"" + now + "\" already exists");
            }
            String function = catalog.eventTriggers.remove(name);
            if (function != null) {
                catalog.eventTriggers.put(now, function);
            }
        };
    }

    /** After DROP EVENT. */
    Action drop() {
        reader.expect("TRIGGER");
        boolean ifExists = reader.ifExists();
        String name = reader.name();
        AlterTableReader.cascade(reader);
        reader.expectEnd();
        return effects -> {
            if (!ifExists) {
                require(effects.catalog(), name);
            }
            effects.catalog().eventTriggers.remove(name);
        };
    }

    private static void require(Catalog catalog, String name) {
        if (!catalog.eventTriggers.containsKey(name)) {
            throw new Refusal("42704", "event trigger \"" + name + "\" does not exist");
        }
    }
}
