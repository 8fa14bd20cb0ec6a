package dev.lockstep.integration.everystep;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One application: in each turn it inserts, updates, deletes and reads in each of its tables, and tells the model. Used by one thread. */
final class Application implements Writing {
    private static final int NULL_EVERY = 4;
    private static final int DELETE_EVERY = 3;
    private static final int LEAST_OWN = 1;

    private final Side side;
    private final Connection connection;
    private final Expressions expressions;
    private final Values values;
    private final Neighbours neighbours;
    private final List<Relation> relations;
    private final Differences misread = new Differences();
    private int number;

    Application(
            Side side,
            Connection connection,
            Expressions expressions,
            Values values,
            Neighbours neighbours,
            List<Relation> relations) {
        this.side = side;
        this.connection = connection;
        this.expressions = expressions;
        this.values = values;
        this.neighbours = neighbours;
        this.relations = List.copyOf(relations);
        this.number = side == Side.OLD ? 0 : 1;
    }

    @Override
    public Side side() {
        return side;
    }

    @Override
    public Differences misread() {
        return misread;
    }

    @Override
    public void turn() throws SQLException {
        for (Relation relation : relations) {
            insert(relation);
            if (relation.key().isEmpty()) {
                continue;
            }
            List<Row> seeds = neighbours.rows(relation.model(), true);
            List<Row> own = neighbours.rows(relation.model(), false);
            if (!seeds.isEmpty()) {
                update(relation, seeds.get(next() * 7 % seeds.size()));
                read(relation, seeds.get(next() * 11 % seeds.size()));
            }
            if (own.size() > LEAST_OWN) {
                update(relation, own.get(next() % own.size()));
                read(relation, own.get(next() % own.size()));
            }
            if (own.size() > LEAST_OWN && next() % DELETE_EVERY == 0) {
                delete(relation, own.get(next() % own.size()));
            }
            if (seeds.size() > LEAST_OWN && neighbours.mayDelete(relation.model())) {
                delete(relation, seeds.get(next() * 13 % seeds.size()));
            }
        }
    }

    /** Even numbers are the old one's, odd ones the new one's. */
    private int next() {
        number += 2;
        return number / 2;
    }

    private void insert(Relation relation) throws SQLException {
        next();
        Map<Column, @Nullable String> written = values(relation, relation.written());
        if (written.size() < relation.written().size()) {
            return;
        }
        List<Column> numbered = relation.numbered();
        String sql = "INSERT INTO %s (%s) VALUES (%s)%s"
                .formatted(
                        relation.sql(),
                        Sql.names(written.keySet().stream().map(Column::name).toList()),
                        written.keySet().stream().map(column -> "?").collect(Collectors.joining(", ")),
                        numbered.isEmpty()
                                ? ""
                                : " RETURNING "
                                        + StoredRows.texts(numbered.stream()
                                                .map(Column::name)
                                                .toList()));
        List<@Nullable String> parameters = new ArrayList<>(written.values());
        Row row = new Row(false);
        relation.unseen().forEach(column -> row.of(side).put(column, Cell.ANYTHING));
        if (numbered.isEmpty()) {
            Sql.run(connection, sql, parameters);
        } else {
            List<@Nullable String> given = Sql.rows(connection, sql, parameters).get(0);
            for (int place = 0; place < numbered.size(); place++) {
                written.put(numbered.get(place), given.get(place));
            }
        }
        relation.model().wrote(row, side, written, true, expressions);
        relation.model().put(row);
    }

    private void update(Relation relation, Row row) throws SQLException {
        next();
        List<Column> columns = relation.written().stream()
                .filter(column -> !relation.key().contains(column.name()))
                .filter(column -> !row.seed || !neighbours.isReferenced(relation.model(), side, column.name()))
                .toList();
        Map<Column, @Nullable String> written = values(relation, columns);
        if (written.isEmpty()) {
            return;
        }
        String set = written.keySet().stream()
                .map(column -> Sql.name(column.name()) + " = ?")
                .collect(Collectors.joining(", "));
        List<@Nullable String> parameters = new ArrayList<>(written.values());
        parameters.addAll(keyOf(relation, row));
        int rows = Sql.run(
                connection, "UPDATE %s SET %s WHERE %s".formatted(relation.sql(), set, relation.where()), parameters);
        expectOne("update", relation, row, rows);
        relation.model().wrote(row, side, written, false, expressions);
    }

