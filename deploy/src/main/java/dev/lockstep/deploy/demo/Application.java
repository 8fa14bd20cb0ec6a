package dev.lockstep.deploy.demo;

import dev.lockstep.deploy.sandbox.SandboxNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * One instance of an application: some threads, each with a connection of its own, that insert, update and read without
 * a break. It never tries a statement again: each failure counts.
 */
final class Application implements AutoCloseable {

    private static final int THREADS = 2;
    private static final long PAUSE_MILLIS = 8;
    private static final long END_BOUND_SECONDS = 60;

    private final String name;
    private final SandboxNode node;
    private final Shape shape;
    private final int rows;
    private final LoadFigures figures;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final CountDownLatch begun = new CountDownLatch(THREADS);
    private final List<Connection> connections = new ArrayList<>();
    private volatile boolean ending;

    private Application(String name, SandboxNode node, Shape shape, int rows, LoadFigures figures) {
        this.name = name;
        this.node = node;
        this.shape = shape;
        this.rows = rows;
        this.figures = figures;
    }

    /** Starts an instance; returns once each thread has done its first statement. */
    static Application start(String name, SandboxNode node, Shape shape, int rows, LoadFigures figures)
            throws SQLException, InterruptedException {
        Application application = new Application(name, node, shape, rows, figures);
        try {
            for (int thread = 0; thread < THREADS; thread++) {
                Connection connection = node.connect();
                application.connections.add(connection);
                Random random = new Random(31L * name.hashCode() + thread);
                application.threads.execute(() -> application.work(connection, random));
            }
        } catch (SQLException failed) {
            application.close();
            throw failed;
        }
        application.begun.await();
        return application;
    }

    private void work(Connection connection, Random random) {
        boolean first = true;
        while (!ending) {
            long began = System.nanoTime();
            try {
                shape.act(connection, random, rows);
                figures.succeeded(System.nanoTime() - began);
            } catch (SQLException failed) {
                figures.failed(
                        System.nanoTime() - began,
                        node.name() + " " + name + " (" + shape + "): " + failed.getMessage());
            }
            if (first) {
                first = false;
                begun.countDown();
            }
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    String name() {
        return name;
    }

    SandboxNode node() {
        return node;
    }

    /** Lets each thread end its statement, then ends the connections. */
    @Override
    public void close() throws SQLException, InterruptedException {
        ending = true;
        threads.shutdown();
        if (!threads.awaitTermination(END_BOUND_SECONDS, TimeUnit.SECONDS)) {
            figures.failed(0, node.name() + " " + name + ": a statement did not end in " + END_BOUND_SECONDS + " s");
            threads.shutdownNow();
        }
        for (Connection connection : connections) {
            connection.close();
        }
    }
}
