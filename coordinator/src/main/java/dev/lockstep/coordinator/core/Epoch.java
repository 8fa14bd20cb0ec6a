package dev.lockstep.coordinator.core;

import com.google.protobuf.ByteString;
import dev.lockstep.v1.Approval;
import dev.lockstep.v1.Change;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.RosterMember;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One change on its way through the fleet.
 *
 * @param number from 1, without gaps
 * @param change what should be different
 * @param changeBytes its canonical bytes
 * @param changeHash their hash
 * @param roster the nodes that it binds, frozen when it opened, sorted by name; without those that were quarantined since
 * @param requestedBy who asked for it
 * @param openedAtMillis wall clock, for people
 * @param closedAtMillis wall clock, for people; 0 while open
 * @param stage where it stands
 * @param phase the open phase; going back, the phase whose undo is open (before that, the phase that was open)
 * @param paused whether nodes were told to start nothing
 * @param reason why it is paused, goes back or has ended
 * @param nodes by name; exactly the roster
 * @param waivers of the nodes that phases pass without, by name
 * @param left the nodes that it bound and that have left the fleet, as they were
 * @param approval what was approved; null before
 * @param releasedBy who said that the application is ready; empty before
 * @param times when each phase opened and closed, in order
 * @param leftOut the nodes of the fleet that it goes on without, with the reasons
 */
public record Epoch(
        long number,
        Change change,
        ByteString changeBytes,
        ByteString changeHash,
        List<RosterMember> roster,
        String requestedBy,
        long openedAtMillis,
        long closedAtMillis,
        Stage stage,
        Phase phase,
        boolean paused,
        String reason,
        SortedMap<String, EpochNode> nodes,
        SortedMap<String, Waiver> waivers,
        SortedMap<String, EpochNode> left,
        @Nullable Approval approval,
        String releasedBy,
        List<PhaseTime> times,
        SortedMap<String, String> leftOut) {
    public Epoch {
        roster = List.copyOf(roster);
        nodes = PersistentMap.copyOf(nodes);
        waivers = Collections.unmodifiableSortedMap(waivers);
        left = Collections.unmodifiableSortedMap(left);
        times = List.copyOf(times);
        leftOut = Collections.unmodifiableSortedMap(leftOut);
    }

    /**
     * A phase's life.
     *
     * @param phase which
     * @param openedAtMillis wall clock, for people
     * @param closedAtMillis wall clock, for people; 0 while open
     * @param openedByEntry number of the journal entry that opened it
     * @param term of the leader that opened it
     */
    public record PhaseTime(Phase phase, long openedAtMillis, long closedAtMillis, long openedByEntry, long term) {
        PhaseTime closed(long atMillis) {
            return closedAtMillis != 0 ? this : new PhaseTime(phase, openedAtMillis, atMillis, openedByEntry, term);
        }
    }

    public boolean isOpen() {
        return !stage.isEnded();
    }

    /** The names of the roster. */
    public SortedSet<String> names() {
        return new TreeSet<>(nodes.keySet());
    }

    /** A node of the roster. */
    public EpochNode node(String name) {
        return Objects.requireNonNull(nodes.get(name), () -> "epoch " + number + " does not bind " + name);
    }

    /** The names of the nodes that a condition holds for, sorted. */
    public List<String> namesWhere(Predicate<EpochNode> condition) {
        // Asked several times for each command, like the next one: plain loops.
        List<String> found = new ArrayList<>();
        for (Map.Entry<String, EpochNode> node : nodes.entrySet()) {
            if (condition.test(node.getValue())) {
                found.add(node.getKey());
            }
        }
        return Collections.unmodifiableList(found);
    }

    /**
     * Whether every node of the roster has acknowledged the open phase, or is excused from it. A set of names, never a count. No phase passes without any node.
     */
    public boolean everyNodeAcknowledged() {
        boolean byAny = false;
        for (Map.Entry<String, EpochNode> node : nodes.entrySet()) {
            boolean isExcused = isExcused(node.getKey());
            if (node.getValue().acknowledged() != phase && !isExcused) {
                return false;
            }
            byAny |= !isExcused;
        }
        return byAny;
    }

    /** Whether a waiver lets the open phase, or the way back, pass without this node. */
    public boolean isExcused(String name) {
        Waiver waiver = waivers.get(name);
        return waiver != null
                && (stage.isGoingBack()
                        || Waivable.of(phase).filter(waiver::excuses).isPresent());
    }

    /** The phases that this epoch goes through, in order: those for which any node has steps, alike for all. */
    public List<Phase> phases() {
        TreeSet<Phase> phases = new TreeSet<>(List.of(Phase.PREFLIGHT, Phase.VALIDATE));
        nodes.values().forEach(node -> phases.addAll(node.planPhases()));
        left.values().forEach(node -> phases.addAll(node.planPhases()));
        if (phases.contains(Phase.CONTRACT)) {
            phases.add(Phase.RELEASE);
        }
        return List.copyOf(phases);
    }

    /** The open phase's entry in {@link #times}. */
    public PhaseTime openTime() {
        return times.get(times.size() - 1);
    }

    EpochBuilder edit() {
        return new EpochBuilder(this);
    }

    Epoch withNode(String name, UnaryOperator<EpochNode> edit) {
        return withNodes(List.of(name), edit);
    }

    Epoch withNodes(Iterable<String> names, UnaryOperator<EpochNode> edit) {
        PersistentMap<String, EpochNode> edited = PersistentMap.copyOf(nodes);
        for (String name : names) {
            EpochNode node = edited.get(name);
            edited = node == null ? edited : edited.with(name, edit.apply(node));
        }
        EpochBuilder builder = edit();
        builder.nodes = edited;
        return builder.build();
    }

    Epoch withWaiver(String name, Waiver waiver) {
        EpochBuilder builder = edit();
        builder.waivers = new TreeMap<>(waivers);
        builder.waivers.put(name, waiver);
        return builder.build();
    }

    Epoch withoutWaiver(String name) {
        EpochBuilder builder = edit();
        builder.waivers = new TreeMap<>(waivers);
        builder.waivers.remove(name);
        return builder.build();
    }

    /** Goes on without a node that has left. The phases stay those that were approved. */
    Epoch without(String name) {
        EpochBuilder builder = withoutWaiver(name).edit();
        builder.nodes = PersistentMap.copyOf(nodes).without(name);
        builder.left = new TreeMap<>(left);
        builder.left.put(name, node(name).ended());
        builder.roster =
                roster.stream().filter(member -> !member.getNode().equals(name)).toList();
        return builder.build();
    }
}
