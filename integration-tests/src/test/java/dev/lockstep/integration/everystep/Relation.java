package dev.lockstep.integration.everystep;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A table or a view through which an application reaches the rows of a model.
 *
 * @param schema of the relation, which may be a version's
 * @param seen columns that it shows
 */
record Relation(TableModel model, Side side, String schema, List<String> seen) {
    TableShape shape() {
        return model.story().shape(side).orElseThrow();
    }

    String sql() {
        return Sql.relation(schema, shape().table());
    }

    List<String> key() {
        return model.story().key(side);
    }

    String where() {
        return key().stream().map(column -> Sql.name(column) + " = ?").collect(Collectors.joining(" AND "));
    }

    List<Column> written() {
        return shape().written().stream().filter(this::isSeen).toList();
    }

    List<Column> modelled() {
        return shape().modelled().stream().filter(this::isSeen).toList();
    }

    /** What the server numbers. */
    List<Column> numbered() {
        return modelled().stream().filter(Column::leftToServer).toList();
    }

    /** Columns of the table that are not shown. */
    List<String> unseen() {
        return shape().modelled().stream()
                .filter(column -> !isSeen(column))
                .map(Column::name)
                .toList();
    }

    private boolean isSeen(Column column) {
        return seen.contains(column.name());
    }
}
