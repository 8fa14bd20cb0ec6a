package dev.lockstep.agent.engine.postgres.explain.statement;

import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.Publication;
import dev.lockstep.agent.engine.postgres.explain.catalog.Refusal;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import dev.lockstep.agent.engine.postgres.explain.parse.QualifiedName;
import dev.lockstep.agent.engine.postgres.explain.parse.Token;
import dev.lockstep.agent.engine.postgres.explain.parse.TokenReader;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Publications: which tables logical replication carries. */
final class PublicationStatements {
    private static final Set<String> VERBS = Set.of("insert", "update", "delete", "truncate");

    private final TokenReader reader;
    private final int major;

    PublicationStatements(TokenReader reader, int major) {
        this.reader = reader;
        this.major = major;
    }

    /** TABLES IN SCHEMA a, b. */
    private static Set<String> schemas(List<Token> tokens) {
        Set<String> schemas = new LinkedHashSet<>();
        TokenReader names = TokenReader.over(tokens);
        if (names.accept("IN", "SCHEMA")) {
            do {
                schemas.add(names.name());
            } while (names.accept(","));
        }
        return schemas;
    }

    /** WITH (publish = 'insert, update'). */
    private static Optional<Set<String>> verbs(List<Token> tokens) {
        for (int i = 0; i + 2 < tokens.size(); i++) {
            if (tokens.get(i).isWord("publish") && tokens.get(i + 2).kind() == Token.Kind.STRING) {
                return Optional.of(Set.of(tokens.get(i + 2)
                        .value()
                        .toLowerCase(Locale.ROOT)
                        .strip()
                        .split("\\s*,\\s*")));
            }
        }
        return Optional.empty();
    }

    /** A table that is named, with its children or without. */
    private record Published(QualifiedName name, boolean only, boolean inPart) {}

    /** After CREATE. */
    Action create() {
        reader.expect("PUBLICATION");
        String name = reader.name();
        List<Published> tables = reader.accept("FOR", "TABLE") ? tables() : List.of();
        if (major < 15 && reader.at("FOR", "TABLES")) {
            reader.take();
            throw reader.failure();
        }
        boolean everything = reader.accept("FOR", "ALL");
        boolean ofSchemas = reader.accept("FOR", "TABLES");
        List<Token> rest = reader.rest();
        Set<String> schemas = ofSchemas ? schemas(rest) : Set.of();
        Set<String> verbs = verbs(rest).orElse(VERBS);
        boolean viaRoot = rest.stream().anyMatch(token -> token.isWord("publish_via_partition_root"));
        return effects -> {
            Catalog catalog = effects.catalog();
            if (!viaRoot) {
                tables.forEach(each -> refusePart(catalog, each));
            }
            if (catalog.publications.containsKey(name)) {
                throw new Refusal("42710", "publication \"" + name + "\" already exists");
            }
            catalog.publications.put(name, new Publication(everything, schemas, locked(effects, tables), verbs));
        };
    }

    /** After ALTER. */
    Action alter() {
        reader.expect("PUBLICATION");
        String name = reader.name();
        boolean sets = reader.at("SET", "TABLE");
        boolean drops = reader.at("DROP", "TABLE");
        boolean ofTables = sets || drops || reader.at("ADD", "TABLE");
        if (ofTables) {
            reader.take();
            reader.take();
        }
        List<Published> tables = ofTables ? tables() : List.of();
        Optional<Set<String>> verbs = verbs(reader.rest());
        return effects -> {
            Catalog catalog = effects.catalog();
            Publication publication = catalog.publications.get(name);
            if (publication == null) {
                throw new Refusal("42704", "publication \"" + name + "\" does not exist");
            }
            Set<Integer> there = new LinkedHashSet<>(publication.tables());
            Set<Integer> named = locked(effects, tables);
            if (sets) {
                there.stream()
                        .filter(each -> catalog.has(each) && !named.contains(each))
                        .forEach(each -> effects.lock(catalog.get(each), LockMode.SHARE_UPDATE_EXCLUSIVE));
                there.clear();
            }
            if (drops && !there.containsAll(named)) {
                throw new Refusal("42704", "a table is not part of the publication");
            }
            if (ofTables && !sets && !drops && named.stream().anyMatch(there::contains)) {
                throw new Refusal("42710", "a table is already member of publication \"" + name + "\"");
            }
            if (drops) {
                there.removeAll(named);
            } else {
                there.addAll(named);
            }
            catalog.publications.put(name, publication.with(there).carrying(verbs.orElse(publication.verbs())));
        };
    }

    private List<Published> tables() {
        List<Published> tables = new ArrayList<>();
        do {
            reader.accept("TABLE");
            boolean only = reader.accept("ONLY");
            QualifiedName name = reader.qualifiedName();
            tables.add(new Published(name, only, reader.at("(") || reader.at("WHERE")));
            if (major < 15 && reader.atOneOf("WHERE") || major < 15 && reader.at("(")) {
                throw reader.failure();
            }
            reader.until(token -> token.isSign(",") || token.isWord("WITH"));
        } while (reader.accept(","));
        return tables;
    }

    /** What changes in partitions is published as theirs, to which the columns and the condition of the whole do not apply. */
    private static void refusePart(Catalog catalog, Published published) {
        Relation table = catalog.require(published.name());
        if (published.inPart() && table.isPartitioned()) {
            throw new Refusal(
                    "22023",
                    "cannot use a column list or WHERE clause for the partitioned table \"" + table.name + "\"");
        }
    }

    private static Set<Integer> locked(Effects effects, List<Published> tables) {
        Catalog catalog = effects.catalog();
        Set<Integer> ids = new LinkedHashSet<>();
        for (Published each : tables) {
            Relation table = catalog.require(each.name());
            if (table.isIndex()) {
                throw new Refusal("42809", "cannot open relation \"" + table.name + "\"");
            }
            boolean alone = each.only() || table.isPartitioned();
            for (Relation one : alone ? List.of(table) : catalog.family(table)) {
                effects.lock(one, LockMode.SHARE_UPDATE_EXCLUSIVE);
                ids.add(one.id());
            }
            boolean kept = table.isTable()
                    && table.kind != Relation.Kind.FOREIGN_TABLE
                    && table.persistence == Relation.Persistence.PERMANENT;
            if (table.isPartitioned() && !catalog.isFrom(13)) {
                throw new Refusal("0A000", "\"" + table.name + "\" is a partitioned table");
            }
            if (!kept) {
                throw new Refusal("22023", "cannot add relation \"" + table.name + "\" to publication");
            }
        }
        return ids;
    }
}
