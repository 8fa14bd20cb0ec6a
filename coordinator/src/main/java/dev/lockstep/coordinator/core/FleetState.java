package dev.lockstep.coordinator.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All that the journal says of a fleet. Immutable; only {@link Evolution} makes the next one.
 *
 * @param fleet its name
 * @param term of the claim in office; 0 before the first
 * @param leader name of the coordinator that made the claim
 * @param entries how many entries of the journal count
 * @param directives number of the last directive decided
 * @param members its nodes, by name
 * @param epochs by number
 * @param refusals what nodes refused, "node/number/reason", while an epoch is open
 * @param roster who is at its door, in both directions
 * @param unchecked how many events have counted since the last checkpoint
 */
public record FleetState(
        String fleet,
        long term,
        String leader,
        long entries,
        long directives,
        SortedMap<String, Member> members,
        SortedMap<Long, Epoch> epochs,
        SortedSet<String> refusals,
        Roster roster,
        long unchecked) {
    public FleetState {
        members = PersistentMap.copyOf(members);
        epochs = PersistentMap.copyOf(epochs);
        refusals = Collections.unmodifiableSortedSet(refusals);
    }

    /** A fleet of which nothing is known yet. */
    public static FleetState empty(String fleet) {
        return new FleetState(fleet, 0, "", 0, 0, new TreeMap<>(), new TreeMap<>(), new TreeSet<>(), Roster.EMPTY, 0);
    }

    /** The epochs that have not ended, in order. */
    public List<Epoch> openEpochs() {
        // Asked several times for each command: a plain loop.
        List<Epoch> open = new ArrayList<>();
        for (Epoch epoch : epochs.values()) {
            if (epoch.isOpen()) {
                open.add(epoch);
            }
        }
        return Collections.unmodifiableList(open);
    }

    public Optional<Epoch> epoch(long number) {
        return Optional.ofNullable(epochs.get(number));
    }

    public Optional<Member> member(String name) {
        return Optional.ofNullable(members.get(name));
    }

    FleetState withLeader(long newTerm, String name) {
        return new FleetState(fleet, newTerm, name, entries, directives, members, epochs, refusals, roster, unchecked);
    }

    FleetState withEntries(long number) {
        return new FleetState(fleet, term, leader, number, directives, members, epochs, refusals, roster, unchecked);
    }

    FleetState withDirectives(long number) {
        return new FleetState(fleet, term, leader, entries, number, members, epochs, refusals, roster, unchecked);
    }

    FleetState with(Member member) {
        SortedMap<String, Member> edited = PersistentMap.copyOf(members).with(member.name(), member);
        return new FleetState(fleet, term, leader, entries, directives, edited, epochs, refusals, roster, unchecked);
    }

    FleetState without(String member) {
        SortedMap<String, Member> edited = PersistentMap.copyOf(members).without(member);
        return new FleetState(fleet, term, leader, entries, directives, edited, epochs, refusals, roster, unchecked);
    }

    FleetState with(Roster newRoster) {
        return new FleetState(
                fleet, term, leader, entries, directives, members, epochs, refusals, newRoster, unchecked);
    }

    FleetState with(Epoch epoch) {
        SortedMap<Long, Epoch> edited = PersistentMap.copyOf(epochs).with(epoch.number(), epoch);
        return new FleetState(fleet, term, leader, entries, directives, members, edited, refusals, roster, unchecked);
    }

    FleetState withUnchecked(long events) {
        return new FleetState(fleet, term, leader, entries, directives, members, epochs, refusals, roster, events);
    }

    FleetState withRefusals(SortedSet<String> newRefusals) {
        return new FleetState(
                fleet, term, leader, entries, directives, members, epochs, newRefusals, roster, unchecked);
    }
}
