package dev.lockstep.integration.postgres;

import dev.lockstep.agent.engine.DatabaseAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Instances of an old and of a new application on the same rows of {@code orders (id, <column>, note)}. Each thread has keys of its own and writes each of them
 * now as the one, now as the other, so that a model of every row is known at any moment.
 */
final class TwoShapeWriters implements AutoCloseable {

    static final int KEYS_PER_THREAD = 1000;

    private final DatabaseAddress address;
    private final TwoShapes shapes;
    private final ReentrantReadWriteLock pause = new ReentrantReadWriteLock(true);
    private final Map<Integer, TwoShapes.Values> model = new TreeMap<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final AtomicLong writes = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closed;
    private boolean oldWorks = true;
    private boolean newWorks;
    private boolean newWritesNull;

    /** @param start the rows that are there already, by key, with what the old application has in them */
    TwoShapeWriters(PostgresNode node, TwoShapes shapes, Map<Integer, String> start, int count) {
        this.address = node.address();
        this.shapes = shapes;
        start.forEach((key, value) -> model.put(key, shapes.writtenByOld(value)));
        for (int number = 0; number < count; number++) {
            int first = number * KEYS_PER_THREAD;
            Thread thread = new Thread(() -> work(first), "two shapes " + number);
            thread.start();
            threads.add(thread);
        }
    }

    /** What follows happens while nobody writes. */
    void paused(Pause action) throws SQLException {
        pause.writeLock().lock();
        try {
            action.run(new TreeMap<>(model));
        } finally {
            pause.writeLock().unlock();
        }
    }

    /** Something to do while nobody writes, with the rows as they must be. */
    interface Pause {
        void run(Map<Integer, TwoShapes.Values> rows) throws SQLException;
    }

    /** From now on; {@code withNull}: whether the new application takes values away, which it may when it has seen them. */
    void let(boolean old, boolean now, boolean withNull) throws SQLException {
        paused(rows -> {
            oldWorks = old;
            newWorks = now;
            newWritesNull = withNull;
        });
    }

    List<Throwable> failures() {
        return List.copyOf(failures);
    }

    long writes() {
        return writes.get();
    }

    private void work(int firstKey) {
        SplittableRandom random = new SplittableRandom(firstKey + 1);
        try (Connection connection = DriverManager.getConnection(
                address.jdbcUrl(), address.user(), address.password().reveal())) {
            if (shapes.keepsName()) {
                // The result's type changes in CONTRACT, and a statement that the server has prepared fails once then.
                connection.unwrap(PGConnection.class).setPrepareThreshold(0);
            }
            Map<String, PreparedStatement> statements = new HashMap<>();
            while (!closed) {
                pause.readLock().lock();
                try {
                    one(connection, statements, random, firstKey + random.nextInt(KEYS_PER_THREAD));
                } finally {
                    pause.readLock().unlock();
                }
                writes.incrementAndGet();
            }
        } catch (SQLException | RuntimeException | AssertionError failure) {
            failures.add(failure);
        }
    }

    private void one(Connection connection, Map<String, PreparedStatement> statements, SplittableRandom random, int key)
            throws SQLException {
        boolean asOld = newWorks ? oldWorks && random.nextBoolean() : true;
        String column = asOld ? shapes.oldName() : shapes.newName();
        boolean mayBeNull = asOld || newWritesNull;
        String value = mayBeNull && random.nextInt(6) == 0 ? null : Integer.toString(random.nextInt(100_000));
        boolean there;
        synchronized (model) {
            there = model.containsKey(key);
        }
        switch (there ? random.nextInt(8) : 8) {
            case 0 -> {
                run(connection, statements, "DELETE FROM orders WHERE id = ?", key);
                remember(key, null, false);
            }
            case 1 -> run(connection, statements, "UPDATE orders SET note = note || 'x' WHERE id = ?", key);
            case 2, 3 -> {
                String upsert =
                        "INSERT INTO orders (%s, id) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET %s = EXCLUDED.%s";
                write(connection, statements, upsert.formatted(column, column, column), value, key);
                rememberUpdate(key, value, asOld);
            }
            case 4 -> readBack(connection, statements, key, column, asOld);
            case 8 -> {
                write(
                        connection,
                        statements,
                        "INSERT INTO orders (%s, id) VALUES (?, ?)".formatted(column),
                        value,
                        key);
                remember(key, asOld ? shapes.writtenByOld(value) : shapes.writtenByNew(value), true);
            }
            default -> {
                write(
                        connection,
                        statements,
                        "UPDATE orders SET %s = ?, note = 'y' WHERE id = ?".formatted(column),
                        value,
                        key);
                rememberUpdate(key, value, asOld);
            }
        }
    }

    /** A value that is written as it was leaves the other side as it was. */
    private void rememberUpdate(int key, @Nullable String value, boolean asOld) {
        TwoShapes.Values before;
        synchronized (model) {
            before = model.get(key);
        }
        boolean same = java.util.Objects.equals(asOld ? before.old() : before.now(), value);
        if (!same) {
            remember(key, asOld ? shapes.writtenByOld(value) : shapes.writtenByNew(value), true);
        }
    }

    private void remember(int key, TwoShapes.@Nullable Values values, boolean there) {
        synchronized (model) {
            if (there) {
                model.put(key, values);
            } else {
                model.remove(key);
            }
        }
    }

    /** An application reads what was written, under its own name; the new one only when all rows are filled. */
    private void readBack(
            Connection connection, Map<String, PreparedStatement> statements, int key, String column, boolean asOld)
            throws SQLException {
        if (!asOld && !newWritesNull) {
            return;
        }
        PreparedStatement statement =
                prepared(connection, statements, "SELECT %s FROM orders WHERE id = ?".formatted(column));
        statement.setInt(1, key);
        TwoShapes.Values expected;
        synchronized (model) {
            expected = model.get(key);
        }
        try (ResultSet rows = statement.executeQuery()) {
            rows.next();
            String seen = rows.getString(1);
            if (!java.util.Objects.equals(seen, asOld ? expected.old() : expected.now())) {
                throw new AssertionError("row " + key + " has " + column + " " + seen + ", expected " + expected);
            }
        }
    }

    private static void run(Connection connection, Map<String, PreparedStatement> statements, String sql, int key)
            throws SQLException {
        PreparedStatement statement = prepared(connection, statements, sql);
        statement.setInt(1, key);
        statement.executeUpdate();
    }

    private static void write(
            Connection connection,
            Map<String, PreparedStatement> statements,
            String sql,
            @Nullable String value,
            int key)
            throws SQLException {
        PreparedStatement statement = prepared(connection, statements, sql);
        statement.setObject(1, value, java.sql.Types.OTHER);
        statement.setInt(2, key);
        statement.executeUpdate();
    }

    private static PreparedStatement prepared(
            Connection connection, Map<String, PreparedStatement> statements, String sql) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        return statement;
    }

    @Override
    public void close() {
        closed = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new AssertionError(interrupted);
            }
        }
    }
}
