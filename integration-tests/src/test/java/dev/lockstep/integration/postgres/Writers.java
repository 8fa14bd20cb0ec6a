package dev.lockstep.integration.postgres;

import dev.lockstep.agent.engine.DatabaseAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Instances of an application that insert, update, delete and read, as fast as they can, until they are closed. */
final class Writers implements AutoCloseable {

    private final DatabaseAddress address;
    private final boolean knowsRegion;
    private final Queue<SQLException> failures = new ConcurrentLinkedQueue<>();
    private final AtomicLong statements = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closed;

    Writers(PostgresNode node, boolean knowsRegion, int count) {
        this.address = node.address();
        this.knowsRegion = knowsRegion;
        for (int number = 0; number < count; number++) {
            long seed = number;
            Thread thread = new Thread(() -> work(seed), "writer " + number);
            thread.start();
            threads.add(thread);
        }
    }

    List<SQLException> failures() {
        return List.copyOf(failures);
    }

    long statements() {
        return statements.get();
    }

    private void work(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        String insert = knowsRegion
                ? "INSERT INTO orders (country, amount, region) VALUES (?, ?, 'new')"
                : "INSERT INTO orders (country, amount) VALUES (?, ?)";
        try (Connection connection = DriverManager.getConnection(
                        address.jdbcUrl(), address.user(), address.password().reveal());
                PreparedStatement inserting = connection.prepareStatement(insert);
                PreparedStatement updating =
                        connection.prepareStatement("UPDATE orders SET amount = amount + 1 WHERE id = ?");
                PreparedStatement deleting = connection.prepareStatement("DELETE FROM orders WHERE id = ?");
                PreparedStatement reading =
                        connection.prepareStatement("SELECT country, amount FROM orders WHERE id = ?")) {
            while (!closed) {
                inserting.setString(1, random.nextBoolean() ? "DE" : "US");
                inserting.setInt(2, random.nextInt(1000));
                inserting.executeUpdate();
                updating.setLong(1, random.nextInt(2000));
                updating.executeUpdate();
                deleting.setLong(1, random.nextInt(100_000));
                deleting.executeUpdate();
                reading.setLong(1, random.nextInt(2000));
                try (ResultSet rows = reading.executeQuery()) {
                    rows.next();
                }
                statements.addAndGet(4);
            }
        } catch (SQLException failure) {
            failures.add(failure);
        }
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
