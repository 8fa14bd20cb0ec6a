package dev.lockstep.integration.everystep;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An old and a new application on one thread, beside the agent. Each turn of theirs writes and reads in every table, always the same in the same turn; turns
 * are asked for by whoever drives the agent, and are waited for between its steps. So what is written is the same in each run, and meets a step at whatever
 * moment it likes.
 */
final class Applications implements AutoCloseable {
    private static final int MOST_SECONDS = 20;

    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread own = new Thread(task, "applications");
        own.setDaemon(true);
        return own;
    });
    private final List<Writing> all;
    private final Set<Side> working = EnumSet.noneOf(Side.class);
    private final List<Future<?>> turns = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    Applications(List<? extends Writing> all) {
        this.all = List.copyOf(all);
    }

    /** From now on, while no turn is under way. */
    void let(Side... sides) {
        settle();
        working.clear();
        working.addAll(List.of(sides));
    }

    /** Whoever works writes once, beside whatever happens. */
    synchronized void turn() {
        Set<Side> now = EnumSet.copyOf(working.isEmpty() ? EnumSet.noneOf(Side.class) : working);
        turns.add(thread.submit(() -> {
            for (Writing each : all) {
                if (now.contains(each.side())) {
                    each.turn();
                }
            }
            return true;
        }));
    }

    /** Waits for all turns. */
    synchronized void settle() {
        for (Future<?> turn : turns) {
            try {
                turn.get(MOST_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException failed) {
                failures.add("a statement of an application failed: " + message(failed.getCause()));
            } catch (TimeoutException late) {
                failures.add("an application stood still for " + MOST_SECONDS + " s");
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while applications write", interrupted);
            }
        }
        turns.clear();
    }

    private static String message(Throwable failed) {
        return failed instanceof SQLException ? String.valueOf(failed.getMessage()) : failed.toString();
    }

    /** What failed, or was read wrong. */
    List<String> failures() {
        settle();
        List<String> found = new ArrayList<>(failures);
        all.forEach(each -> found.addAll(each.misread().sentences()));
        return found;
    }

    @Override
    public void close() {
        thread.shutdownNow();
        all.forEach(Writing::close);
    }
}
