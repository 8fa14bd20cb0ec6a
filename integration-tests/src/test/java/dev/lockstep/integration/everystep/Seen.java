package dev.lockstep.integration.everystep;

import java.util.List;

/**
 * What came of a run.
 *
 * @param happened how many disturbances happened
 * @param lost rows, values, objects and effects that are missing
 * @param doubled those that are there more often than once
 * @param stuck whether it did not come to an end by itself
 * @param byHand whether a person would have had to repair something
 * @param findings what is wrong, for people
 */
record Seen(int happened, int lost, int doubled, boolean stuck, boolean byHand, List<String> findings) {
    Seen {
        findings = List.copyOf(findings);
    }

    boolean isRight() {
        return findings.isEmpty();
    }
}
