package dev.lockstep.agent.engine.mysql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A table, as a planner sees it.
 *
 * @param name its name
 * @param engine its storage engine
 * @param kind such as {@code BASE TABLE}
 * @param rows how many rows the server thinks it has
 * @param bytes size of data and indexes
 * @param columns in order
 * @param indexes the primary key first
 * @param referring foreign keys of this table
 * @param referred foreign keys of other tables, or of itself, that refer to it
 * @param fragments checks, triggers and generated columns of it
 */
record TableFacts(
        String name,
        String engine,
        String kind,
        long rows,
        long bytes,
        List<ColumnFacts> columns,
        List<IndexFacts> indexes,
        List<ForeignKeyFacts> referring,
        List<ForeignKeyFacts> referred,
        List<Fragment> fragments) {

    TableFacts {
        columns = List.copyOf(columns);
        indexes = List.copyOf(indexes);
        referring = List.copyOf(referring);
        referred = List.copyOf(referred);
        fragments = List.copyOf(fragments);
    }

    /** A table that an operation before this one makes. */
    static TableFacts planned(String name, List<ColumnFacts> columns, List<IndexFacts> indexes) {
        return new TableFacts(name, "InnoDB", "BASE TABLE", 0, 0, columns, indexes, List.of(), List.of(), List.of());
    }

    boolean isInnoDb() {
        return engine.toLowerCase(Locale.ROOT).equals("innodb") && kind.equals("BASE TABLE");
    }

    Optional<ColumnFacts> column(String column) {
        return columns.stream().filter(known -> known.isNamed(column)).findFirst();
    }

    Optional<IndexFacts> index(String index) {
        return indexes.stream()
                .filter(known -> known.name().equalsIgnoreCase(index))
                .findFirst();
    }

    TableFacts with(ColumnFacts added) {
        return withColumns(
                columns.stream().anyMatch(known -> known.isNamed(added.name()))
                        ? columns.stream()
                                .map(known -> known.isNamed(added.name()) ? added : known)
                                .toList()
                        : plus(columns, added));
    }

    TableFacts with(IndexFacts added) {
        return withIndexes(plus(indexes, added));
    }

    TableFacts withoutColumn(String column) {
        return withColumns(
                columns.stream().filter(known -> !known.isNamed(column)).toList());
    }

    TableFacts withoutIndex(String index) {
        return withIndexes(indexes.stream()
                .filter(known -> !known.name().equalsIgnoreCase(index))
                .toList());
    }

    private TableFacts withColumns(List<ColumnFacts> others) {
        return new TableFacts(name, engine, kind, rows, bytes, others, indexes, referring, referred, fragments);
    }

    private TableFacts withIndexes(List<IndexFacts> others) {
        return new TableFacts(name, engine, kind, rows, bytes, columns, others, referring, referred, fragments);
    }

    private static <T> List<T> plus(List<T> list, T added) {
        List<T> longer = new ArrayList<>(list);
        longer.add(added);
        return longer;
    }
}
