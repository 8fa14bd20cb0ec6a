package dev.lockstep.agent.engine.mysql;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the key that a backfill can go along. */
final class BackfillKey {

    private static final Set<String> USABLE = Set.of(
            "tinyint",
            "smallint",
            "mediumint",
            "int",
            "bigint",
            "decimal",
            "char",
            "varchar",
            "binary",
            "varbinary",
            "date",
            "datetime",
            "timestamp",
            "time",
            "year",
            "uuid");

    private BackfillKey() {}

    /** The primary key, or else a unique index over columns that are never NULL; with types whose texts sort as the index does. */
    static Optional<List<String>> of(TableFacts table) {
        return table.indexes().stream()
                .filter(index -> isUsable(table, index))
                .findFirst()
                .map(IndexFacts::columns);
    }

    private static boolean isUsable(TableFacts table, IndexFacts index) {
        return index.unique()
                && !index.partial()
                && index.columns().stream()
                        .allMatch(name -> table.column(name)
                                .filter(column -> !column.nullable() && USABLE.contains(column.dataType()))
                                .isPresent());
    }
}
