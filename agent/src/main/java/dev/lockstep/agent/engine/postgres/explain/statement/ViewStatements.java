package dev.lockstep.agent.engine.postgres.explain.statement;

import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.Column;
import dev.lockstep.agent.engine.postgres.explain.catalog.Refusal;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation.Kind;
import dev.lockstep.agent.engine.postgres.explain.catalog.Types;
import dev.lockstep.agent.engine.postgres.explain.parse.QualifiedName;
import dev.lockstep.agent.engine.postgres.explain.parse.Token;
import dev.lockstep.agent.engine.postgres.explain.parse.TokenReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** CREATE VIEW, CREATE MATERIALIZED VIEW and REFRESH. */
final class ViewStatements {
    private final TokenReader reader;

    ViewStatements(TokenReader reader) {
        this.reader = reader;
    }

    /** After CREATE [OR REPLACE] [TEMP] [RECURSIVE]. */
    Action create(boolean replace, boolean temporary) {
        boolean recursive = reader.accept("RECURSIVE");
        reader.expect("VIEW");
        QualifiedName name = reader.qualifiedName();
        List<String> names = reader.at("(") ? reader.nameList() : List.of();
        Map<String, String> options =
                reader.accept("WITH") ? TableSettings.options(reader.inBrackets()) : Map.of();
        reader.expect("AS");
        List<Token> query = reader.rest();
        if (query.isEmpty()) {
            throw reader.failure();
        }
        boolean checked = isChecked(query) || options.containsKey("check_option");
        return effects -> {
            TableSettings.checkViewOptions(effects.catalog(), options);
            create(effects, name, names, query, replace, temporary, recursive ? Set.of(name.name()) : Set.of());
            if (checked) {
                requireWritable(effects.catalog(), effects.catalog().require(name));
            }
        };
    }

    /** Whether it ends in WITH CHECK OPTION. */
    private static boolean isChecked(List<Token> query) {
        int size = query.size();
        return size > 2
                && query.get(size - 1).isWord("OPTION")
                && query.get(size - 2).isWord("CHECK");
    }

    /** Rows that are written through a view can be checked only when the server writes them through by itself. */
    static void requireWritable(Catalog catalog, Relation view) {
        long read = view.uses.stream().map(Relation.Use::relation).distinct().count();
        List<Token> query = isChecked(view.query) ? withoutCheck(view.query) : view.query;
        if (read != 1 || !Query.isPlain(catalog, query)) {
            throw new Refusal("0A000", "WITH CHECK OPTION is supported only on automatically updatable views");
        }
    }

    private static List<Token> withoutCheck(List<Token> query) {
        int with = query.size() - 1;
        while (!query.get(with).isWord("WITH")) {
            with--;
        }
        return query.subList(0, with);
    }

    private static void create(
            Effects effects,
            QualifiedName name,
            List<String> names,
            List<Token> query,
            boolean replace,
            boolean temporary,
            Set<String> itself) {
        Catalog catalog = effects.catalog();
        Query found = new Query(catalog, query, itself);
        new QueryColumns(catalog, found).check();
        LockMode mode = RowStatements.forUpdate(query) ? LockMode.ROW_SHARE : LockMode.ACCESS_SHARE;
        found.relations().forEach(each -> effects.lock(each, mode));
        String schema = temporary ? "pg_temp" : catalog.schemaFor(name);
        Optional<Relation> there = replace ? catalog.find(new QualifiedName(schema, name.name())) : Optional.empty();
        List<Column> columns = new java.util.ArrayList<>(found.columns());
        name(columns, names, query);
        long distinct = columns.stream().map(Column::name).distinct().count();
        if (distinct < columns.size()) {
            throw new Refusal("42701", "column specified more than once in view \"" + name.name() + "\"");
        }
        there.ifPresent(each -> effects.lock(each, LockMode.ACCESS_EXCLUSIVE));
        there.ifPresent(each -> checkReplacement(catalog, each, columns));
        Relation view = there.orElseGet(() -> catalog.create(Kind.VIEW, schema, name.name()));
        fill(view, found, columns, query);
    }

    /** Gives the columns the names that the statement has for them. */
    private static void name(List<Column> columns, List<String> names, List<Token> query) {
        boolean counted = query.get(0).isWord("SELECT");
        if (counted && names.size() > columns.size()) {
            throw new Refusal("42601", "too many column names were specified");
        }
        for (int i = 0; i < Math.min(names.size(), columns.size()); i++) {
            columns.set(i, columns.get(i).named(names.get(i)));
        }
    }

    private static void fill(Relation view, Query query, List<Column> columns, List<Token> tokens) {
        view.columns.clear();
        view.columns.addAll(columns);
        view.uses.clear();
        view.uses.addAll(query.uses());
        view.query = List.copyOf(tokens);
    }

