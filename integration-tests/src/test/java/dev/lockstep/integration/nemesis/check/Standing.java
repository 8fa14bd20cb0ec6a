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
    private final Set<Long> completed = new TreeSet<>();
    private final Set<Long> halfway = new TreeSet<>();
    private final Set<Long> forgotten = new TreeSet<>();

    List<Admission> admissions() {
        return admissions;
    }

    /** Numbers of the directives that told it that it has left. */
    List<Long> dismissals() {
        return dismissals;
    }

    /** The epochs whose outcome it has: those that it went through, and those that had been completed when it was let in. */
    Set<Long> completed() {
        return completed;
    }

    /** The epochs that were open when it left, and of which it has nobody knows what, as long as it is not let in again. */
    Set<Long> halfway() {
        return halfway;
    }

    /** The epochs of which its ledger knows less than it had reported, because an older one was restored. */
    Set<Long> forgotten() {
        return forgotten;
    }

    void letIn(Admission admission, Set<Long> completedByAll) {
        admissions.add(admission);
        completed.addAll(completedByAll);
        halfway.clear();
    }
}
