package dev.lockstep.agent.engine.postgres.explain.statement;

import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.Refusal;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation.Kind;
import dev.lockstep.agent.engine.postgres.explain.catalog.Types;
import dev.lockstep.agent.engine.postgres.explain.parse.Expression;
import dev.lockstep.agent.engine.postgres.explain.parse.Keywords;
import dev.lockstep.agent.engine.postgres.explain.parse.QualifiedName;
import dev.lockstep.agent.engine.postgres.explain.parse.SyntaxFailure;
import dev.lockstep.agent.engine.postgres.explain.parse.Token;
import dev.lockstep.agent.engine.postgres.explain.parse.TokenReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** CREATE INDEX, DROP INDEX and REINDEX. */
final class IndexStatements {
    private final TokenReader reader;
    private final int major;

    IndexStatements(TokenReader reader, int major) {
        this.reader = reader;
        this.major = major;
    }

    /** A key of an index, and whether it is ordered as usual. */
    private record Key(Expression expression, String operatorClass, String collation, boolean plain) {
        /** The name of its column; empty for an expression. */
        private String column() {
            List<Token> tokens = expression.bare().tokens();
            return tokens.size() == 1 ? tokens.get(0).value() : "";
        }
    }

    Action create() {
        boolean unique = reader.accept("UNIQUE");
        reader.expect("INDEX");
        boolean concurrently = reader.accept("CONCURRENTLY");
        boolean ifNotExists = reader.ifNotExists();
        String name = reader.at("ON") && !ifNotExists ? "" : reader.name();
        reader.expect("ON");
        boolean only = reader.accept("ONLY");
        QualifiedName table = reader.qualifiedName();
        String method = reader.accept("USING") ? reader.name() : "btree";
        List<Key> keys = keys();
        List<Key> alsoKept = reader.accept("INCLUDE") ? keys() : List.of();
        boolean computed = alsoKept.stream().anyMatch(each -> each.column().isEmpty());
        List<String> included = alsoKept.stream().map(Key::column).toList();
        if (major >= 15 && reader.accept("NULLS")) {
            reader.accept("NOT");
            reader.expect("DISTINCT");
        }
        Map<String, String> options = reader.accept("WITH") ? StorageOptions.read(reader.inBrackets()) : Map.of();
        if (reader.accept("TABLESPACE")) {
            reader.name();
        }
        Optional<Expression> condition = Optional.empty();
        if (reader.accept("WHERE")) {
            List<Token> tokens = reader.rest();
            condition = Optional.of(Expression.of(tokens, reader.peek()));
        }
        reader.expectEnd();
        boolean plain = keys.stream().allMatch(Key::plain);
        List<Expression> expressions = keys.stream().map(Key::expression).toList();
        Map<String, String> classes = keys.stream()
                .filter(key -> !key.operatorClass().isEmpty())
                .collect(Collectors.toMap(Key::column, Key::operatorClass, (one, other) -> one));
        Indexes.Wanted wanted = new Indexes.Wanted(
                name, "idx", method, unique, expressions, included, condition, plain, true, only, true, classes);
        return effects -> {
            if (computed) {
                effects.catalog().require(table);
                throw new Refusal("0A000", "expressions are not supported in included columns");
            }
            create(effects, table, wanted, concurrently, ifNotExists);
            StorageOptions.checkOfIndex(effects.catalog(), method, options);
            keys.stream()
                    .filter(key -> !key.collation().isEmpty())
                    .forEach(key -> checkCollation(effects.catalog(), table, key));
        };
    }

    private static void checkCollation(Catalog catalog, QualifiedName table, Key key) {
        Types types = new Types(catalog);
        types.requireCollation(key.collation());
        catalog.require(table).column(key.column()).ifPresent(column -> types.requireCollatable(column.type()));
    }

    private List<Key> keys() {
        reader.expect("(");
        List<Key> keys = new ArrayList<>();
        do {
            List<Token> tokens =
                    reader.until(token -> token.isSign(",") || token.isOneOf("COLLATE", "ASC", "DESC", "NULLS"));
            int end = endOfKey(tokens);
            refuseBareExpression(tokens.subList(0, end));
            List<Token> behind = reader.until(token -> token.isSign(","));
            boolean plain = end == tokens.size()
                    && behind.stream().noneMatch(token -> token.isOneOf("DESC", "NULLS", "COLLATE"));
            boolean collated = behind.size() > 1 && behind.get(0).isWord("COLLATE");
            keys.add(new Key(
                    Expression.of(tokens.subList(0, end), reader.peek()),
                    operatorClass(tokens, end, behind),
                    collated ? behind.get(1).value() : "",
                    plain));
        } while (reader.accept(","));
        reader.expect(")");
        return keys;
    }

