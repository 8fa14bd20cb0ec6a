package dev.lockstep.agent.engine.postgres.explain.statement;

import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.Expressions;
import dev.lockstep.agent.engine.postgres.explain.catalog.Refusal;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import dev.lockstep.agent.engine.postgres.explain.parse.Expression;
import dev.lockstep.agent.engine.postgres.explain.parse.QualifiedName;
import dev.lockstep.agent.engine.postgres.explain.parse.Token;
import dev.lockstep.agent.engine.postgres.explain.parse.TokenReader;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** CREATE TRIGGER. */
final class CreateTrigger {
    /** Trigger functions that a server brings, but no list of functions that can be called. */
    private static final List<String> FUNCTIONS_OF_SERVER =
            List.of("suppress_redundant_updates_trigger", "tsvector_update_trigger", "tsvector_update_trigger_column");

    private final TokenReader reader;
    private final boolean replace;
    private final String name;
    private final Timing timing;
    private final Set<String> columns = new LinkedHashSet<>();
    private final Set<String> events;
    private final QualifiedName table;
    private final Optional<QualifiedName> other;
    private final boolean hasTransitionTables;
    private final boolean forEachRow;
    private final Expression when;
    private final QualifiedName function;

    /** When it fires. */
    private enum Timing {
        BEFORE,
        AFTER,
        INSTEAD_OF
    }

    /** Reads what follows CREATE [OR REPLACE]. */
    CreateTrigger(TokenReader reader, int major, boolean replace) {
        this.reader = reader;
        this.replace = replace;
        if (replace && major < 14) {
            throw reader.failure();
        }
        reader.accept("CONSTRAINT");
        reader.expect("TRIGGER");
        name = reader.name();
        timing = timing();
        events = events();
        reader.expect("ON");
        table = reader.qualifiedName();
        other = reader.accept("FROM") ? Optional.of(reader.qualifiedName()) : Optional.empty();
        hasTransitionTables = reader.until(token -> token.isOneOf("FOR", "WHEN", "EXECUTE")).stream()
                .anyMatch(token -> token.isWord("REFERENCING"));
        forEachRow = forEachRow();
        when = new Expression(reader.accept("WHEN") ? reader.inBrackets() : List.of());
        reader.expect("EXECUTE");
        if (!reader.accept("FUNCTION")) {
            reader.expect("PROCEDURE");
        }
        function = reader.qualifiedName();
        reader.inBrackets();
        reader.expectEnd();
    }

    private Timing timing() {
        if (reader.accept("INSTEAD", "OF")) {
            return Timing.INSTEAD_OF;
        }
        if (reader.accept("BEFORE")) {
            return Timing.BEFORE;
        }
        reader.expect("AFTER");
        return Timing.AFTER;
    }

    private Set<String> events() {
        Set<String> found = new LinkedHashSet<>();
        do {
            found.add(event());
        } while (reader.accept("OR"));
        return found;
    }

    private String event() {
        if (!reader.atOneOf("INSERT", "UPDATE", "DELETE", "TRUNCATE")) {
            throw reader.failure();
        }
        Token event = reader.take();
        if (event.isWord("UPDATE") && reader.accept("OF")) {
            do {
                columns.add(reader.name());
            } while (reader.accept(","));
        }
        return event.value();
    }

    private boolean forEachRow() {
        if (!reader.accept("FOR")) {
            return false;
        }
        reader.accept("EACH");
        return reader.take().isWord("ROW");
    }

    Action action() {
        return this::create;
    }

    private void create(Effects effects) {
        if (hasTransitionTables) {
            checkTransitionTables();
        }
        Catalog catalog = effects.catalog();
        Relation found = catalog.require(table);
        effects.lock(found, LockMode.SHARE_ROW_EXCLUSIVE);
        checkPlace(catalog, found);
        boolean ofParts = found.isPartitioned() || !found.parents.isEmpty();
        if (hasTransitionTables && forEachRow && ofParts) {
            throw new Refusal(
                    "0A000",
                    "ROW triggers with transition tables are not supported on partitioned tables, partitions and inheritance children");
        }
        other.ifPresent(each -> effects.lock(catalog.require(each), LockMode.ACCESS_SHARE));
        checkWhen(catalog, found);
        checkColumns(found);
        new Expressions(catalog).requireOperators(when, found.columns);
        checkFunction(catalog);
        boolean ofWhole =
                found.triggers.containsKey(name) && found.triggers.get(name).inherited();
        if (ofWhole && replace) {
            throw new Refusal(
                    "42710",
                    "trigger \"" + name + "\" for relation \"" + found.name + "\" is an internal or a child trigger");
        }
        if (found.triggers.containsKey(name) && !replace) {
            throw new Refusal("42710", "trigger \"" + name + "\" for relation \"" + found.name + "\" already exists");
        }
        Set<String> needed = new LinkedHashSet<>(columns);
        needed.addAll(when.columnsOf(found.columnNames()));
        found.triggers.put(name, new Relation.Trigger(function.name(), needed, forEachRow, false, events));
        if (found.isPartitioned() && forEachRow) {
            for (Relation below : catalog.family(found)) {
                effects.lock(below, LockMode.SHARE_ROW_EXCLUSIVE);
                if (below != found) {
                    below.triggers.put(name, new Relation.Trigger(function.name(), needed, true, true, events));
                }
            }
        }
    }

