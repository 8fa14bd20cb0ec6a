package dev.lockstep.integration.nemesis;

import dev.lockstep.integration.crash.FaultProxy.Way;

/**
 * Something that is done to one part, or to one link.
 *
 * @param target name of the part, or of the link
 * @param way for what goes one way only; of a clock, {@code TO_SERVER} is ahead
 * @param millis how long it lasts
 */
record Fault(Kind kind, String target, Way way, long millis) {
    /** What can be done. */
    enum Kind {
        /** kill -9, and a new start after some time. */
        KILL,
        /** Stopped, past its session more often than not, then it goes on. */
        PAUSE,
        /** An agent is stopped, another process takes its place, then the first one goes on. */
        REPLACE,
        /** The wall clock of a member jumps by an hour, ahead or back, and back again. */
        JUMP,
        /** The disk of PostgreSQL, or of Kafka, is full. */
        NO_ROOM,
        /** What goes one way is lost; the connections seem to stand. */
        LOSE,
        /** Packets that go one way never arrive, and are sent again when it is over. */
        PARTITION,
        /** What goes one way comes late, all of it. */
        HOLD,
        /** Each piece that goes one way takes its time. */
        SLOW,
        /** Every connection ends with a reset. */
        RESET,
        /** No connection, and no new one. */
        CUT;

        boolean isOfLink() {
            return ordinal() >= LOSE.ordinal();
        }

        boolean hasWay() {
            return switch (this) {
                case LOSE, PARTITION, HOLD, SLOW, JUMP -> true;
                default -> false;
            };
        }
    }

    @Override
    public String toString() {
        return kind + " " + target
                + (kind.hasWay() ? " " + way : "")
                + (kind == Kind.RESET ? "" : " for " + millis + " ms");
    }
}
