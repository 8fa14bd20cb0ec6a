package dev.lockstep.integration.nemesis.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What decisions about the roster have meant for one node. */
final class Standing {
    /**
     * A node was let in.
     *
     * @param directive that says so to it
     * @param fromLog number of the newest row about an epoch that its ledger had
     */
    record Admission(long directive, long fromLog) {}

    private final List<Admission> admissions = new ArrayList<>();
    private final List<Long> dismissals = new ArrayList<>();
    private final Set<Long> forgotten = new TreeSet<>();

    List<Admission> admissions() {
        return admissions;
    }

    /** Numbers of the directives that told it that it has left. */
    List<Long> dismissals() {
        return dismissals;
    }

    /** The epochs of which its ledger knows less than it had reported, because an older one was restored. */
    Set<Long> forgotten() {
        return forgotten;
    }
}
