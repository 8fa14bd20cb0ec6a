package dev.lockstep.integration.nemesis;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.lockstep.integration.nemesis.check.Checker;
import dev.lockstep.integration.nemesis.check.History;
import dev.lockstep.integration.nemesis.check.NodeHistory;
import dev.lockstep.integration.nemesis.check.NodeHistory.StoredRow;
import dev.lockstep.integration.nemesis.check.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Two minutes of faults on real processes; {@code integration-tests/bin/nemesis} does more of them. */
class NemesisIT {
    private static final long SEED = 11;
    private static final long FAULT_MILLIS = 120_000;

    @Test
    void nothingIsLostDoubledOrEarlyWhateverIsKilledStoppedOrCut() throws Exception {
        RunFolder folder = RunFolder.temporary();
        NemesisReport report;
        try {
            report = new NemesisRun(folder, SEED, FAULT_MILLIS, System.out::println).run();
        } catch (Exception failed) {
            folder.keepLogs();
            throw new AssertionError("the fleet could not be run; its logs are in " + folder.path(), failed);
        }
        System.out.println(report.toText());
        if (!report.violations().isEmpty()) {
            folder.keepLogs();
        }

        assertThat(report.violations())
                .as("logs in %s; again: integration-tests/bin/nemesis --minutes 2 --seed %d", folder.path(), SEED)
                .isEmpty();
        folder.delete();
        assertThat(report.faults()).isGreaterThan(10);
        assertThat(report.verdict().epochs()).isPositive();
        assertThat(report.load().statements()).isGreaterThan(1_000);
        whatIsTakenFromTheHistoryIsMissed(report.history());
    }

    /** The control: a history that was right is wrong when one thing in it is another. */
    private static void whatIsTakenFromTheHistoryIsMissed(History right) {
        assertThat(judged(right, NemesisIT::withoutARow))
                .anyMatch(found -> found.what().contains("lost"));
        assertThat(judged(right, NemesisIT::withAnEffectTwice))
                .anyMatch(found -> found.invariant().equals("I3"));
        assertThat(judged(right, NemesisIT::withAForgottenObject))
                .anyMatch(found -> found.invariant().equals("I8"));
        List<ByteString> journal = new ArrayList<>(right.journal());
        journal.remove(journal.size() / 2);
        assertThat(judged(right, journal)).anyMatch(found -> found.invariant().equals("I7"));
    }

    private static NodeHistory withoutARow(NodeHistory node) {
        Map<Long, StoredRow> rows = new TreeMap<>(node.rows());
        // The newest rows may be ones of which nobody knows; the oldest was deleted, or it is certain.
        rows.keySet().removeAll(List.copyOf(rows.keySet()).subList(0, 20));
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
        // The last one is the only node of its engine, so it is the one that never leaves.
        int last = nodes.size() - 1;
        nodes.set(last, forgery.apply(nodes.get(last)));
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