    private static void checkReplacement(Catalog catalog, Relation view, List<Column> columns) {
        if (!view.isView()) {
            throw new Refusal("42809", "\"" + view.name + "\" is not a view");
        }
        if (columns.size() < view.columns.size()) {
            throw new Refusal("42P16", "cannot drop columns from view");
        }
        for (int i = 0; i < view.columns.size(); i++) {
            Column old = view.columns.get(i);
            if (!old.name().equals(columns.get(i).name())) {
                throw new Refusal(
                        "42P16",
                        "cannot change name of view column \"" + old.name() + "\" to \""
                                + columns.get(i).name() + "\"");
            }
            boolean known = !old.type().name().equals("?")
                    && !columns.get(i).type().name().equals("?");
            boolean same = new Types(catalog)
                            .sameType(old.type(), columns.get(i).type())
                    && old.type().modifiers().equals(columns.get(i).type().modifiers());
            if (known && !same) {
                throw new Refusal(
                        "42P16",
                        "cannot change data type of view column \"" + old.name() + "\" from "
                                + old.type().written() + " to "
                                + columns.get(i).type().written());
            }
        }
    }

    /** After CREATE MATERIALIZED VIEW. */
    Action createMaterialized() {
        boolean ifNotExists = reader.ifNotExists();
        QualifiedName name = reader.qualifiedName();
        List<String> names = reader.at("(") ? reader.nameList() : List.of();
        reader.until(token -> token.isWord("AS"));
        reader.expect("AS");
        List<Token> query = reader.rest();
        return effects -> {
            Catalog catalog = effects.catalog();
            String schema = catalog.schemaFor(name);
            if (catalog.isTaken(schema, name.name()) && ifNotExists) {
                return;
            }
            Query found = new Query(catalog, query);
            boolean noData = query.size() > 2
                    && query.get(query.size() - 1).isWord("DATA")
                    && query.get(query.size() - 2).isWord("NO");
            new QueryColumns(catalog, found).check();
            read(effects, noData ? found.relations() : found.allRead(), noData);
            Relation view = catalog.create(Kind.MATERIALIZED_VIEW, schema, name.name());
            List<Column> columns = new java.util.ArrayList<>(found.columns());
            name(columns, names, query);
            fill(view, found, columns, query);
            view.valid = !noData;
        };
    }

    private static void read(Effects effects, Set<Relation> relations, boolean noData) {
        for (Relation each : relations) {
            if (each.isView() || noData) {
                effects.lock(each, LockMode.ACCESS_SHARE);
            } else {
                effects.read(each);
            }
        }
    }

    /** After REFRESH. */
    Action refresh() {
        reader.expect("MATERIALIZED", "VIEW");
        boolean concurrently = reader.accept("CONCURRENTLY");
        QualifiedName name = reader.qualifiedName();
        boolean noData = reader.accept("WITH", "NO", "DATA");
        if (!noData) {
            reader.accept("WITH", "DATA");
        }
        reader.expectEnd();
        return effects -> refresh(effects, name, concurrently, noData);
    }

    private static void refresh(Effects effects, QualifiedName name, boolean concurrently, boolean noData) {
        Catalog catalog = effects.catalog();
        Relation view = catalog.require(name);
        if (view.kind != Kind.MATERIALIZED_VIEW) {
            boolean table = view.isTable();
            throw new Refusal(table ? "0A000" : "42809", "\"" + view.name + "\" is not a materialized view");
        }
        if (concurrently && noData) {
            throw new Refusal("42601", "REFRESH options CONCURRENTLY and WITH NO DATA cannot be used together");
        }
        if (concurrently) {
            if (!view.valid) {
                throw new Refusal("0A000", "CONCURRENTLY cannot be used when the materialized view is not populated");
            }
            boolean comparable = catalog.indexesOf(view).stream()
                    .anyMatch(each -> each.indexShape().unique()
                            && !each.indexShape().onExpressions()
                            && each.indexShape().condition().isEmpty());
            if (!comparable) {
                throw new Refusal(
                        "55000", "cannot refresh materialized view \"" + Catalog.shown(view) + "\" concurrently");
            }
        }
        Set<Relation> below = new java.util.LinkedHashSet<>();
        view.uses.stream()
                .filter(each -> catalog.has(each.relation()))
                .forEach(each -> below.add(catalog.get(each.relation())));
        if (!noData) {
            read(effects, Query.withWhatViewsRead(catalog, below), false);
        }
        view.valid = !noData;
        if (concurrently) {
            effects.lock(view, LockMode.EXCLUSIVE);
            catalog.indexesOf(view).forEach(each -> effects.lock(each, LockMode.ROW_EXCLUSIVE));
        } else {
            effects.lock(view, LockMode.ACCESS_EXCLUSIVE);
            effects.rewrite(view);
        }
    }
}
