package dev.lockstep.integration.simulation;

/** Passes on what the statements of plans did to databases, at the moment when it lasts. */
final class Effects {
    private final World world;
    private long count;

    Effects(World world) {
        this.world = world;
    }

    void add(SimulatedSession session, Act act) {
        count++;
        if (world.trace().isShown()) {
            world.trace().say(session.database().node() + " does " + act.sql());
        }
        boolean onlyLeftover =
                Schema.INVALID.equals(session.database().schema().objects.get(act.path()));
        if (!onlyLeftover) {
            world.checker().onEffect(session, act);
        }
    }

    long count() {
        return count;
    }
}
