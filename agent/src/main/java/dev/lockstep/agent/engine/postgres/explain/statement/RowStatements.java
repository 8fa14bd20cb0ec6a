package dev.lockstep.agent.engine.postgres.explain.statement;

import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.Column;
import dev.lockstep.agent.engine.postgres.explain.catalog.Refusal;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import dev.lockstep.agent.engine.postgres.explain.parse.Expression;
import dev.lockstep.agent.engine.postgres.explain.parse.QualifiedName;
import dev.lockstep.agent.engine.postgres.explain.parse.Token;
import dev.lockstep.agent.engine.postgres.explain.parse.TokenReader;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Queries, and statements that write rows: the locks on what they name. */
final class RowStatements {
    private final TokenReader reader;
    private final Set<String> outer;
    private final boolean behindWith;

    RowStatements(TokenReader reader) {
        this(reader, Set.of(), false);
    }

    /**
     * @param outer names that a WITH around it has given
     * @param behindWith whether it is the statement that the WITH is for
     */
    private RowStatements(TokenReader reader, Set<String> outer, boolean behindWith) {
        this.reader = reader;
        this.outer = outer;
        this.behindWith = behindWith;
    }

    /** SELECT, VALUES, TABLE and WITH. */
    Action query() {
        List<Token> tokens = reader.rest();
        List<Integer> writes = tokens.get(0).isWord("WITH") ? writes(tokens) : List.of();
        return effects -> {
            Query query = new Query(effects.catalog(), writes.isEmpty() ? tokens : withoutTarget(tokens));
            boolean locks = forUpdate(outermost(tokens)) && writes.isEmpty();
            if (writes.isEmpty()) {
                new QueryColumns(effects.catalog(), query).check();
            }
            readThese(effects, query.allRead(), LockMode.ACCESS_SHARE);
            if (locks) {
                Set<Relation> locked = query.outermost(lockedAliases(outermost(tokens)));
                RowLocking.check(effects.catalog(), tokens, locked);
                read(effects, locked, LockMode.ROW_SHARE);
            }
            lockInside(effects, tokens, query.ownNames());
            lockSequences(effects, tokens);
            for (int at : writes) {
                List<Token> inner =
                        TokenReader.over(tokens.subList(at, tokens.size())).until(token -> false);
                boolean last = at > 0 && tokens.get(at - 1).isSign(")");
                new RowStatements(TokenReader.over(inner), query.ownNames(), last)
                        .write()
                        .apply(effects);
            }
        };
    }

    /** What stands outside of all brackets. */
    private static List<Token> outermost(List<Token> tokens) {
        List<Token> outside = new ArrayList<>();
        int depth = 0;
        for (Token token : tokens) {
            depth -= token.isSign(")") ? 1 : 0;
            if (depth == 0) {
                outside.add(token);
            }
            depth += token.isSign("(") ? 1 : 0;
        }
        return outside;
    }

