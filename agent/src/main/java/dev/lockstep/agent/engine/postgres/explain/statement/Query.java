package dev.lockstep.agent.engine.postgres.explain.statement;

import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.Column;
import dev.lockstep.agent.engine.postgres.explain.catalog.Expressions;
import dev.lockstep.agent.engine.postgres.explain.catalog.Refusal;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import dev.lockstep.agent.engine.postgres.explain.parse.Expression;
import dev.lockstep.agent.engine.postgres.explain.parse.Keywords;
import dev.lockstep.agent.engine.postgres.explain.parse.QualifiedName;
import dev.lockstep.agent.engine.postgres.explain.parse.ShownName;
import dev.lockstep.agent.engine.postgres.explain.parse.Token;
import dev.lockstep.agent.engine.postgres.explain.parse.TokenReader;
import dev.lockstep.agent.engine.postgres.explain.parse.TypeRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What can be told of a query from its words: the relations that it reads, and the columns that it shows and needs. */
final class Query {
    private final Catalog catalog;
    private final List<Token> tokens;
    private final Map<String, Relation> byAlias = new LinkedHashMap<>();
    private final Set<Relation> relations = new LinkedHashSet<>();
    private final Map<String, Relation> outermost = new LinkedHashMap<>();
    private final Set<String> ofQuery = new HashSet<>();
    private final Set<Relation> alone = new LinkedHashSet<>();
    private boolean onlyRelations = true;

    Query(Catalog catalog, List<Token> tokens) {
        this(catalog, tokens, Set.of());
    }

    /** @param outer names that a WITH around it has given */
    Query(Catalog catalog, List<Token> tokens, Set<String> outer) {
        this.catalog = catalog;
        this.tokens = tokens;
        ofQuery.addAll(outer);
        findOwnNames();
        findRelations();
    }

    /** The action of a rule, where OLD and NEW are rows. */
    static Query ofRule(Catalog catalog, List<Token> tokens) {
        return new Query(catalog, tokens, Set.of("old", "new"));
    }

    /** The names that it gives to queries inside of it. */
    Set<String> ownNames() {
        return ofQuery;
    }

    /** WITH name AS (…). */
    private void findOwnNames() {
        for (int i = 0; i + 2 < tokens.size(); i++) {
            boolean as = tokens.get(i + 1).isWord("AS")
                    && (tokens.get(i + 2).isSign("(") || tokens.get(i + 2).isOneOf("materialized", "not"));
            if (tokens.get(i).isName() && as) {
                ofQuery.add(tokens.get(i).value());
            }
        }
    }