    private void checkTransitionTables() {
        if (timing != Timing.AFTER) {
            throw new Refusal("42P17", "transition table name can only be specified for an AFTER trigger");
        }
        if (events.size() > 1) {
            throw new Refusal("0A000", "transition tables cannot be specified for triggers with more than one event");
        }
        if (!columns.isEmpty()) {
            throw new Refusal("0A000", "transition tables cannot be specified for triggers with column lists");
        }
    }

    private void checkPlace(Catalog catalog, Relation found) {
        if (!found.isTable() && !found.isView()) {
            throw new Refusal("42809", "\"" + found.name + "\" is not a table or view");
        }
        boolean instead = timing == Timing.INSTEAD_OF;
        boolean misplaced = found.isView() ? !instead && forEachRow : instead;
        if (misplaced) {
            throw new Refusal("42809", "\"" + found.name + "\" is a " + (found.isView() ? "view" : "table"));
        }
        if (timing == Timing.BEFORE && forEachRow && found.isPartitioned() && !catalog.isFrom(13)) {
            throw new Refusal("42809", "\"" + found.name + "\" is a partitioned table");
        }
    }

    /** What a condition may look at: the rows that the event has, and no others. */
    private void checkWhen(Catalog catalog, Relation found) {
        if (forEachRow && events.contains("truncate")) {
            throw new Refusal("0A000", "TRUNCATE FOR EACH ROW triggers are not supported");
        }
        if (when.hasQuery()) {
            throw new Refusal("0A000", "cannot use subquery in trigger WHEN condition");
        }
        new Expressions(catalog).checkFunctions(when);
        for (QualifiedName each : when.columnNames()) {
            if (each.schema().isEmpty()) {
                throw found.column(each.name()).isPresent()
                        ? new Refusal("42702", "column reference \"" + each.name() + "\" is ambiguous")
                        : new Refusal("42703", "column \"" + each.name() + "\" does not exist");
            }
            boolean old = each.schema().equals("old");
            boolean fresh = each.schema().equals("new");
            if ((old || fresh) && !forEachRow) {
                throw new Refusal("42P17", "statement trigger's WHEN condition cannot reference column values");
            }
            if (old && events.contains("insert") || fresh && events.contains("delete")) {
                throw new Refusal(
                        "42P17",
                        (old ? "INSERT" : "DELETE") + " trigger's WHEN condition cannot reference "
                                + (old ? "OLD" : "NEW") + " values");
            }
        }
    }

    private void checkColumns(Relation found) {
        for (String column : columns) {
            found.requireColumn(
                    column,
                    () -> new Refusal(
                            "42703", "column \"" + column + "\" of relation \"" + found.name + "\" does not exist"));
        }
        for (QualifiedName each : when.columnNames()) {
            boolean ofRow = each.schema().equals("old") || each.schema().equals("new");
            if (ofRow && found.column(each.name()).isEmpty() && !Expressions.isSystemColumn(each.name())) {
                throw new Refusal("42703", "column " + each.text() + " does not exist");
            }
        }
    }

    private void checkFunction(Catalog catalog) {
        boolean made = catalog.functions.stream()
                .anyMatch(each -> each.name().equals(function.name())
                        && each.arguments().isEmpty()
                        && (function.schema().isEmpty()
                                ? catalog.searchPath.contains(each.schema())
                                : each.schema().equals(function.schema())));
        boolean known = made
                || catalog.mayHaveMoreFunctions()
                || !catalog.builtIns().functions(function.name()).isEmpty()
                || FUNCTIONS_OF_SERVER.contains(function.name());
        if (!known) {
            throw new Refusal("42883", "function " + function.text() + "() does not exist");
        }
    }
}