    /** FOR UPDATE in queries in brackets, such as those of WITH. */
    private static void lockInside(Effects effects, List<Token> tokens, Set<String> names) {
        for (int i = 0; i + 1 < tokens.size(); i++) {
            if (!tokens.get(i).isSign("(") || !tokens.get(i + 1).isWord("SELECT")) {
                continue;
            }
            List<Token> inner =
                    TokenReader.over(tokens.subList(i, tokens.size())).inBrackets();
            List<Token> outside = outermost(inner);
            if (forUpdate(outside)) {
                Set<Relation> locked = new Query(effects.catalog(), inner, names).outermost(lockedAliases(outside));
                RowLocking.check(effects.catalog(), inner, locked);
                read(effects, locked, LockMode.ROW_SHARE);
            }
        }
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

    /** DECLARE … CURSOR FOR query: the query is planned, and holds what it reads. */
    Action cursor() {
        reader.expect("DECLARE");
        reader.name();
        boolean held = reader.until(token -> token.isWord("FOR")).stream().anyMatch(token -> token.isWord("HOLD"));
        reader.expect("FOR");
        Action query = query();
        return effects -> {
            if (!held && !effects.inTransaction()) {
                throw new Refusal("25P01", "DECLARE CURSOR can only be used in transaction blocks");
            }
            query.apply(effects);
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
        List<Token> ahead = new ArrayList<>();
        for (int i = 0; !reader.peek(i).isEnd(); i++) {
            ahead.add(reader.peek(i));
        }
        QualifiedName name = reader.qualifiedName();
        List<Token> rest = reader.rest();
        if (inserts && rest.isEmpty()) {
            throw reader.failure();
        }
        List<String> columns =
                inserts ? insertedColumns(rest) : what.isWord("UPDATE") ? SetClause.columns(rest) : List.of();
        return effects -> {
            Relation table = effects.catalog().require(name);
            if (what.isWord("MERGE")) {
                refuseMerge(effects.catalog(), table, rest);
            }
            boolean kept = table.kind == Relation.Kind.MATERIALIZED_VIEW
                    || table.kind == Relation.Kind.SEQUENCE
                    || table.isIndex();
            if (kept) {
                throw new Refusal("42809", "cannot change \"" + table.name + "\"");
            }
            boolean split = table.rules.values().stream()
                    .anyMatch(each -> each.event().equals(what.value())
                            && !each.instead()
                            && !each.writes().isEmpty());
            if (behindWith && split) {
                throw new Refusal(
                        "0A000", "WITH cannot be used in a query that is rewritten by rules into multiple queries");
            }
            for (String column : columns) {
                table.requireColumn(
                        column,
                        () -> new Refusal(
                                "42703",
                                "column \"" + column + "\" of relation \"" + table.name + "\" does not exist"));
            }
            if (inserts && table.isTable()) {
                new InsertedValues(effects.catalog(), table, columns, outer).check(rest);
            }
            if (what.isOneOf("update", "delete")) {
                ChosenRows.check(effects.catalog(), ahead, outer);
            }
            if (what.isWord("UPDATE")) {
                SetClause.refuseGenerated(effects.catalog(), table, rest);
            }
            boolean nothing = table.rules.values().stream()
                    .anyMatch(each -> each.event().equals(what.value())
                            && each.instead()
                            && each.writes().isEmpty());
            if (table.isView()) {
                writeThroughView(effects, table, what.value(), given(table, columns, rest));
            } else if (nothing) {
                effects.lock(table, LockMode.ROW_EXCLUSIVE);
            } else {
                write(effects, table, inserts, only);
                boolean chosen = rest.stream().anyMatch(token -> token.isWord("WHERE"));
                Replicated.check(
                        effects.catalog(),
                        only ? List.of(table) : effects.catalog().family(table),
                        what.value(),
                        chosen);
            }
            applyRules(effects, table, what.value());
            Query query = new Query(effects.catalog(), rest, outer);
            read(effects, inserts ? query.relations() : without(query.relations(), table), LockMode.ACCESS_SHARE);
            if (inserts) {
                Arbiters.of(effects.catalog(), table, rest).forEach(each -> effects.lock(each, LockMode.ROW_EXCLUSIVE));
            }
            lockSequences(effects, rest);
            if (inserts) {
                defaults(effects, table, given(table, columns, rest));
                boolean surelyRows = rest.stream().anyMatch(token -> token.isWord("VALUES"));
                if (table.partition && (surelyRows || !effects.catalog().isFrom(14))) {
                    effects.lock(effects.catalog().ancestorsOf(table), LockMode.ACCESS_SHARE);
                }
            }
        };
    }

    /** What MERGE cannot change, or cannot say before 17. */
    private static void refuseMerge(Catalog catalog, Relation table, List<Token> rest) {
        boolean returns = outermost(rest).stream().anyMatch(token -> token.isWord("RETURNING"));
        if (returns && !catalog.isFrom(17)) {
            throw new Refusal("42601", "syntax error at or near \"RETURNING\"");
        }
        boolean early = table.isView() && !catalog.isFrom(17);
        if (early || table.kind == Relation.Kind.MATERIALIZED_VIEW || table.isTable() && !table.rules.isEmpty()) {
            throw new Refusal("0A000", "cannot execute MERGE on relation \"" + table.name + "\"");
        }
    }

    /** A view over one table is written through to it, unless a rule or a trigger does something instead. */
    private static void writeThroughView(Effects effects, Relation view, String verb, List<String> given) {
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
            writeThroughView(effects, below, verb, given);
            applyRules(effects, below, verb);
        } else {
            write(effects, below, verb.equals("insert"), false);
            Replicated.check(effects.catalog(), effects.catalog().family(below), verb, true);
            if (verb.equals("insert")) {
                defaults(effects, below, given);
            }
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

    private static Set<Relation> without(Set<Relation> relations, Relation table) {
        Set<Relation> others = new LinkedHashSet<>(relations);
        others.remove(table);
        return others;
    }

    /** The columns that get a value from the statement, and not their default; a name that no column has, when none does. */
    private static List<String> given(Relation table, List<String> columns, List<Token> rest) {
        boolean allDefaults =
                rest.size() > 1 && rest.get(0).isWord("DEFAULT") && rest.get(1).isWord("VALUES");
        if (allDefaults) {
            return List.of("");
        }
        boolean surelyRows = rest.stream().anyMatch(token -> token.isWord("VALUES"));
        if (table.isView() && (columns.isEmpty() || !surelyRows)) {
            return surelyRows ? table.columnNames() : List.of();
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
            if (!inserts && each.hasRows()) {
                effects.lookAtBound(each);
            }
            if (!inserts) {
                effects.lookAtBoundOfWhole(each);
                catalog.indexesOf(each).stream()
                        .filter(index -> effects.isOpened(each, index))
                        .forEach(index -> effects.lock(index, LockMode.ROW_EXCLUSIVE));
            }
        }
    }

    static void defaults(Effects effects, Relation table, List<String> columns) {
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
