package dev.lockstep.integration.nemesis;

import static dev.lockstep.integration.nemesis.ForgedEvents.NODES;

import com.google.protobuf.ByteString;
import dev.lockstep.integration.nemesis.ForgedNode.Draft;
import dev.lockstep.integration.nemesis.check.ExpectedChange;
import dev.lockstep.integration.nemesis.check.History;
import dev.lockstep.integration.nemesis.check.NodeHistory.EpochRow;
import dev.lockstep.integration.nemesis.check.NodeHistory.StoredRow;
import dev.lockstep.integration.nemesis.check.OldColumns;
import dev.lockstep.v1.EpochOutcome;
import dev.lockstep.v1.Event;
import dev.lockstep.v1.Phase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Tells epoch 1 of a fleet of two nodes bit by bit, in the journal and in the ledgers alike; whether it is right is up to the teller. For one thread. */
final class ForgedTale {
    private static final String REGION = "column orders.region varchar not null";
    private static final OldColumns ROW = new OldColumns("customer-1", "DE", 5);
    private static final Map<Phase, Integer> STEPS = Map.of(Phase.EXPAND, 1, Phase.VALIDATE, 2);

    final ForgedHistory history = new ForgedHistory();
    private final Map<String, Long> mandates = new TreeMap<>();
    private long directives;

    /** Both nodes have a plan, and it is approved. */
    ForgedTale() {
        history.changes.put(ForgedEvents.CHANGE, new ExpectedChange(Set.of(REGION), Set.of(), true));
        tell(ForgedEvents.claimed());
        NODES.forEach(node -> tell(ForgedEvents.registered(node)));
        tell(ForgedEvents.opened(), ForgedEvents.prepare(next(NODES)));
        for (String name : NODES) {
            ForgedNode node = new ForgedNode(name);
            node.log.add(new Draft(0, 0, 0, "adopted", "-", 0));
            node.log.add(new Draft(0, 0, 1, "incarnation", "-", 0));
            node.catalog.add("table orders");
            node.expectedRows.put(1L, Set.of(ROW));
            node.rows.put(1L, new StoredRow(ROW, Map.of()));
            node.epochs.add(new EpochRow(1, 1, "closed"));
            history.nodes.put(name, node);
            tell(ForgedEvents.planned(name, outcome(name, Phase.PREFLIGHT)));
        }
        tell(ForgedEvents.approved());
    }

    ForgedTale tell(Event... events) {
        history.entries.add(new ArrayList<>(Arrays.asList(events)));
        return this;
    }

    ForgedNode node(String name) {
        ForgedNode node = history.nodes.get(name);
        if (node == null) {
            throw new IllegalArgumentException("expected one of " + history.nodes.keySet() + ", found " + name);
        }
        return node;
    }

    private long next(List<String> bound) {
        directives++;
        bound.forEach(node -> mandates.put(node, directives));
        return directives;
    }

    private long outcome(String node, Phase phase) {
        node(node)
                .log
                .add(new Draft(1, mandates.getOrDefault(node, 0L), incarnation(node), "outcome", phase.name(), 0));
        return node(node).log.size();
    }

    private long incarnation(String node) {
        return node(node).incarnation;
    }

    ForgedTale opens(Phase phase, String... nodes) {
        return tell(ForgedEvents.phaseOpened(phase), ForgedEvents.open(next(List.of(nodes)), phase, List.of(nodes)));
    }

    ForgedTale catchesUp(String node, Phase phase) {
        return tell(ForgedRoster.catchUp(next(List.of(node)), phase, node)).goesThrough(node, phase);
    }

    /** It runs its step of the phase and says so. */
    ForgedTale goesThrough(String node, Phase phase) {
        steps(node, phase);
        return says(node, phase);
    }

    ForgedTale steps(String node, Phase phase) {
        Integer step = STEPS.get(phase);
        if (step != null) {
            long mandate = mandates.getOrDefault(node, 0L);
            node(node).log.add(new Draft(1, mandate, incarnation(node), "begin", phase.name(), step));
            node(node).log.add(new Draft(1, mandate, incarnation(node), "done", phase.name(), step));
        }
        return this;
    }

