package dev.lockstep.integration.simulation;

/** Takes the turns of one thread, when it is time or when it is woken. */
final class Turns {
    /** No turn comes after this one. */
    static final long NEVER = -1;

    private static final long BLOCKED_MILLIS = 30;

    private final World world;
    private final Lane lane;
    private final Turn turn;
    private long nextAt = Long.MAX_VALUE;
    private long generation;

    /** One turn; says how long to rest, in milliseconds. */
    interface Turn {
        long take() throws InterruptedException;
    }

    Turns(World world, Lane lane, Turn turn) {
        this.world = world;
        this.lane = lane;
        this.turn = turn;
    }

    void soon(long millis) {
        long at = world.now() + millis;
        if (at < nextAt && !lane.isBusy()) {
            nextAt = at;
            long mine = ++generation;
            world.schedule().at(at, lane, "turn", () -> {
                if (mine == generation) {
                    take();
                }
            });
        }
    }

    private void take() {
        nextAt = Long.MAX_VALUE;
        long rest;
        try {
            rest = turn.take();
        } catch (Unwound.Blocked blocked) {
            rest = BLOCKED_MILLIS;
        } catch (InterruptedException impossible) {
            throw new IllegalStateException(impossible);
        }
        if (rest == NEVER) {
            nextAt = 0;
            return;
        }
        nextAt = world.now() + Math.max(1, rest);
        long mine = ++generation;
        world.schedule().at(nextAt, lane, "turn", () -> {
            if (mine == generation) {
                take();
            }
        });
    }
}