    private void findRelations() {
        Map<Integer, Boolean> inFrom = new HashMap<>();
        int depth = 0;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.isSign("(")) {
                depth++;
                inFrom.put(depth, false);
            } else if (token.isSign(")")) {
                depth--;
            } else if (token.isOneOf(
                    "where",
                    "group",
                    "order",
                    "having",
                    "limit",
                    "union",
                    "select",
                    "on",
                    "set",
                    "returning",
                    "window",
                    "except",
                    "intersect")) {
                inFrom.put(depth, token.isWord("ON") && inFrom.getOrDefault(depth, false));
            } else if (startsItem(i, inFrom.getOrDefault(depth, false))) {
                inFrom.put(depth, true);
                item(i + 1, depth == 0);
            }
        }
    }

    private boolean startsItem(int i, boolean inFrom) {
        Token token = tokens.get(i);
        if (token.isWord("FROM")) {
            boolean distinct = i > 0 && tokens.get(i - 1).isWord("DISTINCT");
            return !distinct && !isInsideCall(i);
        }
        boolean using = token.isWord("USING")
                && i + 1 < tokens.size()
                && tokens.get(i + 1).isName();
        boolean table = token.isWord("TABLE") && (i == 0 || tokens.get(i - 1).isSign("("));
        return token.isWord("JOIN") || using || table || (inFrom && token.isSign(","));
    }

    /** EXTRACT(… FROM …), TRIM(… FROM …) and SUBSTRING(… FROM …). */
    private boolean isInsideCall(int from) {
        int depth = 0;
        for (int i = from - 1; i > 0; i--) {
            depth += tokens.get(i).isSign(")") ? 1 : tokens.get(i).isSign("(") ? -1 : 0;
            if (depth < 0) {
                return tokens.get(i - 1).isOneOf("extract", "trim", "substring", "overlay", "position");
            }
            if (depth == 0 && tokens.get(i).isWord("SELECT")) {
                return false;
            }
        }
        return false;
    }

    private void item(int place, boolean isOutermost) {
        TokenReader reader = TokenReader.over(tokens.subList(place, tokens.size()));
        while (reader.at("(") && !reader.peek(1).isOneOf("select", "values", "with", "table")) {
            reader.take();
        }
        boolean only = reader.accept("ONLY");
        reader.accept("LATERAL");
        if (!reader.peek().isName() || Keywords.isReserved(reader.peek())) {
            onlyRelations = false;
            return;
        }
        QualifiedName name = reader.qualifiedName();
        boolean function = reader.at("(");
        boolean own = name.schema().isEmpty() && ofQuery.contains(name.name());
        boolean ofServer = Catalog.isOfServer(name.schema())
                || (name.schema().isEmpty() && name.name().startsWith("pg_"));
        if (function || own || ofServer) {
            onlyRelations = false;
            return;
        }
        Relation relation = catalog.require(name);
        if (relation.isIndex()) {
            throw new Refusal("42809", "cannot open relation \"" + relation.name + "\"");
        }
        relations.add(relation);
        if (only) {
            alone.add(relation);
        }
        reader.accept("*");
        reader.accept("AS");
        boolean aliased = reader.peek().isName()
                && !Keywords.isOfExpressions(reader.peek())
                && !reader.atOneOf("tablesample", "set", "where");
        String alias = aliased ? reader.peek().value() : relation.name;
        byAlias.put(alias, relation);
        if (isOutermost) {
            outermost.put(alias, relation);
        }
        if (aliased) {
            reader.take();
        }
        if (reader.accept("USING") && reader.at("(")) {
            requireJoined(relation, reader.nameList());
        }
    }

    /** The columns of JOIN … USING, which both sides have. */
    private void requireJoined(Relation joined, List<String> columns) {
        boolean simple = byAlias.size() == 2
                && ofQuery.isEmpty()
                && tokens.stream().filter(token -> token.isWord("SELECT")).count() == 1;
        for (String column : columns) {
            boolean onRight = joined.column(column).isPresent();
            boolean onLeft = byAlias.values().stream()
                    .anyMatch(each -> each != joined && each.column(column).isPresent());
            if (!onRight || simple && !onLeft) {
                throw new Refusal(
                        "42703",
                        "column \"" + column + "\" specified in USING clause does not exist in "
                                + (onRight ? "left" : "right") + " table");
            }
        }
    }

    Set<Relation> relations() {
        return relations;
    }

    /** The relations by the names that the query gives them. */
    Map<String, Relation> byAlias() {
        return byAlias;
    }

    List<Token> tokens() {
        return tokens;
    }

    /** Whether there is one SELECT, and every row comes from a relation that is known. */
    boolean isSimple() {
        long selects = tokens.stream().filter(token -> token.isWord("SELECT")).count();
        return selects == 1
                && ofQuery.isEmpty()
                && onlyRelations
                && !relations.isEmpty()
                && relations.size() == byAlias.size();
    }

    /** What is read when the query runs: below views, and below tables that are not named with ONLY. */
    Set<Relation> allRead() {
        Set<Relation> others = new LinkedHashSet<>(relations);
        others.removeAll(alone);
        Set<Relation> all = withWhatViewsRead(catalog, others);
        all.addAll(alone);
        return all;
    }

    /** The relations outside of all brackets that go by these names; all of them for none. */
    Set<Relation> outermost(Set<String> aliases) {
        Set<Relation> found = new LinkedHashSet<>();
        outermost.forEach((alias, relation) -> {
            if (aliases.isEmpty() || aliases.contains(alias)) {
                found.add(relation);
            }
        });
        return found;
    }

    /** Whether each of the rows of a view's query is a row of the one relation that it reads. */
    static boolean isPlain(Catalog catalog, List<Token> tokens) {
        boolean grouped = tokens.stream()
                .anyMatch(token -> token.isOneOf(
                        "group",
                        "having",
                        "distinct",
                        "limit",
                        "offset",
                        "union",
                        "intersect",
                        "except",
                        "with",
                        "over",
                        "values"));
        boolean aggregates = new Expression(tokens)
                .calls().stream()
                        .flatMap(call ->
                                catalog.builtIns().functions(call.function().name()).stream())
                        .anyMatch(each -> each.kind() == 'a');
        return !grouped && !aggregates;
    }

    /** The columns that it needs, each with its relation. */
    Set<Relation.Use> uses() {
        Set<Relation.Use> uses = new LinkedHashSet<>();
        relations.forEach(each -> uses.add(new Relation.Use(each.id(), "")));
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            boolean qualified = i >= 2 && tokens.get(i - 1).isSign(".");
            if (token.isSign("*") && isStar(i)) {
                starred(i)
                        .forEach(each ->
                                each.columnNames().forEach(column -> uses.add(new Relation.Use(each.id(), column))));
            } else if (token.isName()) {
                for (Relation each : qualified ? named(tokens.get(i - 2).value()) : relations) {
                    if (each.column(token.value()).isPresent()) {
                        uses.add(new Relation.Use(each.id(), token.value()));
                    }
                }
            }
        }
        return uses;
    }

    private boolean isStar(int i) {
        boolean behind = i == 0
                || tokens.get(i - 1).isOneOf("select", "distinct", "all")
                || tokens.get(i - 1).isSign(",")
                || tokens.get(i - 1).isSign(".");
        return behind;
    }

    private Iterable<Relation> starred(int i) {
        return i >= 2 && tokens.get(i - 1).isSign(".") ? named(tokens.get(i - 2).value()) : relations;
    }

    private List<Relation> named(String alias) {
        Relation relation = byAlias.get(alias);
        return relation == null ? List.of() : List.of(relation);
    }

    /** The columns that it shows. */
    List<Column> columns() {
        List<Column> columns = new ArrayList<>();
        for (List<Token> item : shownItems()) {
            if (item.isEmpty()) {
                continue;
            }
            Token last = item.get(item.size() - 1);
            if (last.isSign("*")) {
                boolean one = item.size() >= 3;
                for (Relation each : one ? named(item.get(item.size() - 3).value()) : relations) {
                    each.columns.forEach(column -> columns.add(Column.plain(column.name(), column.type())));
                }
            } else {
                columns.add(shown(item));
            }
        }
        return columns;
    }

    List<List<Token>> shownItems() {
        List<List<Token>> items = new ArrayList<>();
        int start = 0;
        while (start < tokens.size() && !tokens.get(start).isWord("SELECT")) {
            start++;
        }
        TokenReader reader = TokenReader.over(tokens.subList(Math.min(start, tokens.size()), tokens.size()));
        reader.accept("SELECT");
        if (reader.accept("DISTINCT") && reader.accept("ON")) {
            reader.inBrackets();
        }
        do {
            items.add(reader.until(token -> token.isSign(",")
                    || token.isOneOf("from", "where", "union", "group", "order", "limit", "having", "window")));
        } while (reader.accept(","));
        return items;
    }

    /** Whether the last word of a shown value is a name for it, and not its end or that of its type. */
    private static boolean isAliased(List<Token> item) {
        int last = item.size() - 1;
        if (last < 1 || !item.get(last).isName() || isBehindOperator(item, last)) {
            return false;
        }
        boolean named = item.get(last - 1).isWord("AS");
        return named || new Expression(item).castTo().isEmpty();
    }

    /** Whether a value is to come in a place, as a sign stands in front that ends none. */
    static boolean isBehindOperator(List<Token> item, int place) {
        Token before = item.get(place - 1);
        return before.kind() == Token.Kind.SIGN && !before.isSign(")") && !before.isSign("]");
    }

    private Column shown(List<Token> item) {
        Token last = item.get(item.size() - 1);
        boolean aliased = isAliased(item);
        List<Token> value = aliased ? item.subList(0, item.size() - 1) : item;
        if (aliased && value.size() > 1 && value.get(value.size() - 1).isWord("AS")) {
            value = value.subList(0, value.size() - 1);
        }
        List<Column> known = new ArrayList<>();
        relations.forEach(each -> known.addAll(each.columns));
        List<Token> bare = value.size() == 3 && value.get(1).isSign(".") ? value.subList(2, 3) : value;
        TypeRef type =
                new Expressions(catalog).type(new Expression(bare), known).orElse(TypeRef.of("?"));
        return Column.plain(
                aliased ? last.value() : ShownName.of(new Expression(value)).orElse("?column?"), type);
    }

    /** The views and, below them, everything that they read. */
    static Set<Relation> withWhatViewsRead(Catalog catalog, Set<Relation> relations) {
        Set<Relation> all = new LinkedHashSet<>();
        for (Relation each : relations) {
            all.add(each);
            if (each.isView()) {
                Set<Relation> below = new LinkedHashSet<>();
                each.uses.stream()
                        .filter(use -> catalog.has(use.relation()))
                        .forEach(use -> below.add(catalog.get(use.relation())));
                all.addAll(withWhatViewsRead(catalog, below));
            }
            if (each.isPartitioned() || !catalog.childrenOf(each).isEmpty()) {
                all.addAll(catalog.family(each));
            }
        }
        return all;
    }
}
