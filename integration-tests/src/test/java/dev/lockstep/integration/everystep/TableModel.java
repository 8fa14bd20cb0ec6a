package dev.lockstep.integration.everystep;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What every row of a table must hold for both applications, by what they wrote and what the change says. Used by one thread. */
final class TableModel {
    private final TableStory story;
    private final Map<String, Row> rows = new LinkedHashMap<>();

    TableModel(TableStory story) {
        this.story = story;
    }

    TableStory story() {
        return story;
    }

    List<Row> rows() {
        return List.copyOf(rows.values());
    }

    TableModel copy() {
        TableModel copy = new TableModel(story);
        rows.forEach((key, row) -> copy.rows.put(key, row.copy()));
        return copy;
    }

    /** Takes the rows that are there before anything happens. */
    void seed(Connection connection, Expressions expressions) throws SQLException {
        TableShape old = story.old();
        if (old == null) {
            return;
        }
        for (Map<String, Optional<String>> found : StoredRows.read(connection, old)) {
            Row row = new Row(true);
            found.forEach((column, value) -> row.old.put(column, Cell.of(value.orElse(null))));
            derive(row, Side.OLD, old.modelled(), true, expressions);
            for (Map.Entry<String, TableStory.Replacement> fill :
                    story.replaced().entrySet()) {
                replaceSeed(row, fill.getKey(), fill.getValue(), expressions);
            }
            put(row);
        }
        for (String partition : story.leaving()) {
            forgetRowsOf(connection, old, partition);
        }
        for (String partition : story.joining()) {
            expectRowsOf(connection, old, partition);
        }
    }

    private void expectRowsOf(Connection connection, TableShape old, String partition) throws SQLException {
        for (Map<String, Optional<String>> found : StoredRows.read(connection, asIfItWere(partition, old))) {
            Row row = Row.joined();
            found.forEach((column, value) -> row.now.put(column, Cell.of(value.orElse(null))));
            rows.put(partition + "#" + rows.size(), row);
        }
    }

    private static TableShape asIfItWere(String partition, TableShape whole) {
        int dot = partition.indexOf('.');
        return new TableShape(
                partition.substring(0, dot), partition.substring(dot + 1), whole.columns(), whole.key(), List.of());
    }

    /** Rows that go with their partition are no application's any more, and are left alone by both. */
    private void forgetRowsOf(Connection connection, TableShape old, String partition) throws SQLException {
        for (Map<String, Optional<String>> found : StoredRows.read(connection, asIfItWere(partition, old))) {
            Row row = new Row(true);
            found.forEach((column, value) -> row.old.put(column, Cell.of(value.orElse(null))));
            rows.remove(row.key(Side.OLD, keyOrAll(Side.OLD)));
        }
    }

    private void replaceSeed(Row row, String column, TableStory.Replacement fill, Expressions expressions)
            throws SQLException {
        TableShape old = Objects.requireNonNull(story.old());
        String type = old.column(column).orElseThrow().type();
        if ("true".equals(expressions.of(fill.where(), "boolean", old, row.old))) {
            String value = expressions.of(fill.value(), type, old, row.old);
            row.now.put(column, Cell.of(value));
            row.old.put(column, row.old.get(column).or(value));
        }
    }

    void put(Row row) {
        boolean known = story.old() != null;
        rows.put(keyOf(row, known ? Side.OLD : Side.NEW), row);
    }

    void remove(Row row) {
        rows.values().remove(row);
    }

    private String keyOf(Row row, Side side) {
        return row.key(side, keyOrAll(side)) + (story.key(side).isEmpty() ? "#" + rows.size() : "");
    }

    private List<String> keyOrAll(Side side) {
        List<String> key = story.key(side);
        return key.isEmpty()
                ? story.shape(side)
                        .map(shape ->
                                shape.modelled().stream().map(Column::name).toList())
                        .orElse(List.of())
                : key;
    }

    /** An application has written these columns of a row. */
    void wrote(Row row, Side side, Map<Column, @Nullable String> values, boolean inserted, Expressions expressions)
            throws SQLException {
        values.forEach((column, value) -> row.of(side).put(column.name(), Cell.of(value)));
        derive(row, side, List.copyOf(values.keySet()), inserted, expressions);
    }

    private void derive(Row row, Side side, List<Column> written, boolean inserted, Expressions expressions)
            throws SQLException {
        for (Column column : written) {
            Optional<Conversion> both = story.conversion(side, column.name());
            if (both.isPresent()) {
                convert(row, side, both.get(), expressions);
            }
        }
        if (side == Side.OLD) {
            fill(row, inserted, expressions);
        } else if (inserted) {
            leaveOut(row, expressions);
        }
        for (Map.Entry<String, TableStory.Replacement> fill : story.replaced().entrySet()) {
            TableShape shape = story.shape(side).orElseThrow();
            Column column = shape.column(fill.getKey()).orElseThrow();
            if (!row.seed || !inserted) {
                String value = expressions.of(fill.getValue().value(), column.type(), shape, row.of(side));
                row.old.computeIfPresent(column.name(), (name, cell) -> cell.or(value));
                row.now.computeIfPresent(column.name(), (name, cell) -> cell.or(value));
            }
        }
    }