    private void delete(Relation relation, Row row) throws SQLException {
        int rows = Sql.run(
                connection,
                "DELETE FROM %s WHERE %s".formatted(relation.sql(), relation.where()),
                keyOf(relation, row));
        expectOne("delete", relation, row, rows);
        relation.model().remove(row);
    }

    private void read(Relation relation, Row row) throws SQLException {
        List<String> columns = relation.modelled().stream().map(Column::name).toList();
        List<List<@Nullable String>> rows = Sql.rows(
                connection,
                "SELECT %s FROM %s WHERE %s".formatted(StoredRows.texts(columns), relation.sql(), relation.where()),
                keyOf(relation, row));
        expectOne("read", relation, row, rows.size());
        if (rows.size() == 1) {
            TableModel.compare(relation.shape(), side, row, StoredRows.named(columns, rows.get(0)), misread);
        }
    }

    private void expectOne(String what, Relation relation, Row row, int rows) {
        if (rows == 0) {
            misread.lost("row of " + relation.sql() + " for an " + what + ": " + row.of(side));
        } else if (rows > 1) {
            misread.doubled("row of " + relation.sql() + " for an " + what + ": " + row.of(side));
        }
    }

    private List<@Nullable String> keyOf(Relation relation, Row row) {
        List<@Nullable String> key = new ArrayList<>();
        relation.key().forEach(column -> key.add(row.of(side).get(column).known()));
        return key;
    }

    /** Values that fit; without the columns of a foreign key that must have a row elsewhere where there is none. */
    private Map<Column, @Nullable String> values(Relation relation, List<Column> columns) throws SQLException {
        Map<String, @Nullable String> chosen = new LinkedHashMap<>();
        Set<String> names = columns.stream().map(Column::name).collect(Collectors.toCollection(LinkedHashSet::new));
        Set<String> bound = new LinkedHashSet<>();
        for (ForeignKey key : neighbours.foreignKeys(relation.model(), side)) {
            bound.addAll(key.columns());
            if (names.containsAll(key.columns())) {
                choose(relation, key, chosen);
            }
        }
        List<Column> taken = new ArrayList<>();
        List<@Nullable String> texts = new ArrayList<>();
        for (Column column : columns) {
            if (chosen.containsKey(column.name()) || !bound.contains(column.name())) {
                taken.add(column);
                texts.add(chosen.containsKey(column.name()) ? chosen.get(column.name()) : value(relation, column));
            }
        }
        List<@Nullable String> stored = expressions.stored(taken, texts);
        Map<Column, @Nullable String> written = new LinkedHashMap<>();
        for (int place = 0; place < taken.size(); place++) {
            written.put(taken.get(place), stored.get(place));
        }
        return written;
    }

    private void choose(Relation relation, ForeignKey key, Map<String, @Nullable String> chosen) {
        List<@Nullable String> there = neighbours.choose(key, side, number);
        boolean mayBeNull = key.columns().stream()
                .allMatch(column -> relation.shape()
                        .column(column)
                        .map(found -> relation.model().story().mayBeNull(side, found))
                        .orElse(false));
        if (there.isEmpty() && !mayBeNull) {
            return;
        }
        for (int place = 0; place < key.columns().size(); place++) {
            chosen.put(key.columns().get(place), there.isEmpty() ? null : there.get(place));
        }
    }

    private @Nullable String value(Relation relation, Column column) {
        TableStory story = relation.model().story();
        boolean isKey = relation.key().contains(column.name());
        if (!values.isGiven(relation.shape(), column)
                && !isKey
                && number / 2 % NULL_EVERY == 1
                && story.mayBeNull(side, column)) {
            return null;
        }
        return values.value(relation.shape(), column, number, story.longest(side, column));
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException gone) {
            misread.other("the connection of an application was gone: " + gone.getMessage());
        }
    }
}
