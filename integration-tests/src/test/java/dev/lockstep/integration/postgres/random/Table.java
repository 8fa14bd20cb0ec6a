package dev.lockstep.integration.postgres.random;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the generator knows of a table of its own. */
final class Table {
    final String schema;
    String name;
    List<Column> columns = new ArrayList<>();
    List<String> key = new ArrayList<>();
    List<Named> constraints = new ArrayList<>();
    List<Named> indexes = new ArrayList<>();
    /** Partitions by the number in {@link #by}; the last may be the one for all others. */
    List<String> partitions = new ArrayList<>();

    @Nullable
    String by;

    /** RANGE, LIST or HASH; empty where nothing is partitioned. */
    String strategy = "";

    /** A table of the same columns that may become a partition; empty for none. */
    String coming = "";

    int rows;
    /** Rows that are there under these numbers. */
    int nextPartition;

    Table(String schema, String name) {
        this.schema = schema;
        this.name = name;
    }

    /** @param over its columns; a foreign key also has the table that it refers to */
    record Named(String name, String kind, List<String> over, String to) {}

    static final class Column {
        String name;
        Kind kind;
        boolean nullable = true;
        boolean unique;
        boolean written = true;
        boolean hasDefault;
        /** As a type is followed by it; empty for the usual one. */
        String collation = "";
        /** The table and column whose values it must have. */
        @Nullable
        Table refers;

        /** Which of the columns there; the first one when it is empty. */
        String referred = "";

        /** Columns with the same number, other than 0, refer to one row together. */
        int together;

        Column(String name, Kind kind) {
            this.name = name;
            this.kind = kind;
        }

        Column copy() {
            Column copy = new Column(name, kind);
            copy.nullable = nullable;
            copy.unique = unique;
            copy.written = written;
            copy.hasDefault = hasDefault;
            copy.collation = collation;
            copy.refers = refers;
            copy.referred = referred;
            copy.together = together;
            return copy;
        }
    }

    Table copy() {
        Table copy = new Table(schema, name);
        columns.forEach(column -> copy.columns.add(column.copy()));
        copy.key = new ArrayList<>(key);
        copy.constraints = new ArrayList<>(constraints);
        copy.indexes = new ArrayList<>(indexes);
        copy.partitions = new ArrayList<>(partitions);
        copy.by = by;
        copy.strategy = strategy;
        copy.coming = coming;
        copy.rows = rows;
        copy.nextPartition = nextPartition;
        return copy;
    }

    boolean isPartitioned() {
        return by != null;
    }

    /** As a statement names it. */
    String sql() {
        return Names.quoted(schema) + "." + Names.quoted(name);
    }

    /** As a change file names it. */
    String path() {
        return schema.equals("public") ? name : schema + "." + name;
    }

    boolean has(String column) {
        return columns.stream().anyMatch(each -> each.name.equals(column));
    }
}
