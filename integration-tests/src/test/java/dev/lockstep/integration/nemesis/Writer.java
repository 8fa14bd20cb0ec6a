package dev.lockstep.integration.nemesis;

import dev.lockstep.integration.nemesis.check.LoadRecord.ExpectedRows;
import dev.lockstep.integration.nemesis.check.LoadRecord.Failure;
import dev.lockstep.integration.nemesis.check.OldColumns;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The only writer of a node: an instance of the application that inserts, updates, deletes and reads without a break and never tries a statement again. */
final class Writer implements AutoCloseable {
    private static final long PAUSE_MILLIS = 12;
    private static final long END_SECONDS = 100;
    private static final int LOCK_WAIT_SECONDS = 20;
    private static final List<String> COUNTRIES = List.of("DE", "FR", "US", "GB", "JP");

    private final NemesisNode node;
    private final Diary diary;
    private final Random random;
    private final RowModel model = new RowModel(OrdersRows.COUNT);
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final AtomicLong statements = new AtomicLong();
    private final List<Failure> failures = new ArrayList<>();
    private List<String> addedColumns = List.of();
    private @Nullable Connection connection;
    private boolean retired;

    Writer(NemesisNode node, Diary diary, long seed) {
        this.node = node;
        this.diary = diary;
        this.random = new Random(seed * 31 + node.name().hashCode());
    }

