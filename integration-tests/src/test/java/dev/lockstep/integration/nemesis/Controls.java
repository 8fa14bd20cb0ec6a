package dev.lockstep.integration.nemesis;

import com.google.protobuf.ByteString;
import dev.lockstep.integration.nemesis.check.Checker;
import dev.lockstep.integration.nemesis.check.History;
import dev.lockstep.integration.nemesis.check.NodeHistory;
import dev.lockstep.integration.nemesis.check.NodeHistory.StoredRow;
import dev.lockstep.integration.nemesis.check.Violation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** Histories that are wrong on purpose: a right one in which one thing is another. The checker has to see each. */
final class Controls {
    private static final int ROWS_TAKEN = 20;

    private Controls() {}

    /** Whether a history is long enough to be forged. */
    static boolean arePossible(History right) {
        return right.journal().size() > 2 && last(right).rows().size() >= ROWS_TAKEN;
    }

    /** What the checker did not see, in words. */
    static List<String> notSeen(History right) {
        Map<String, Boolean> seen = new LinkedHashMap<>();
        seen.put(
                "rows that are lost",
                judged(right, Controls::withoutRows).stream()
                        .anyMatch(found -> found.what().contains("lost")));
        seen.put("an effect that happened twice", sees(judged(right, Controls::withAnEffectTwice), "I3"));
        seen.put("an object that was forgotten", sees(judged(right, Controls::withAForgottenObject), "I8"));
        seen.put("a record of the journal that is missing", sees(judged(right, withoutOneOf(right.journal())), "I7"));
        return seen.entrySet().stream()
                .filter(control -> !control.getValue())
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean sees(List<Violation> found, String invariant) {
        return found.stream().anyMatch(violation -> violation.invariant().equals(invariant));
    }

    private static List<ByteString> withoutOneOf(List<ByteString> journal) {
        List<ByteString> forged = new ArrayList<>(journal);
        forged.remove(forged.size() / 2);
        return forged;
    }

    /** The last one is the only node of its engine, so it is the one that never leaves. */
    private static NodeHistory last(History history) {
        return history.nodes().get(history.nodes().size() - 1);
    }

    private static NodeHistory withoutRows(NodeHistory node) {
        Map<Long, StoredRow> rows = new TreeMap<>(node.rows());
        // The newest rows may be ones of which nobody knows; the oldest was deleted, or it is certain.
        rows.keySet().removeAll(List.copyOf(rows.keySet()).subList(0, ROWS_TAKEN));
        return new NodeHistory(
                node.name(), node.engine(), node.ledger(), node.catalogBefore(), node.catalog(), node.effects(), rows);
    }

    private static NodeHistory withAnEffectTwice(NodeHistory node) {
        Map<String, Integer> effects = new TreeMap<>(node.effects());
        effects.put("add-region1", node.effects().getOrDefault("add-region1", 0) + 1);
        return new NodeHistory(
                node.name(), node.engine(), node.ledger(), node.catalogBefore(), node.catalog(), effects, node.rows());
    }

    private static NodeHistory withAForgottenObject(NodeHistory node) {
        Set<String> catalog = new TreeSet<>(node.catalog());
        catalog.add("trigger lockstep_orders_region1");
        return new NodeHistory(
                node.name(), node.engine(), node.ledger(), node.catalogBefore(), catalog, node.effects(), node.rows());
    }

    private static List<Violation> judged(History right, UnaryOperator<NodeHistory> forgery) {
        List<NodeHistory> nodes = new ArrayList<>(right.nodes());
        nodes.set(nodes.size() - 1, forgery.apply(last(right)));
        return Checker.judge(new History(
                        right.fleet(),
                        right.journal(),
                        right.directives(),
                        right.keys(),
                        nodes,
                        right.changes(),
                        right.restored(),
                        right.load()))
                .violations();
    }

    private static List<Violation> judged(History right, List<ByteString> journal) {
        return Checker.judge(new History(
                        right.fleet(),
                        journal,
                        right.directives(),
                        right.keys(),
                        right.nodes(),
                        right.changes(),
                        right.restored(),
                        right.load()))
                .violations();
    }
}
