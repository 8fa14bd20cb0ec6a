package dev.lockstep.integration.everystep;

import java.util.List;
import java.util.Optional;

/**
 * A table as an application knows it.
 *
 * @param key columns by which a row is found; empty where there are none: then rows are only added
 */
record TableShape(String schema, String table, List<Column> columns, List<String> key, List<ForeignKey> foreignKeys) {
    TableShape {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
        foreignKeys = List.copyOf(foreignKeys);
    }

    String name() {
        return schema + "." + table;
    }

    Optional<Column> column(String name) {
        return columns.stream().filter(column -> column.name().equals(name)).findFirst();
    }

    /** What an application writes itself. */
    List<Column> written() {
        return columns.stream().filter(column -> !column.leftToServer()).toList();
    }

    /** What can be compared with a model: all that the server does not compute. */
    List<Column> modelled() {
        return columns.stream().filter(column -> !column.computed()).toList();
    }
}
