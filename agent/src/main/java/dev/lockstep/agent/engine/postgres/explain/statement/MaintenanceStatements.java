package dev.lockstep.agent.engine.postgres.explain.statement;

import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.Refusal;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation.Kind;
import dev.lockstep.agent.engine.postgres.explain.parse.QualifiedName;
import dev.lockstep.agent.engine.postgres.explain.parse.TokenReader;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** CLUSTER, VACUUM, ANALYZE, LOCK and TRUNCATE. */
final class MaintenanceStatements {
    private final TokenReader reader;

    MaintenanceStatements(TokenReader reader) {
        this.reader = reader;
    }

    Action cluster() {
        reader.expect("CLUSTER");
        if (reader.at("(")) {
            reader.inBrackets();
        }
        reader.accept("VERBOSE");
        if (reader.atEnd()) {
            return effects -> {
                if (effects.inTransaction()) {
                    throw new Refusal("25001", "CLUSTER cannot run inside a transaction block");
                }
                effects.catalog().relations().stream()
                        .filter(each -> each.clusteredOn != 0 && each.hasRows())
                        .forEach(each -> anew(effects, each));
            };
        }
        QualifiedName name = reader.qualifiedName();
        Optional<QualifiedName> index = reader.accept("USING") ? Optional.of(reader.qualifiedName()) : Optional.empty();
        reader.expectEnd();
        return effects -> cluster(effects, name, index);
    }

    private static void cluster(Effects effects, QualifiedName name, Optional<QualifiedName> wanted) {
        Catalog catalog = effects.catalog();
        Relation table = catalog.require(name);
        if (!table.isTable() && table.kind != Kind.MATERIALIZED_VIEW) {
            throw new Refusal("42809", "\"" + table.name + "\" is not a table or materialized view");
        }
        if (table.isPartitioned() && !catalog.isFrom(15)) {
            throw new Refusal("0A000", "cannot cluster a partitioned table");
        }
        if (wanted.isEmpty() && table.clusteredOn == 0) {
            throw new Refusal("42704", "there is no previously clustered index for table \"" + table.name + "\"");
        }
        wanted.ifPresent(each -> {
            Relation index = catalog.find(new QualifiedName(table.schema, each.name()))
                    .filter(found -> found.isIndex())
                    .orElseThrow(() -> new Refusal(
                            "42704", "index \"" + each.name() + "\" for table \"" + table.name + "\" does not exist"));
            if (index.table != table.id()) {
                throw new Refusal("42809", "\"" + each.name() + "\" is not an index for table \"" + table.name + "\"");
            }
            if (index.indexShape().condition().isPresent()
                    || !List.of("btree", "gist").contains(index.indexShape().method())) {
                throw new Refusal("0A000", "cannot cluster on index \"" + each.name() + "\"");
            }
            table.clusteredOn = index.id();
        });
        if (table.isPartitioned() && effects.inTransaction()) {
            throw new Refusal("25001", "CLUSTER cannot run inside a transaction block");
        }
        for (Relation each : table.isPartitioned() ? catalog.family(table) : List.of(table)) {
            if (each.hasRows()) {
                anew(effects, each);
            }
        }
    }

    private static void anew(Effects effects, Relation table) {
        effects.lock(table, LockMode.ACCESS_EXCLUSIVE);
        effects.rewrite(table);
    }

    /** VACUUM and ANALYZE. */
    Action vacuum() {
        boolean vacuums = reader.take().isWord("VACUUM");
        Set<String> options = new LinkedHashSet<>();
        if (reader.at("(")) {
            Map<String, String> written = StorageOptions.read(reader.inBrackets());
            written.keySet().stream()
                    .filter(option -> StorageOptions.isOn(written, option))
                    .forEach(option -> options.add(option.toLowerCase(Locale.ROOT)));
        }
        while (reader.atOneOf("FULL", "FREEZE", "VERBOSE", "ANALYZE", "ANALYSE")) {
            options.add(reader.take().value());
        }
        List<QualifiedName> names = new ArrayList<>();
        List<List<String>> columns = new ArrayList<>();
        boolean[] only = new boolean[1];
        if (!reader.atEnd()) {
            do {
                only[0] |= reader.accept("ONLY");
                names.add(reader.qualifiedName());
                columns.add(reader.at("(") ? reader.nameList() : List.of());
            } while (reader.accept(","));
        }
        reader.expectEnd();
        return effects -> {
            if (vacuums && effects.inTransaction()) {
                throw new Refusal("25001", "VACUUM cannot run inside a transaction block");
            }
            List<Relation> tables = new ArrayList<>();
            for (int i = 0; i < names.size(); i++) {
                Relation table = effects.catalog().require(names.get(i));
                requireColumns(table, columns.get(i));
                tables.add(table);
            }
            if (names.isEmpty()) {
                effects.catalog().relations().stream()
                        .filter(each -> each.isTable() || each.kind == Kind.MATERIALIZED_VIEW)
                        .forEach(tables::add);
            }
            tables.forEach(each -> tend(effects, each, vacuums, options.contains("full"), only[0]));
        };
    }

    private static void requireColumns(Relation table, List<String> columns) {
        for (String column : columns) {
            table.requireColumn(
                    column,
                    () -> new Refusal(
                            "42703", "column \"" + column + "\" of relation \"" + table.name + "\" does not exist"));
        }
    }

