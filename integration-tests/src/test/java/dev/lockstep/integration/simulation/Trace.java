package dev.lockstep.integration.simulation;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A number that stands for everything that happened, and on request a line for each event. */
final class Trace {
    private final @Nullable Consumer<String> lines;
    private long hash = 0xCBF29CE484222325L;
    private long nowMillis;

    Trace(@Nullable Consumer<String> lines) {
        this.lines = lines;
    }

    void event(long atMillis, Lane lane, String what) {
        nowMillis = atMillis;
        mix(atMillis);
        mix(lane.name().hashCode());
        mix(what.hashCode());
        if (lines != null) {
            line(lane.name() + " " + what);
        }
    }

    /** Something that the event did. */
    void note(String what, long value) {
        mix(value);
        if (lines != null) {
            line("    " + what + " " + Long.toHexString(value));
        }
    }

    void say(String text) {
        mix(text.hashCode());
        if (lines != null) {
            line("    " + text);
        }
    }

    boolean isShown() {
        return lines != null;
    }

    private void line(String text) {
        if (lines != null) {
            lines.accept(String.format("%9d %s", nowMillis, text));
        }
    }

    private void mix(long value) {
        hash = (hash ^ value) * 0x100000001B3L;
        hash ^= hash >>> 31;
    }

    long hash() {
        return hash;
    }
}
