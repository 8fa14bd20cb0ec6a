package dev.lockstep.agent.execute;

import com.google.protobuf.ByteString;
import dev.lockstep.fingerprint.Catalog;
import java.util.Map;
import java.util.Set;

/** Where the catalog stands with a step. */
public enum Probe {
    /** Everything is as it must be before it runs. */
    AT_START,
    /** Its whole effect is there. */
    AT_END,
    /** Neither: a part of it, a leftover, or somebody else's work. */
    BETWEEN;

    /** Compares the objects of a step with those that are there. */
    public static Probe ofEffects(StepWork work, Catalog live) {
        boolean atStart = true;
        boolean atEnd = true;
        for (Map.Entry<String, Set<ByteString>> start : work.starts().entrySet()) {
            ByteString found = live.hash(start.getKey());
            atStart &= start.getValue().contains(found);
            atEnd &= found.equals(work.ends().get(start.getKey()));
        }
        return atStart ? AT_START : atEnd ? AT_END : BETWEEN;
    }

    /** Takes the answer of a raw step's own probe. */
    public static Probe ofAnswer(StepWork work, boolean effectIsThere) {
        return effectIsThere == (work.direction() == Direction.FORWARD) ? AT_END : AT_START;
    }
}
