package dev.lockstep.integration.simulation;

import dev.lockstep.coordinator.fleet.Drive;
import java.time.Duration;

/** Makes a fleet's loop go on the virtual clock. */
final class LaneDrive implements Drive {
    private final World world;
    private final Lane lane;

    LaneDrive(World world, Lane lane) {
        this.world = world;
        this.lane = lane;
    }

    @Override
    public void soon(Runnable round) {
        world.schedule().in(0, lane, "round", round);
    }

    @Override
    public void once(Duration delay, Runnable action) {
        world.schedule().in(delay.toMillis(), lane, "later", action);
    }

    @Override
    public void repeat(Duration period, Runnable action) {
        world.schedule().in(period.toMillis(), lane, "again", () -> {
            action.run();
            repeat(period, action);
        });
    }

    @Override
    public void close() {
        // It ends with its process.
    }
}