    ForgedTale says(String node, Phase phase) {
        long row = outcome(node, phase);
        return tell(ForgedEvents.acknowledged(node, phase, mandates.getOrDefault(node, 0L), row));
    }

    ForgedTale halts(String... nodes) {
        tell(ForgedEvents.turnedRound(), ForgedEvents.halt(next(NODES)));
        Arrays.stream(nodes).forEach(this::haltsToo);
        return this;
    }

    ForgedTale haltsToo(String node) {
        long row = outcome(node, Phase.EXPAND);
        return tell(ForgedEvents.halted(node, mandates.getOrDefault(node, 0L), row));
    }

    ForgedTale undoes(String node, boolean withStep) {
        long mandate = mandates.getOrDefault(node, 0L);
        if (withStep) {
            node(node).log.add(new Draft(1, mandate, 1, "undo_begin", "EXPAND", 1));
            node(node).log.add(new Draft(1, mandate, 1, "undone", "EXPAND", 1));
        }
        return tell(ForgedEvents.undone(node, Phase.EXPAND, mandate, outcome(node, Phase.EXPAND)));
    }

    ForgedTale undoOpens(String... nodes) {
        return tell(
                ForgedEvents.undoOpened(Phase.EXPAND),
                ForgedEvents.undo(next(List.of(nodes)), Phase.EXPAND, List.of(nodes)));
    }

    ForgedTale undoOrdered(String node) {
        return tell(ForgedEvents.undo(next(List.of(node)), Phase.EXPAND, List.of(node)));
    }

    ForgedTale waives(String node) {
        return tell(ForgedRoster.waived(node, "its host is being repaired"));
    }

    ForgedTale waiverEnds(String node) {
        return tell(ForgedRoster.waiverEnded(node));
    }

    /** @param nodes that it binds at its end, which have the change then */
    ForgedTale completes(String... nodes) {
        for (String name : nodes) {
            node(name).catalog.add(REGION);
            node(name).effects.put(ForgedEvents.CHANGE, 1);
            node(name).rows.put(1L, new StoredRow(ROW, Map.of("region", "eu")));
        }
        return closes(EpochOutcome.OUTCOME_COMPLETED, nodes);
    }

    ForgedTale closes(EpochOutcome outcome, String... nodes) {
        return tell(ForgedEvents.closed(outcome), ForgedEvents.close(next(List.of(nodes)), outcome, List.of(nodes)));
    }

    ForgedTale leaves(String node) {
        tell(ForgedRoster.leaveRequested(node));
        return leavesUnasked(node);
    }

    ForgedTale leavesUnasked(String node) {
        tell(ForgedRoster.left(node), ForgedRoster.dismiss(next(List.of(node)), node));
        node(node).log.add(new Draft(0, directives, incarnation(node), "dismissed", "-", 0));
        return this;
    }

    ForgedTale joins(String node) {
        return joins(node, ForgedEvents.SCHEMA, node(node).log.size());
    }

    ForgedTale joins(String node, ByteString schema, long logNumber) {
        tell(ForgedRoster.known(node, schema, logNumber));
        tell(ForgedRoster.joined(node, directives + 1), ForgedRoster.admit(next(List.of(node)), node));
        node(node).log.add(new Draft(0, directives, incarnation(node), "admitted", "-", 0));
        return this;
    }

    /** Its ledger is again what it was when it had so many rows, and an agent starts on it. */
    ForgedTale restored(String node, int rows) {
        List<Draft> log = node(node).log;
        log.subList(rows, log.size()).clear();
        node(node).incarnation = 2;
        log.add(new Draft(0, 0, 2, "incarnation", "-", 0));
        history.restored.add(node);
        return tell(ForgedRoster.held(node));
    }

    History sealed() {
        return history.sealed();
    }
}
