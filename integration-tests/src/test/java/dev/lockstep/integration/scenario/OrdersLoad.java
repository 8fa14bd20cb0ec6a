package dev.lockstep.integration.scenario;

import dev.lockstep.integration.fleet.TestNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One instance of an application: it inserts, updates and reads without a break, never tries a statement again, and keeps the message of each that failed.
 */
final class OrdersLoad implements AutoCloseable {
    private static final long PAUSE_MILLIS = 4;

    private final boolean knowsRegion;
    private final Connection connection;
    private final Random random = new Random(7);
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger statements = new AtomicInteger();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final int rows;
    private long nextId;

    /**
     * Starts an instance.
     *
     * @param knowsRegion whether it is of the shape with the column {@code region}
     * @param rows that are there, numbered from 1
     * @param firstId of the rows that it inserts
     */
    OrdersLoad(TestNode node, boolean knowsRegion, int rows, long firstId) throws SQLException {
        this.knowsRegion = knowsRegion;
        this.rows = rows;
        this.nextId = firstId;
        this.connection = node.connect();
        thread.scheduleWithFixedDelay(this::act, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void act() {
        String sql = sql();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            if (sql.startsWith("SELECT")) {
                read(statement);
            } else {
                write(statement, sql.startsWith("INSERT"));
            }
            statements.incrementAndGet();
        } catch (SQLException failed) {
            failures.add(sql + ": " + failed.getMessage());
        }
    }

    private String sql() {
        return switch (random.nextInt(3)) {
            case 0 ->
                knowsRegion
                        ? "INSERT INTO orders (country, amount, region, id) VALUES (?, ?, ?, ?)"
                        : "INSERT INTO orders (country, amount, id) VALUES (?, ?, ?)";
            case 1 ->
                knowsRegion
                        ? "UPDATE orders SET country = ?, amount = ?, region = ? WHERE id = ?"
                        : "UPDATE orders SET country = country, amount = ? WHERE id = ?";
            default -> "SELECT id, country, amount" + (knowsRegion ? ", region" : "") + " FROM orders WHERE id = ?";
        };
    }

    private void read(PreparedStatement statement) throws SQLException {
        statement.setLong(1, 1 + random.nextInt(rows));
        try (ResultSet found = statement.executeQuery()) {
            if (!found.next()) {
                throw new SQLException("an order is gone");
            }
            if (knowsRegion && found.getString("region") == null) {
                throw new SQLException("order " + found.getLong(1) + " has no region");
            }
        }
    }

    private void write(PreparedStatement statement, boolean insert) throws SQLException {
        String country = List.of("DE", "FR", "JP").get(random.nextInt(3));
        int at = 1;
        if (insert || knowsRegion) {
            statement.setString(at++, country);
        }
        statement.setInt(at++, random.nextInt(1000));
        if (knowsRegion) {
            statement.setString(at++, country.equals("JP") ? "us" : "eu");
        }
        statement.setLong(at, insert ? nextId++ : 1 + random.nextInt(rows));
        if (statement.executeUpdate() != 1) {
            throw new SQLException("expected one row");
        }
    }

    int statements() {
        return statements.get();
    }

    List<String> failures() {
        return failures;
    }

    /** Lets the last statement end. */
    @Override
    public void close() throws SQLException {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(30, TimeUnit.SECONDS)) {
                failures.add("a statement did not end");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        connection.close();
    }
}