    void start() {
        thread.scheduleWithFixedDelay(this::act, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Returns when no statement of the shape before is under way. */
    synchronized void switchTo(List<String> columns) {
        addedColumns = List.copyOf(columns);
    }

    /** Returns when no statement is under way. It ends with its connection, which would not outlive a server that is killed meanwhile. */
    synchronized void retire() {
        retired = true;
        if (connection != null) {
            forget(connection);
        }
    }

    synchronized void resume() {
        retired = false;
    }

    private synchronized void act() {
        if (retired) {
            return;
        }
        Connection current = connected();
        if (current == null) {
            return;
        }
        long id = 1 + (long) (random.nextDouble() * model.lastId());
        switch (random.nextInt(8)) {
            case 0 -> insert(current);
            case 1, 2, 3 -> update(current, id);
            case 4 -> {
                // Few, so that the table stays about as big as it was.
                if (random.nextInt(3) == 0) {
                    delete(current, id);
                }
            }
            default -> read(current, id);
        }
    }

    private @Nullable Connection connected() {
        if (connection == null) {
            try {
                Connection made = node.connect();
                try (Statement statement = made.createStatement()) {
                    for (String setting : settings()) {
                        statement.execute(setting);
                    }
                }
                connection = made;
            } catch (SQLException away) {
                // A server that cannot be reached takes no statement, so none has failed.
                return null;
            }
        }
        return connection;
    }

    private List<String> settings() {
        return node.isPostgres()
                ? List.of("SET lock_timeout = '" + LOCK_WAIT_SECONDS + "s'")
                : List.of(
                        "SET SESSION lock_wait_timeout = " + LOCK_WAIT_SECONDS,
                        "SET SESSION innodb_lock_wait_timeout = " + LOCK_WAIT_SECONDS);
    }

    private void insert(Connection on) {
        long id = model.newId();
        OldColumns row = new OldColumns(
                "customer-" + random.nextInt(997),
                COUNTRIES.get(random.nextInt(COUNTRIES.size())),
                random.nextInt(1000));
        StringBuilder columns = new StringBuilder("INSERT INTO orders (id, customer, country, amount");
        StringBuilder values = new StringBuilder(") VALUES (?, ?, ?, ?");
        addedColumns.forEach(column -> {
            columns.append(", ").append(column);
            values.append(", '").append(row.region()).append('\'');
        });
        Outcome outcome = execute(on, columns.append(values).append(')').toString(), statement -> {
            statement.setLong(1, id);
            statement.setString(2, row.customer());
            statement.setString(3, row.country());
            statement.setInt(4, row.amount());
            return statement.executeUpdate();
        });
        if (outcome.isKnown()) {
            if (outcome.rows() == 1) {
                model.written(id, row);
            }
        } else {
            model.perhapsWritten(id, row);
        }
    }

    private void update(Connection on, long id) {
        Optional<OldColumns> before = model.certain(id);
        if (before.isEmpty()) {
            return;
        }
        OldColumns row = new OldColumns(
                before.get().customer(),
                before.get().country(),
                (before.get().amount() + 1 + random.nextInt(998)) % 1000);
        Outcome outcome = execute(on, "UPDATE orders SET amount = ? WHERE id = ?", statement -> {
            statement.setInt(1, row.amount());
            statement.setLong(2, id);
            return statement.executeUpdate();
        });
        if (!outcome.isKnown()) {
            model.perhapsWritten(id, row);
        } else if (outcome.rows() == 1) {
            model.written(id, row);
        } else if (outcome.rows() == 0) {
            model.wrongRead("row " + id + " was lost: an update at " + diary.millis() + " ms did not find it");
        }
    }

    private void delete(Connection on, long id) {
        if (model.certain(id).isEmpty()) {
            return;
        }
        Outcome outcome = execute(on, "DELETE FROM orders WHERE id = ?", statement -> {
            statement.setLong(1, id);
            return statement.executeUpdate();
        });
        if (!outcome.isKnown()) {
            model.perhapsDeleted(id);
        } else if (outcome.rows() == 1) {
            model.deleted(id);
        }
    }

    private void read(Connection on, long id) {
        Optional<OldColumns> known = model.certain(id);
        String added = addedColumns.isEmpty() ? "" : ", " + String.join(", ", addedColumns);
        var unused =
                execute(on, "SELECT customer, country, amount" + added + " FROM orders WHERE id = ?", statement -> {
                    statement.setLong(1, id);
                    try (ResultSet found = statement.executeQuery()) {
                        compare(id, known, found);
                    }
                    return 1;
                });
    }

    private void compare(long id, Optional<OldColumns> known, ResultSet found) throws SQLException {
        if (known.isEmpty()) {
            return;
        }
        if (!found.next()) {
            model.wrongRead("row " + id + " was lost: a query at " + diary.millis() + " ms did not find it");
            return;
        }
        OldColumns read = new OldColumns(found.getString(1), found.getString(2), found.getInt(3));
        if (!read.equals(known.get())) {
            model.wrongRead("row " + id + " was " + read + " at " + diary.millis() + " ms, expected " + known.get());
        }
        for (int i = 0; i < addedColumns.size(); i++) {
            String value = found.getString(4 + i);
            if (!read.region().equals(value)) {
                model.wrongRead("row " + id + " had " + value + " in " + addedColumns.get(i) + " at " + diary.millis()
                        + " ms, expected " + read.region());
            }
        }
    }

    private Outcome execute(Connection on, String sql, Use use) {
        long from = diary.millis();
        statements.incrementAndGet();
        try (PreparedStatement statement = on.prepareStatement(sql)) {
            return new Outcome(true, use.of(statement));
        } catch (SQLException failed) {
            boolean lostContact = isLost(on, failed);
            failures.add(new Failure(
                    node.name(),
                    sql,
                    String.valueOf(failed.getSQLState()),
                    failed.getErrorCode(),
                    String.valueOf(failed.getMessage()),
                    lostContact,
                    from,
                    diary.millis()));
            if (lostContact) {
                forget(on);
            }
            // What a server refuses it has not done.
            return new Outcome(!lostContact, Outcome.REFUSED);
        }
    }

    private static boolean isLost(Connection on, SQLException failed) {
        String state = String.valueOf(failed.getSQLState());
        try {
            return state.startsWith("08") || state.startsWith("57P") || on.isClosed() || !on.isValid(5);
        } catch (SQLException closed) {
            return true;
        }
    }

    private void forget(Connection lost) {
        connection = null;
        try {
            lost.close();
        } catch (SQLException gone) {
            // It is gone, as we said.
        }
    }

    long statements() {
        return statements.get();
    }

    synchronized List<Failure> failures() {
        return List.copyOf(failures);
    }

    synchronized ExpectedRows expected() {
        return model.expected();
    }

    /** Lets the last statement end. */
    @Override
    public void close() throws InterruptedException {
        thread.shutdown();
        if (!thread.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
            thread.shutdownNow();
            throw new IllegalStateException(
                    "a statement on " + node.name() + " has not ended for " + END_SECONDS + " s");
        }
        if (connection != null) {
            forget(connection);
        }
    }

    /**
     * What became of a statement.
     *
     * @param rows written, or {@link #REFUSED}
     */
    private record Outcome(boolean isKnown, int rows) {
        static final int REFUSED = -1;
    }

    /** Runs a statement. */
    private interface Use {
        int of(PreparedStatement statement) throws SQLException;
    }
}