    /** A key is a column, a call, or an expression in brackets. */
    private void refuseBareExpression(List<Token> key) {
        if (key.size() < 2) {
            return;
        }
        int depth = 0;
        int closed = -1;
        for (int i = 0; i < key.size() && closed < 0; i++) {
            depth += key.get(i).isSign("(") ? 1 : key.get(i).isSign(")") ? -1 : 0;
            boolean begins = depth == 0 && !key.get(i).isSign(")");
            boolean part = key.get(i).isName() || key.get(i).isSign(".") || Keywords.isOfExpressions(key.get(i));
            if (begins && !part) {
                throw SyntaxFailure.near(key.get(i));
            }
            closed = depth == 0 && key.get(i).isSign(")") ? i : -1;
        }
        if (closed >= 0 && closed < key.size() - 1) {
            throw SyntaxFailure.near(key.get(closed + 1));
        }
    }

    /** Where the operator class begins. */
    private static int endOfKey(List<Token> tokens) {
        if (tokens.size() >= 2 && tokens.get(0).isName() && tokens.get(1).isName()) {
            return 1;
        }
        int end = tokens.size();
        while (end > 2 && tokens.get(end - 2).isSign(".") && tokens.get(end - 1).isName()) {
            end -= 2;
        }
        boolean behindBracket =
                end >= 2 && tokens.get(end - 1).isName() && tokens.get(end - 2).isSign(")");
        return behindBracket ? end - 1 : tokens.size();
    }

    /** Behind the key, or behind COLLATE "…". */
    private static String operatorClass(List<Token> tokens, int end, List<Token> behind) {
        List<Token> words = new ArrayList<>(tokens.subList(end, tokens.size()));
        boolean collated = !behind.isEmpty() && behind.get(0).isWord("COLLATE");
        if (collated && behind.size() > 2 && !behind.get(2).isOneOf("ASC", "DESC", "NULLS")) {
            words.add(behind.get(2));
        }
        List<String> names = words.stream()
                .takeWhile(each -> !each.isSign("("))
                .filter(Token::isName)
                .map(Token::value)
                .toList();
        return names.isEmpty() ? "" : names.get(names.size() - 1);
    }

    private static void create(
            Effects effects, QualifiedName name, Indexes.Wanted wanted, boolean concurrently, boolean ifNotExists) {
        if (concurrently && effects.inTransaction()) {
            throw new Refusal("25001", "CREATE INDEX CONCURRENTLY cannot run inside a transaction block");
        }
        Catalog catalog = effects.catalog();
        Relation table = catalog.require(name);
        LockMode mode = concurrently && table.persistence != Relation.Persistence.TEMPORARY
                ? LockMode.SHARE_UPDATE_EXCLUSIVE
                : LockMode.SHARE;
        effects.lock(table, mode);
        if (!table.isTable() && table.kind != Kind.MATERIALIZED_VIEW || table.kind == Kind.FOREIGN_TABLE) {
            throw new Refusal(
                    "42809",
                    catalog.isFrom(15)
                            ? "cannot create index on relation \"" + table.name + "\""
                            : "\"" + table.name + "\" is not a table or materialized view");
        }
        if (concurrently && table.isPartitioned()) {
            throw new Refusal("0A000", "cannot create index on partitioned table \"" + table.name + "\" concurrently");
        }
        if (table.isPartitioned() && !wanted.only()) {
            effects.lock(catalog.family(table), mode);
        }
        if (!wanted.name().isEmpty() && catalog.isTaken(table.schema, wanted.name())) {
            if (ifNotExists) {
                return;
            }
            throw new Refusal("42P07", "relation \"" + wanted.name() + "\" already exists");
        }
        new Indexes(effects).create(table, wanted, mode);
    }

    Action reindex() {
        reader.expect("REINDEX");
        boolean concurrently = false;
        if (reader.at("(")) {
            for (int i = 1; major < 14 && !reader.peek(i).isSign(")"); i++) {
                if (!reader.peek(i).isWord("VERBOSE") && !reader.peek(i).isSign(",")) {
                    throw SyntaxFailure.near(reader.peek(i));
                }
            }
            concurrently = StorageOptions.isOn(StorageOptions.read(reader.inBrackets()), "concurrently");
        }
        String what = reader.take().value();
        concurrently |= reader.accept("CONCURRENTLY");
        boolean concurrent = concurrently;
        if (what.equals("system") || what.equals("database") || what.equals("schema")) {
            String schema = reader.atEnd() ? "" : reader.name();
            reader.expectEnd();
            return effects -> reindexAll(effects, what.equals("schema") ? schema : "", concurrent);
        }
        if (!what.equals("index") && !what.equals("table")) {
            throw reader.failure();
        }
        QualifiedName name = reader.qualifiedName();
        reader.expectEnd();
        return effects -> reindex(effects, name, what.equals("table"), concurrent);
    }

    private static void reindexAll(Effects effects, String schema, boolean concurrently) {
        if (effects.inTransaction()) {
            throw new Refusal("25001", "REINDEX SCHEMA cannot run inside a transaction block");
        }
        if (!schema.isEmpty() && !effects.catalog().schemas.contains(schema)) {
            throw new Refusal("3F000", "schema \"" + schema + "\" does not exist");
        }
        effects.catalog().relations().stream()
                .filter(each -> each.hasRows() && (schema.isEmpty() || each.schema.equals(schema)))
                .forEach(each -> effects.catalog()
                        .indexesOf(each)
                        .forEach(index -> rebuild(effects, each, index, concurrently)));
    }

