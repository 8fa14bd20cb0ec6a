package dev.lockstep.integration.nemesis.check;

import java.util.Set;

/** What must be true of one thing, such as an epoch; what is not is a finding about it. */
record Demands(Findings findings, String where) {
    void require(boolean condition, String invariant, String what) {
        findings.require(condition, invariant, where, what);
    }

    void requireAll(String invariant, String what, Set<String> missing) {
        require(
                missing.isEmpty(),
                invariant,
                "expected " + what + " by everybody in the roster, but not by " + missing);
    }
}
