package dev.lockstep.coordinator.core;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Who is at the door of a fleet, in both directions. Its members are in {@link FleetState#members}.
 *
 * @param applicants nodes that said who they are and may not execute, by name; a member that is held is among them
 * @param admissions members that were let in, with the directive that their ledger has to receive before they may execute
 * @param leaving members that somebody wants to leave, until somebody confirms it
 * @param departed nodes that have left; they come back only by a decision
 */
public record Roster(
        SortedMap<String, Applicant> applicants,
        SortedMap<String, Long> admissions,
        SortedMap<String, LeaveRequest> leaving,
        SortedMap<String, Departure> departed) {

    static final Roster EMPTY = new Roster(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());

    public Roster {
        applicants = Collections.unmodifiableSortedMap(applicants);
        admissions = Collections.unmodifiableSortedMap(admissions);
        leaving = Collections.unmodifiableSortedMap(leaving);
        departed = Collections.unmodifiableSortedMap(departed);
    }

    /** The wish that a node leaves: who has it, and why. */
    public record LeaveRequest(String by, String reason) {}

    /** A node has left: who wanted it, why, and who confirmed it. */
    public record Departure(String requestedBy, String reason, String confirmedBy) {}

    Roster with(Applicant applicant) {
        return new Roster(
                edited(applicants, all -> all.put(applicant.name(), applicant)), admissions, leaving, departed);
    }

    /** It belongs to the fleet (again), and waits for its ledger to receive this directive. */
    Roster joined(String node, long directive) {
        return new Roster(
                edited(applicants, all -> all.remove(node)),
                edited(admissions, all -> all.put(node, directive)),
                edited(leaving, all -> all.remove(node)),
                edited(departed, all -> all.remove(node)));
    }

    /** It may execute: there is nothing more to decide about it. */
    Roster confirmed(String node) {
        return new Roster(
                edited(applicants, all -> all.remove(node)),
                edited(admissions, all -> all.remove(node)),
                leaving,
                departed);
    }

    Roster wanting(String node, LeaveRequest request) {
        return new Roster(applicants, admissions, edited(leaving, all -> all.put(node, request)), departed);
    }

    Roster left(String node, Departure departure) {
        return new Roster(
                edited(applicants, all -> all.remove(node)),
                edited(admissions, all -> all.remove(node)),
                edited(leaving, all -> all.remove(node)),
                edited(departed, all -> all.put(node, departure)));
    }

    private static <T> SortedMap<String, T> edited(SortedMap<String, T> map, Consumer<SortedMap<String, T>> edit) {
        TreeMap<String, T> copy = new TreeMap<>(map);
        edit.accept(copy);
        return copy;
    }
}
