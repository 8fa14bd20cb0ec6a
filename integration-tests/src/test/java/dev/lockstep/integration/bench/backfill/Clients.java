package dev.lockstep.integration.bench.backfill;

import dev.lockstep.integration.backfill.BackfillNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Clients of an application that each run one statement after the other, with a rest in between, and note how long each took. */
final class Clients implements AutoCloseable {
    private static final long REST_MILLIS = 2;
    private static final double NANOS_PER_MILLI = 1e6;

    private final BackfillNode node;
    private final List<String> statements;
    private final int keys;
    private final ExecutorService threads;
    private final List<Future<List<Double>>> clients = new ArrayList<>();
    private volatile boolean stopped;

    /**
     * @param statements with one mark for a key; each client takes them in turns
     * @param keys from 1 to this
     */
    Clients(BackfillNode node, int count, int keys, String... statements) {
        this.node = node;
        this.keys = keys;
        this.statements = List.of(statements);
        this.threads = Executors.newFixedThreadPool(count);
        for (int client = 0; client < count; client++) {
            int seed = client;
            clients.add(threads.submit(() -> run(new Random(seed))));
        }
    }

    private List<Double> run(Random random) throws SQLException, InterruptedException {
        List<Double> millis = new ArrayList<>();
        try (Connection connection = node.connect()) {
            while (!stopped) {
                for (String statement : statements) {
                    millis.add(one(connection, statement, 1 + random.nextInt(keys)));
                }
                TimeUnit.MILLISECONDS.sleep(REST_MILLIS);
            }
        }
        return millis;
    }

    private static double one(Connection connection, String sql, long key) throws SQLException {
        long start = System.nanoTime();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, key);
            statement.execute();
        }
        return (System.nanoTime() - start) / NANOS_PER_MILLI;
    }

    /** Ends them; the times of all of them, in milliseconds. */
    List<Double> stop() throws SQLException, InterruptedException {
        stopped = true;
        List<Double> all = new ArrayList<>();
        for (Future<List<Double>> client : clients) {
            try {
                all.addAll(client.get());
            } catch (ExecutionException failed) {
                throw new SQLException("a client of the application failed", failed);
            }
        }
        return all;
    }

    @Override
    public void close() {
        stopped = true;
        threads.shutdownNow();
    }
}
