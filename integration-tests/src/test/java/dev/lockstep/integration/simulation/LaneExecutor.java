package dev.lockstep.integration.simulation;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;

/** Runs one task after the other as events of a lane. */
final class LaneExecutor implements Executor {
    private final World world;
    private final Lane lane;
    private final String what;
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private boolean scheduled;

    LaneExecutor(World world, Lane lane, String what) {
        this.world = world;
        this.lane = lane;
        this.what = what;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        if (!scheduled) {
            scheduled = true;
            world.schedule().in(world.chance().between(0, 3), lane, what, this::next);
        }
    }

    private void next() {
        Runnable task = tasks.poll();
        if (task != null) {
            task.run();
        }
        if (tasks.isEmpty()) {
            scheduled = false;
        } else {
            world.schedule().in(0, lane, what, this::next);
        }
    }
}
