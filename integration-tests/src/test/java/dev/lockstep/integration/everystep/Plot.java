package dev.lockstep.integration.everystep;

import java.util.Map;

/**
 * What is to happen in one run.
 *
 * @param name for people, and to run it again
 * @param forward by number of the step; one of them may turn the epoch round
 * @param back by number of the step that is undone
 * @param fromRelease whether the epoch turns round in RELEASE, after the new application has written
 */
record Plot(String name, Map<Integer, Disturbance> forward, Map<Integer, Disturbance> back, boolean fromRelease) {
    Plot {
        forward = Map.copyOf(forward);
        back = Map.copyOf(back);
    }

    static Plot undisturbed() {
        return new Plot("undisturbed", Map.of(), Map.of(), false);
    }

    boolean turns() {
        return fromRelease || forward.values().stream().anyMatch(Disturbance::isHalt);
    }

    /** How many disturbances there are. */
    int size() {
        return forward.size() + back.size() + (fromRelease ? 1 : 0);
    }
}
