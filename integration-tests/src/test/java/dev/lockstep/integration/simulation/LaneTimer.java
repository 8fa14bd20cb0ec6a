package dev.lockstep.integration.simulation;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** An executor of the JDK's form whose tasks are events of a lane. */
final class LaneTimer extends AbstractExecutorService implements ScheduledExecutorService {
    private final World world;
    private final Lane lane;

    LaneTimer(World world, Lane lane) {
        this.world = world;
        this.lane = lane;
    }

    @Override
    public void execute(Runnable command) {
        world.schedule().in(0, lane, "task", command);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        world.schedule().in(unit.toMillis(delay), lane, "timer", command);
        return new Never<Void>();
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long first, long period, TimeUnit unit) {
        world.schedule().in(unit.toMillis(first), lane, "tick", () -> repeat(command, unit.toMillis(period)));
        return new Never<Void>();
    }

    private void repeat(Runnable command, long period) {
        command.run();
        world.schedule().in(period, lane, "tick", () -> repeat(command, period));
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException("nobody asks for it");
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long first, long period, TimeUnit unit) {
        throw new UnsupportedOperationException("nobody asks for it");
    }

    @Override
    public void shutdown() {
        // It ends with its process.
    }

    @Override
    public List<Runnable> shutdownNow() {
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return true;
    }

    /** Nobody waits for it. */
    private static final class Never<V> extends CompletableFuture<V> implements ScheduledFuture<V> {
        @Override
        public long getDelay(TimeUnit unit) {
            return 0;
        }

        @Override
        public int compareTo(Delayed other) {
            return 0;
        }
    }
}
