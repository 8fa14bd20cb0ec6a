package dev.lockstep.integration.simulation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What would be one thread: its events run one at a time, and wait while one of them stands below on the simulator's stack. */
final class Lane {
    private final String name;
    private final @Nullable Process process;
    private boolean busy;
    private final List<Schedule.Due> deferred = new ArrayList<>();

    Lane(String name, @Nullable Process process) {
        this.name = name;
        this.process = process;
    }

    String name() {
        return name;
    }

    @Nullable
    Process process() {
        return process;
    }

    boolean isBusy() {
        return busy;
    }

    void busy(boolean now) {
        busy = now;
    }

    List<Schedule.Due> deferred() {
        return deferred;
    }
}