    private void convert(Row row, Side side, Conversion both, Expressions expressions) throws SQLException {
        Side other = side == Side.OLD ? Side.NEW : Side.OLD;
        String from = side == Side.OLD ? both.old() : both.now();
        String to = side == Side.OLD ? both.now() : both.old();
        String expression = side == Side.OLD ? both.up() : both.down();
        Cell cell = row.of(side).getOrDefault(from, Cell.ANYTHING);
        if (expression.isEmpty() || cell.anything() || cell.known() == null) {
            row.of(other).put(to, cell);
            return;
        }
        TableShape shape = story.shape(side).orElseThrow();
        String type = story.shape(other).orElseThrow().column(to).orElseThrow().type();
        row.of(other).put(to, Cell.of(expressions.of(expression, type, shape, row.of(side))));
    }

    private void fill(Row row, boolean inserted, Expressions expressions) throws SQLException {
        TableShape old = story.old();
        TableShape now = story.now();
        if (old == null || now == null) {
            return;
        }
        for (Map.Entry<String, String> fill : story.filled().entrySet()) {
            String type = now.column(fill.getKey()).orElseThrow().type();
            String value = expressions.of(fill.getValue(), type, old, row.old);
            row.now.merge(fill.getKey(), Cell.of(value), (before, first) -> inserted ? first : before.or(value));
        }
        for (Map.Entry<String, String> fill : story.nullFilled().entrySet()) {
            Cell cell = row.old.getOrDefault(fill.getKey(), Cell.ANYTHING);
            if (cell.admits(null)) {
                String type = now.column(fill.getKey()).orElseThrow().type();
                String value = expressions.of(fill.getValue(), type, old, row.old);
                Cell before = row.now.getOrDefault(fill.getKey(), Cell.of(value));
                row.now.put(fill.getKey(), before.admits(null) ? Cell.of(value) : before.or(value));
                row.old.put(fill.getKey(), cell.or(value));
            }
        }
    }

    private void leaveOut(Row row, Expressions expressions) throws SQLException {
        TableShape old = story.old();
        if (old == null) {
            return;
        }
        for (Column column : old.modelled()) {
            if (story.conversion(Side.OLD, column.name()).isEmpty()) {
                String value = story.leftOut().getOrDefault(column.name(), "");
                row.old.put(
                        column.name(),
                        value.isEmpty() ? Cell.ANYTHING : Cell.of(expressions.of(value, column.type(), old, row.old)));
            }
        }
    }

    /** What an application finds that it must not, and misses; each a sentence. */
    void compare(Connection connection, Side side, Differences differences) throws SQLException {
        TableShape shape = story.shape(side).orElseThrow();
        List<Row> missing = new ArrayList<>(rows.values());
        missing.removeIf(row -> row.joined && side == Side.OLD);
        Map<String, Row> byKey = new TreeMap<>();
        if (!story.key(side).isEmpty()) {
            missing.forEach(row -> byKey.put(row.key(side, story.key(side)), row));
        }
        for (Map<String, Optional<String>> found : StoredRows.read(connection, shape)) {
            Optional<Row> same = story.key(side).isEmpty()
                    ? missing.stream().filter(row -> admits(row, side, found)).findFirst()
                    : Optional.ofNullable(byKey.remove(keyIn(found, side)));
            if (same.isEmpty()) {
                differences.doubled("row of " + shape.name() + " that nobody wrote: " + found);
            } else {
                missing.remove(same.get());
                compare(shape, side, same.get(), found, differences);
            }
        }
        missing.forEach(row -> differences.lost("row of " + shape.name() + ": " + row.of(side)));
    }

    private String keyIn(Map<String, Optional<String>> found, Side side) {
        Row row = new Row(false);
        found.forEach((column, value) -> row.of(side).put(column, Cell.of(value.orElse(null))));
        return row.key(side, story.key(side));
    }

    private static boolean admits(Row row, Side side, Map<String, Optional<String>> found) {
        return found.entrySet().stream()
                .allMatch(value -> row.of(side)
                        .getOrDefault(value.getKey(), Cell.ANYTHING)
                        .admits(value.getValue().orElse(null)));
    }

    static void compare(
            TableShape shape, Side side, Row row, Map<String, Optional<String>> found, Differences differences) {
        found.forEach((column, value) -> {
            Cell cell = row.of(side).getOrDefault(column, Cell.ANYTHING);
            if (!cell.admits(value.orElse(null))) {
                differences.lost("%s of %s: the %s application expects %s, found %s in %s"
                        .formatted(column, shape.name(), side, cell, value.orElse("NULL"), found));
            }
        });
    }
}
