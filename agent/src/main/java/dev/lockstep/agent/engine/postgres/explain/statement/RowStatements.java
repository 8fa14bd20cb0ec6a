package dev.lockstep.agent.engine.postgres.explain.statement;

import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.Column;
import dev.lockstep.agent.engine.postgres.explain.catalog.Literals;
import dev.lockstep.agent.engine.postgres.explain.catalog.Refusal;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import dev.lockstep.agent.engine.postgres.explain.catalog.Types;
import dev.lockstep.agent.engine.postgres.explain.parse.Expression;
import dev.lockstep.agent.engine.postgres.explain.parse.QualifiedName;
import dev.lockstep.agent.engine.postgres.explain.parse.Token;
import dev.lockstep.agent.engine.postgres.explain.parse.TokenReader;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Queries, and statements that write rows: the locks on what they name. */
final class RowStatements {
    private final TokenReader reader;
    private final Set<String> outer;

    RowStatements(TokenReader reader) {
        this(reader, Set.of());
    }

    /** @param outer names that a WITH around it has given */
    private RowStatements(TokenReader reader, Set<String> outer) {
        this.reader = reader;
        this.outer = outer;
    }

    /** SELECT, VALUES, TABLE and WITH. */
    Action query() {
        List<Token> tokens = reader.rest();
        boolean forUpdate = forUpdate(tokens);
        List<Integer> writes = tokens.get(0).isWord("WITH") ? writes(tokens) : List.of();
        return effects -> {
            Query query = new Query(effects.catalog(), writes.isEmpty() ? tokens : withoutTarget(tokens));
            boolean locks = forUpdate && writes.isEmpty();
            if (writes.isEmpty()) {
                new QueryColumns(effects.catalog(), query).check();
            }
            readThese(effects, query.allRead(), LockMode.ACCESS_SHARE);
            if (locks) {
                Set<Relation> locked = query.outermost(lockedAliases(tokens));
                RowLocking.check(effects.catalog(), tokens, locked);
                read(effects, locked, LockMode.ROW_SHARE);
            }
            lockSequences(effects, tokens);
            for (int at : writes) {
                List<Token> inner =
                        TokenReader.over(tokens.subList(at, tokens.size())).until(token -> false);
                new RowStatements(TokenReader.over(inner), query.ownNames())
                        .write()
                        .apply(effects);
            }
        };
    }

    /** Where a statement that writes begins: inside of brackets, or behind the last of them. */
    private static List<Integer> writes(List<Token> tokens) {
        List<Integer> places = new ArrayList<>();
        for (int i = 1; i < tokens.size(); i++) {
            boolean begins = tokens.get(i - 1).isSign("(") || tokens.get(i - 1).isSign(")");
            if (begins && tokens.get(i).isOneOf("insert", "update", "delete", "merge")) {
                places.add(i);
            }
        }
        return places;
    }

    /** COPY: rows into a table or out of it. */
    Action copy() {
        reader.expect("COPY");
        if (reader.at("(")) {
            List<Token> inside = reader.inBrackets();
            return new RowStatements(TokenReader.over(inside)).query();
        }
        reader.accept("BINARY");
        QualifiedName name = reader.qualifiedName();
        List<String> columns = reader.at("(") ? reader.nameList() : List.of();
        boolean in = reader.accept("FROM");
        if (!in) {
            reader.expect("TO");
        }
        reader.rest();
        return effects -> {
            Relation table = effects.catalog().require(name);
            effects.lock(table, in ? LockMode.ROW_EXCLUSIVE : LockMode.ACCESS_SHARE);
            boolean rows = table.hasRows()
                    && (table.isTable() || (!in && effects.catalog().isFrom(18)));
            if (!rows && !(in && table.isPartitioned())) {
                throw new Refusal("42809", "cannot copy " + (in ? "to" : "from") + " \"" + table.name + "\"");
            }
            for (String column : columns) {
                table.requireColumn(
                        column,
                        () -> new Refusal(
                                "42703",
                                "column \"" + column + "\" of relation \"" + table.name + "\" does not exist"));
            }
            if (in) {
                defaults(effects, table, columns);
            }
        };
    }

    /** FOR UPDATE OF these; empty for all. */
    private static Set<String> lockedAliases(List<Token> tokens) {
        Set<String> aliases = new LinkedHashSet<>();
        for (int i = 2; i + 1 < tokens.size(); i++) {
            boolean of = tokens.get(i).isWord("OF") && tokens.get(i - 1).isOneOf("update", "share");
            for (int j = i + 1; of && j < tokens.size() && !tokens.get(j).isOneOf("nowait", "skip", "for"); j++) {
                aliases.add(tokens.get(j).value());
            }
        }
        return aliases;
    }

