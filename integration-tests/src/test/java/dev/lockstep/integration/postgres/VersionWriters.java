package dev.lockstep.integration.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Two versions of an application that take turns on one connection, within one transaction too, and know nothing but the schema of their views. A model of every
 * row of {@code orders (id, <column>, note, doubled)} is known at any moment.
 */
final class VersionWriters implements AutoCloseable {

    private static final int KEYS = 400;
    private static final int MOST_IN_A_TRANSACTION = 5;

    private final TwoShapes shapes;
    private final Connection connection;
    private final SplittableRandom random = new SplittableRandom(7);
    private Map<Integer, Row> model = new TreeMap<>();
    private boolean filled;

    /** A row as both versions see it. */
    private record Row(@Nullable String old, @Nullable String now, String note) {
        Row with(TwoShapes.Values values) {
            return new Row(values.old(), values.now(), note);
        }

        @Nullable
        String seenBy(boolean asOld) {
            return asOld ? old : now;
        }
    }

    VersionWriters(PostgresNode node, TwoShapes shapes) throws SQLException {
        this.shapes = shapes;
        this.connection = DriverManager.getConnection(
                node.address().jdbcUrl(),
                node.address().user(),
                node.address().password().reveal());
        connection.setAutoCommit(false);
        try (ResultSet rows = connection
                .createStatement()
                .executeQuery("SELECT id, " + shapes.oldName() + ", note FROM shop.orders")) {
            while (rows.next()) {
                TwoShapes.Values values = shapes.writtenByOld(rows.getString(2));
                model.put(rows.getInt(1), new Row(values.old(), values.now(), rows.getString(3)));
            }
        }
        connection.commit();
    }

    /** Some transactions, a fifth of which are rolled back. */
    void work(int transactions, boolean oldWorks, boolean newWorks, boolean allFilled) throws SQLException {
        filled = allFilled;
        for (int number = 0; number < transactions && (oldWorks || newWorks); number++) {
            Map<Integer, Row> before = new TreeMap<>(model);
            int statements = 1 + random.nextInt(MOST_IN_A_TRANSACTION);
            for (int place = 0; place < statements; place++) {
                one(newWorks ? oldWorks && random.nextBoolean() : true);
            }
            if (random.nextInt(5) == 0) {
                connection.rollback();
                model = before;
            } else {
                connection.commit();
            }
        }
    }

    void compare(boolean withOld, boolean withNew) throws SQLException {
        for (boolean asOld : new boolean[] {true, false}) {
            if (asOld ? withOld : withNew) {
                Map<Integer, String> expected = new TreeMap<>();
                model.forEach((key, row) -> expected.put(key, row.seenBy(asOld) + " " + row.note + " " + key * 2));
                Map<Integer, String> found = new TreeMap<>();
                try (ResultSet rows = connection
                        .createStatement()
                        .executeQuery("SELECT * FROM " + (asOld ? "shop_v1" : "shop_v2") + ".orders")) {
                    while (rows.next()) {
                        found.put(
                                rows.getInt("id"),
                                rows.getString(column(asOld)) + " " + rows.getString("note") + " "
                                        + rows.getString("doubled"));
                    }
                }
                assertThat(found)
                        .as(asOld ? "the old version" : "the new version")
                        .isEqualTo(expected);
            }
        }
        connection.commit();
    }

    private String column(boolean asOld) {
        return asOld ? shapes.oldName() : shapes.newName();
    }

    private void one(boolean asOld) throws SQLException {
        int key = random.nextInt(KEYS);
        String column = column(asOld);
        String table = table(asOld);
        boolean seesAll = asOld || filled;
        String value = seesAll && random.nextInt(5) == 0 ? null : Integer.toString(random.nextInt(100_000));
        Row row = model.get(key);
        if (row == null) {
            insert(table, column, key, value, asOld);
            return;
        }
        switch (random.nextInt(8)) {
            case 0 -> {
                assertThat(run("DELETE FROM " + table + " WHERE id = ? RETURNING note", key))
                        .isEqualTo(row.note);
                model.remove(key);
            }
            case 1 -> {
                run("UPDATE " + table + " SET note = note || 'x' WHERE id = ? RETURNING note", key);
                model.put(key, new Row(row.old, row.now, row.note + "x"));
            }
            case 2 -> {
                run(
                        "INSERT INTO %s (%s, id) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET %s = EXCLUDED.%s RETURNING id"
                                .formatted(table, column, column, column),
                        value,
                        key);
                model.put(key, updated(row, value, asOld));
            }
            case 3 -> {
                if (seesAll) {
                    run(
                            "UPDATE %s SET %s = %s, note = 'same' WHERE id = ? RETURNING id"
                                    .formatted(table, column, column),
                            key);
                    model.put(key, new Row(row.old, row.now, "same"));
                }
            }
            case 4 -> {
                if (seesAll) {
                    assertThat(run("SELECT %s FROM %s WHERE id = ? FOR UPDATE".formatted(column, table), key))
                            .as("row %s as the %s version reads it", key, asOld ? "old" : "new")
                            .isEqualTo(row.seenBy(asOld));
                }
            }
            default -> {
                run("UPDATE %s SET %s = ?, note = 'y' WHERE id = ? RETURNING id".formatted(table, column), value, key);
                Row after = updated(row, value, asOld);
                model.put(key, new Row(after.old, after.now, "y"));
            }
        }
    }

    /** By a search path of this statement's transaction, or with the schema written out; a pooler keeps neither from the other version. */
    private String table(boolean asOld) throws SQLException {
        String schema = asOld ? "shop_v1" : "shop_v2";
        boolean byPath = random.nextBoolean();
        connection.createStatement().execute("SET LOCAL search_path = " + (byPath ? schema : "pg_catalog"));
        return byPath ? "orders" : schema + ".orders";
    }

    private void insert(String table, String column, int key, @Nullable String value, boolean asOld)
            throws SQLException {
        boolean leftOut = random.nextInt(4) == 0;
        if (leftOut) {
            run("INSERT INTO " + table + " (id) VALUES (?) RETURNING note", key);
        } else {
            String returned = run(
                    "INSERT INTO %s (%s, id) VALUES (?, ?) RETURNING %s".formatted(table, column, column), value, key);
            assertThat(returned).isEqualTo(value);
        }
        TwoShapes.Values values =
                asOld ? shapes.writtenByOld(leftOut ? null : value) : shapes.writtenByNew(leftOut ? null : value);
        model.put(key, new Row(values.old(), values.now(), "new"));
    }

    /** A value that is written as it was leaves the other side as it was. */
    private Row updated(Row row, @Nullable String value, boolean asOld) {
        if (Objects.equals(row.seenBy(asOld), value)) {
            return row;
        }
        return row.with(asOld ? shapes.writtenByOld(value) : shapes.writtenByNew(value));
    }

    private @Nullable String run(String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int place = 0; place < values.length; place++) {
                Object value = values[place];
                if (value instanceof Integer key) {
                    statement.setInt(place + 1, key);
                } else {
                    statement.setObject(place + 1, value, java.sql.Types.OTHER);
                }
            }
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? rows.getString(1) : null;
            }
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