    private static void tend(Effects effects, Relation table, boolean vacuums, boolean full, boolean only) {
        Catalog catalog = effects.catalog();
        boolean onlyAnalyzed = only && !vacuums && catalog.isFrom(18);
        if (onlyAnalyzed) {
            effects.lock(catalog.family(table), LockMode.ACCESS_SHARE);
        }
        boolean below = table.isPartitioned() ? !only : !vacuums;
        for (Relation each : below && !onlyAnalyzed ? catalog.family(table) : List.of(table)) {
            if (full && each.hasRows()) {
                anew(effects, each);
            } else if (!vacuums || each.hasRows()) {
                if (!each.isTable() && each.kind != Kind.MATERIALIZED_VIEW) {
                    continue;
                }
                boolean child = !vacuums && !table.isPartitioned() && each != table && !catalog.isFrom(18);
                effects.lock(each, child ? LockMode.ACCESS_SHARE : LockMode.SHARE_UPDATE_EXCLUSIVE);
                if (!child) {
                    LockMode onIndexes = vacuums ? LockMode.ROW_EXCLUSIVE : LockMode.ACCESS_SHARE;
                    catalog.indexesOf(each).stream()
                            .filter(index -> index.kind == Kind.INDEX)
                            .forEach(index -> effects.lock(index, onIndexes));
                }
            }
        }
    }

    Action lock() {
        reader.expect("LOCK");
        reader.accept("TABLE");
        List<QualifiedName> names = new ArrayList<>();
        List<Boolean> only = new ArrayList<>();
        do {
            only.add(reader.accept("ONLY"));
            names.add(reader.qualifiedName());
            reader.accept("*");
        } while (reader.accept(","));
        LockMode mode = LockMode.ACCESS_EXCLUSIVE;
        if (reader.accept("IN")) {
            StringBuilder words = new StringBuilder();
            while (!reader.at("MODE") && !reader.atEnd()) {
                words.append(words.length() == 0 ? "" : " ")
                        .append(reader.take().text().toUpperCase(java.util.Locale.ROOT));
            }
            mode = java.util.Arrays.stream(LockMode.values())
                    .filter(each -> each.inWords().contentEquals(words))
                    .findFirst()
                    .orElseThrow(reader::failure);
            reader.expect("MODE");
        }
        reader.accept("NOWAIT");
        reader.expectEnd();
        LockMode wanted = mode;
        return effects -> {
            for (int i = 0; i < names.size(); i++) {
                Relation table = effects.catalog().require(names.get(i));
                lock(effects, table, wanted, only.get(i));
            }
        };
    }

    private static void lock(Effects effects, Relation table, LockMode mode, boolean only) {
        if (table.isView()) {
            Query.withWhatViewsRead(effects.catalog(), Set.of(table)).forEach(each -> effects.lock(each, mode));
        } else if (!table.isTable()) {
            throw new Refusal("42809", "cannot lock relation \"" + table.name + "\"");
        } else {
            effects.lock(only ? List.of(table) : effects.catalog().family(table), mode);
        }
    }

    Action truncate() {
        reader.expect("TRUNCATE");
        reader.accept("TABLE");
        List<QualifiedName> names = new ArrayList<>();
        List<Boolean> only = new ArrayList<>();
        do {
            only.add(reader.accept("ONLY"));
            names.add(reader.qualifiedName());
            reader.accept("*");
        } while (reader.accept(","));
        boolean restart = reader.accept("RESTART", "IDENTITY");
        if (!restart) {
            reader.accept("CONTINUE", "IDENTITY");
        }
        boolean cascade = AlterTableReader.cascade(reader);
        reader.expectEnd();
        return effects -> truncate(effects, names, only, restart, cascade);
    }

    private static void truncate(
            Effects effects, List<QualifiedName> names, List<Boolean> only, boolean restart, boolean cascade) {
        Catalog catalog = effects.catalog();
        Set<Relation> tables = new LinkedHashSet<>();
        for (int i = 0; i < names.size(); i++) {
            Relation table = catalog.require(names.get(i));
            boolean early = table.kind == Kind.FOREIGN_TABLE && !catalog.isFrom(14);
            if (!table.isTable() || early) {
                throw new Refusal("42809", "\"" + table.name + "\" is not a table");
            }
            if (only.get(i) && table.isPartitioned()) {
                throw new Refusal("42809", "cannot truncate only a partitioned table");
            }
            tables.addAll(only.get(i) ? List.of(table) : catalog.family(table));
        }
        for (boolean grown = true; grown; ) {
            grown = false;
            for (Relation each : List.copyOf(tables)) {
                for (Catalog.Held held : catalog.referencesToAllOf(each)) {
                    if (!tables.contains(held.table()) && !cascade) {
                        throw new Refusal("0A000", "cannot truncate a table referenced in a foreign key constraint");
                    }
                    // those below a partitioned table refer by themselves; heirs of another do not
                    grown |= tables.add(held.table());
                }
            }
        }
        for (Relation each : tables) {
            effects.lock(each, LockMode.ACCESS_EXCLUSIVE);
            effects.lookAtBound(each);
            if (each.hasRows()) {
                catalog.indexesOf(each).forEach(index -> effects.lock(index, LockMode.ACCESS_EXCLUSIVE));
            }
            if (restart) {
                catalog.sequencesOf(each).forEach(sequence -> effects.lock(sequence, LockMode.ACCESS_EXCLUSIVE));
            }
        }
    }
}