    /** DELETE FROM table names no source of rows. */
    private static List<Token> withoutTarget(List<Token> tokens) {
        List<Token> kept = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            boolean target =
                    tokens.get(i).isWord("FROM") && i > 0 && tokens.get(i - 1).isWord("DELETE");
            if (!target) {
                kept.add(tokens.get(i));
            }
        }
        return kept;
    }

    /** Whether rows are locked that are read: FOR UPDATE and others. */
    static boolean forUpdate(List<Token> tokens) {
        for (int i = 0; i + 1 < tokens.size(); i++) {
            boolean strength = tokens.get(i + 1).isOneOf("update", "share", "no", "key");
            if (tokens.get(i).isWord("FOR") && strength) {
                return true;
            }
        }
        return false;
    }

    private static void read(Effects effects, Set<Relation> relations, LockMode mode) {
        readThese(effects, Query.withWhatViewsRead(effects.catalog(), relations), mode);
    }

    private static void readThese(Effects effects, Set<Relation> relations, LockMode mode) {
        for (Relation each : relations) {
            if (each.isView() || each.kind == Relation.Kind.SEQUENCE) {
                effects.lock(each, mode);
            } else {
                effects.read(each, mode);
            }
        }
    }

    private static void lockSequences(Effects effects, List<Token> tokens) {
        for (Expression.Call call : new Expression(tokens).calls()) {
            boolean counts = List.of("nextval", "setval", "currval")
                    .contains(call.function().name());
            if (counts
                    && !call.arguments().isEmpty()
                    && call.arguments().get(0).get(0).kind() == Token.Kind.STRING) {
                Relation sequence = effects.catalog()
                        .require(
                                TableParts.nameIn(call.arguments().get(0).get(0).value()));
                effects.lock(
                        sequence,
                        call.function().name().equals("currval") ? LockMode.ACCESS_SHARE : LockMode.ROW_EXCLUSIVE);
            }
        }
    }

    /** INSERT, UPDATE, DELETE and MERGE. */
    Action write() {
        Token what = reader.take();
        boolean inserts = what.isWord("INSERT");
        if (inserts || what.isWord("MERGE")) {
            reader.expect("INTO");
        } else if (what.isWord("DELETE")) {
            reader.expect("FROM");
        }
        boolean only = reader.accept("ONLY");
        QualifiedName name = reader.qualifiedName();
        List<Token> rest = reader.rest();
        if (inserts && rest.isEmpty()) {
            throw reader.failure();
        }
        List<String> columns = inserts ? insertedColumns(rest) : what.isWord("UPDATE") ? setColumns(rest) : List.of();
        return effects -> {
            Relation table = effects.catalog().require(name);
            boolean instead = table.kind == Relation.Kind.MATERIALIZED_VIEW
                    || table.kind == Relation.Kind.SEQUENCE
                    || table.isIndex();
            if (instead) {
                throw new Refusal(table.isIndex() ? "42809" : "42809", "cannot change \"" + table.name + "\"");
            }
            for (String column : columns) {
                table.requireColumn(
                        column,
                        () -> new Refusal(
                                "42703",
                                "column \"" + column + "\" of relation \"" + table.name + "\" does not exist"));
            }
            if (inserts && table.isTable()) {
                new InsertedValues(effects.catalog(), table, columns).check(rest);
            }
            if (what.isWord("UPDATE")) {
                refuseGenerated(effects.catalog(), table, rest);
            }
            if (table.isView()) {
                writeThroughView(effects, table, what.value());
            } else {
                write(effects, table, inserts, only);
            }
            applyRules(effects, table, what.value());
            Query query = new Query(effects.catalog(), rest, outer);
            read(effects, inserts ? query.relations() : without(query.relations(), table), LockMode.ACCESS_SHARE);
            if (inserts) {
                Arbiters.of(effects.catalog(), table, rest).forEach(each -> effects.lock(each, LockMode.ROW_EXCLUSIVE));
            }
            lockSequences(effects, rest);
            if (inserts) {
                defaults(effects, table, columns);
                boolean surelyRows = rest.stream().anyMatch(token -> token.isWord("VALUES"));
                if (table.partition && surelyRows) {
                    effects.lock(effects.catalog().ancestorsOf(table), LockMode.ACCESS_SHARE);
                }
            }
        };
    }

    /** A view over one table is written through to it, unless a rule or a trigger does something instead. */
    private static void writeThroughView(Effects effects, Relation view, String verb) {
        effects.lock(view, LockMode.ROW_EXCLUSIVE);
        boolean byRule = view.rules.values().stream()
                .anyMatch(each -> each.instead() && each.event().equals(verb));
        boolean byTrigger = view.triggers.values().stream()
                .anyMatch(each -> each.forEachRow() && each.events().contains(verb));
        if (byRule || byTrigger) {
            return;
        }
        Set<Integer> read = new LinkedHashSet<>();
        view.uses.forEach(each -> read.add(each.relation()));
        if (read.size() != 1 || !Query.isPlain(effects.catalog(), view.query)) {
            throw new Refusal("55000", "cannot change view \"" + view.name + "\"");
        }
        Relation below = effects.catalog().get(read.iterator().next());
        if (below.isView()) {
            writeThroughView(effects, below, verb);
        } else {
            write(effects, below, verb.equals("insert"), false);
        }
    }

    /** What a rule does besides, or instead; a view whose rows it picks is read for that. */
    private static void applyRules(Effects effects, Relation table, String verb) {
        Catalog catalog = effects.catalog();
        for (Relation.Rule rule : table.rules.values()) {
            if (!rule.event().equals(verb)) {
                continue;
            }
            rule.writes().forEach((id, word) -> write(effects, catalog.get(id), word.equals("insert"), false));
            if (table.isView() && !verb.equals("insert")) {
                Set<Relation> shown = new LinkedHashSet<>();
                table.uses.forEach(each -> shown.add(catalog.get(each.relation())));
                read(effects, shown, LockMode.ACCESS_SHARE);
            }
        }
    }

    /** What the server computes can only be set to DEFAULT. */
    private static void refuseGenerated(Catalog catalog, Relation table, List<Token> rest) {
        TokenReader reader = TokenReader.over(rest);
        reader.until(token -> token.isWord("SET"));
        if (!reader.accept("SET")) {
            return;
        }
        do {
            boolean plain = reader.peek().isName() && reader.peek(1).isSign("=");
            boolean toDefault = plain && reader.peek(2).isWord("DEFAULT");
            Optional<Column> column = plain ? table.column(reader.peek().value()) : Optional.empty();
            Token behind = reader.peek(3);
            boolean text = plain
                    && reader.peek(2).kind() == Token.Kind.STRING
                    && (behind.isEnd() || behind.isSign(",") || behind.isOneOf("WHERE", "FROM", "RETURNING"));
            if (text && table.isTable()) {
                column.ifPresent(each ->
                        new Literals(new Types(catalog)).require(reader.peek(2).value(), each.type()));
            }
            boolean generated = column.map(Column::generation)
                    .filter(each -> each.isComputed() || each == Column.Generation.IDENTITY_ALWAYS)
                    .isPresent();
            if (generated && !toDefault) {
                boolean early =
                        !catalog.isFrom(14) && column.orElseThrow().generation().isComputed();
                throw new Refusal(
                        early ? "42601" : "428C9",
                        "column \"" + column.orElseThrow().name() + "\" can only be updated to DEFAULT");
            }
            reader.until(token -> token.isSign(",") || token.isOneOf("WHERE", "FROM", "RETURNING"));
        } while (reader.accept(","));
    }

    private static Set<Relation> without(Set<Relation> relations, Relation table) {
        Set<Relation> others = new LinkedHashSet<>(relations);
        others.remove(table);
        return others;
    }

    /** Of UPDATE … SET, where each is a plain column. */
    private static List<String> setColumns(List<Token> rest) {
        TokenReader reader = TokenReader.over(rest);
        reader.until(token -> token.isWord("SET"));
        List<String> columns = new ArrayList<>();
        if (reader.accept("SET")) {
            do {
                boolean plain = reader.peek().isName() && reader.peek(1).isSign("=");
                if (plain) {
                    columns.add(reader.peek().value());
                }
                reader.until(token -> token.isSign(",") || token.isOneOf("WHERE", "FROM", "RETURNING"));
            } while (reader.accept(","));
        }
        return columns;
    }

    private static List<String> insertedColumns(List<Token> rest) {
        TokenReader reader = TokenReader.over(rest);
        List<String> columns = new ArrayList<>();
        if (reader.at("(") && !reader.peek(1).isOneOf("select", "with", "values")) {
            columns.addAll(reader.inBrackets().stream()
                    .filter(Token::isName)
                    .map(Token::value)
                    .toList());
        }
        return columns;
    }

    private static void write(Effects effects, Relation table, boolean inserts, boolean only) {
        Catalog catalog = effects.catalog();
        for (Relation each : inserts || only ? List.of(table) : catalog.family(table)) {
            effects.lock(each, LockMode.ROW_EXCLUSIVE);
            if (!inserts) {
                catalog.indexesOf(each).stream()
                        .filter(index -> index.kind == Relation.Kind.INDEX || catalog.isFrom(16))
                        .forEach(index -> effects.lock(index, LockMode.ROW_EXCLUSIVE));
            }
        }
    }

    private static void defaults(Effects effects, Relation table, List<String> columns) {
        Catalog catalog = effects.catalog();
        Set<Integer> owners = new LinkedHashSet<>(List.of(table.id()));
        catalog.ancestorsOf(table).forEach(each -> owners.add(each.id()));
        for (Column column : table.columns) {
            boolean defaulted = !columns.isEmpty() && !columns.contains(column.name());
            if (defaulted
                    && (column.generation().isIdentity()
                            || column.defaultValue().isPresent())) {
                for (Relation sequence : catalog.relations()) {
                    boolean own = sequence.ofIdentity
                            && owners.contains(sequence.ownerTable)
                            && sequence.ownerColumn.equals(column.name());
                    boolean named = column.defaultValue().stream()
                            .flatMap(each -> each.tokens().stream())
                            .anyMatch(token ->
                                    token.kind() == Token.Kind.STRING && Dependents.names(token.value(), sequence));
                    if (sequence.kind == Relation.Kind.SEQUENCE && (own || named)) {
                        effects.lock(sequence, LockMode.ROW_EXCLUSIVE);
                    }
                }
            }
        }
    }
}
