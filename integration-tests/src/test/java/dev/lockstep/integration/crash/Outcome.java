package dev.lockstep.integration.crash;

import java.util.List;

/**
 * What a run with faults came to.
 *
 * @param cuts how many of its points were reached
 * @param chunks how many chunks went over since the last cut, or since the beginning
 * @param lost effects that are missing although the ledger has them
 * @param doubled effects that are there more often than once
 * @param stuck whether it did not come to an end by itself
 * @param byHand whether it ended by asking for a person
 * @param findings what is wrong, for people
 */
record Outcome(int cuts, int chunks, int lost, int doubled, boolean stuck, boolean byHand, List<String> findings) {
    Outcome {
        findings = List.copyOf(findings);
    }

    boolean isRight() {
        return findings.isEmpty();
    }
}