    private static void reindex(Effects effects, QualifiedName name, boolean ofTable, boolean concurrently) {
        Catalog catalog = effects.catalog();
        if (concurrently && effects.inTransaction()) {
            throw new Refusal("25001", "REINDEX CONCURRENTLY cannot run inside a transaction block");
        }
        Relation relation = catalog.require(name);
        if (relation.isIndex() == ofTable
                || (ofTable && !relation.isTable() && relation.kind != Kind.MATERIALIZED_VIEW)) {
            throw new Refusal(
                    "42809",
                    "\"" + relation.name + "\" is not " + (ofTable ? "a table or materialized view" : "an index"));
        }
        boolean whole = relation.isPartitioned() || relation.kind == Kind.PARTITIONED_INDEX;
        if (whole && !catalog.isFrom(14)) {
            if (ofTable) {
                effects.lock(relation, LockMode.SHARE);
                return;
            }
            throw new Refusal("0A000", "REINDEX is not yet implemented for partitioned indexes");
        }
        if (whole && effects.inTransaction()) {
            throw new Refusal(
                    "25001",
                    "REINDEX cannot run inside a transaction block, because \"" + relation.name + "\" is partitioned");
        }
        for (Relation table : catalog.family(ofTable ? relation : catalog.get(relation.table))) {
            if (!table.hasRows() || (!whole && table != (ofTable ? relation : catalog.get(relation.table)))) {
                continue;
            }
            effects.lock(table, concurrently ? LockMode.SHARE_UPDATE_EXCLUSIVE : LockMode.SHARE);
            catalog.indexesOf(table).stream()
                    .filter(index -> ofTable || index == relation || belongsTo(catalog, index, relation))
                    .forEach(index -> rebuild(effects, table, index, concurrently));
        }
    }

    private static boolean belongsTo(Catalog catalog, Relation index, Relation whole) {
        return index.parentIndex != 0
                && (index.parentIndex == whole.id() || belongsTo(catalog, catalog.get(index.parentIndex), whole));
    }

    private static void rebuild(Effects effects, Relation table, Relation index, boolean concurrently) {
        effects.lock(table, concurrently ? LockMode.SHARE_UPDATE_EXCLUSIVE : LockMode.SHARE);
        effects.lock(index, concurrently ? LockMode.SHARE_UPDATE_EXCLUSIVE : LockMode.ACCESS_EXCLUSIVE);
        effects.build(index);
    }

    /** DROP INDEX, after these words. */
    Action drop() {
        boolean concurrently = reader.accept("CONCURRENTLY");
        boolean ifExists = reader.ifExists();
        List<QualifiedName> names = reader.qualifiedNames();
        boolean cascade = AlterTableReader.cascade(reader);
        reader.expectEnd();
        return effects -> {
            if (concurrently && effects.inTransaction()) {
                throw new Refusal("25001", "DROP INDEX CONCURRENTLY cannot run inside a transaction block");
            }
            if (concurrently && names.size() > 1) {
                throw new Refusal("0A000", "DROP INDEX CONCURRENTLY does not support dropping multiple objects");
            }
            if (concurrently && cascade) {
                throw new Refusal("0A000", "DROP INDEX CONCURRENTLY does not support CASCADE");
            }
            List<Relation> found = DropStatements.find(effects.catalog(), names, Kind.INDEX, ifExists);
            found.forEach(each -> check(effects.catalog(), each, concurrently));
            if (concurrently) {
                found.forEach(each -> dropConcurrently(effects, each));
            } else {
                found.stream()
                        .filter(each -> each.kind == Kind.PARTITIONED_INDEX)
                        .forEach(each -> effects.lock(
                                effects.catalog().family(effects.catalog().get(each.table)),
                                LockMode.ACCESS_EXCLUSIVE));
                new Dropping(effects)
                        .drop(
                                found.stream().map(Dropping::relation).toList(),
                                cascade,
                                "index " + names.get(0).text());
            }
        };
    }

    private static void dropConcurrently(Effects effects, Relation index) {
        effects.lock(index, LockMode.SHARE_UPDATE_EXCLUSIVE);
        effects.lock(effects.catalog().get(index.table), LockMode.SHARE_UPDATE_EXCLUSIVE);
        effects.catalog().remove(index.id());
    }

    private static void check(Catalog catalog, Relation index, boolean concurrently) {
        if (concurrently && index.kind == Kind.PARTITIONED_INDEX) {
            throw new Refusal("0A000", "cannot drop partitioned index \"" + index.name + "\" concurrently");
        }
        if (catalog.constraintOf(index).isPresent()) {
            String name = catalog.constraintOf(index).get().constraint().name();
            throw new Refusal(
                    "2BP01",
                    "cannot drop index " + index.name + " because constraint " + name + " on table "
                            + catalog.get(index.table).name + " requires it");
        }
        if (index.parentIndex != 0) {
            throw new Refusal(
                    "2BP01",
                    "cannot drop index " + index.name + " because index " + catalog.get(index.parentIndex).name
                            + " requires it");
        }
    }
}
