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
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Queries, and statements that write rows: the locks on what they name. */
final class RowStatements {
    private final TokenReader reader;

    RowStatements(TokenReader reader) {
        this.reader = reader;
    }

    /** SELECT, VALUES, TABLE and WITH. */
    Action query() {
        List<Token> tokens = reader.rest();
        Optional<Token> writing = tokens.stream()
                .filter(token -> token.isOneOf("insert", "update", "delete", "merge"))
                .findFirst();
        boolean forUpdate = forUpdate(tokens);
        boolean writes = writing.isPresent() && tokens.get(0).isWord("WITH") && !forUpdate;
        return effects -> {
            Query query = new Query(effects.catalog(), writes ? withoutTarget(tokens) : tokens);
            read(effects, query.relations(), forUpdate && !writes ? LockMode.ROW_SHARE : LockMode.ACCESS_SHARE);
            lockSequences(effects, tokens);
            if (writes) {
                int at = tokens.indexOf(writing.get());
                List<Token> inner =
                        TokenReader.over(tokens.subList(at, tokens.size())).until(token -> false);
                new RowStatements(TokenReader.over(inner)).write().apply(effects);
            }
        };
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

    private static boolean forUpdate(List<Token> tokens) {
        for (int i = 0; i + 1 < tokens.size(); i++) {
            boolean strength = tokens.get(i + 1).isOneOf("update", "share", "no", "key");
            if (tokens.get(i).isWord("FOR") && strength) {
                return true;
            }
        }
        return false;
    }

    private static void read(Effects effects, Set<Relation> relations, LockMode mode) {
        for (Relation each : Query.withWhatViewsRead(effects.catalog(), relations)) {
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
            write(effects, table, inserts, only);
            Query query = new Query(effects.catalog(), rest);
            read(effects, inserts ? query.relations() : without(query.relations(), table), LockMode.ACCESS_SHARE);
            boolean arbitrates = inserts && rest.stream().anyMatch(token -> token.isWord("CONFLICT"));
            if (arbitrates) {
                effects.catalog().indexesOf(table).forEach(each -> effects.lock(each, LockMode.ROW_EXCLUSIVE));
            }
            lockSequences(effects, rest);
            if (inserts) {
                defaults(effects, table, columns);
            }
        };
    }

    private static Set<Relation> without(Set<Relation> relations, Relation table) {
        Set<Relation> others = new java.util.LinkedHashSet<>(relations);
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
        for (Column column : table.columns) {
            boolean defaulted = !columns.isEmpty() && !columns.contains(column.name());
            if (defaulted
                    && (column.generation().isIdentity()
                            || column.defaultValue().isPresent())) {
                for (Relation sequence : catalog.relations()) {
                    boolean own = sequence.ofIdentity
                            && sequence.ownerTable == table.id()
                            && sequence.ownerColumn.equals(column.name());
                    boolean named = column.defaultValue().stream()
                            .flatMap(each -> each.tokens().stream())
                            .anyMatch(token ->
                                    token.kind() == Token.Kind.STRING && Dropping.names(token.value(), sequence));
                    if (sequence.kind == Relation.Kind.SEQUENCE && (own || named)) {
                        effects.lock(sequence, LockMode.ROW_EXCLUSIVE);
                    }
                }
            }
        }
    }
}
