package dev.lockstep.integration.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.integration.fleet.FleetRun;
import dev.lockstep.integration.fleet.FleetTopics;
import dev.lockstep.integration.fleet.OrdersTable;
import dev.lockstep.integration.fleet.TestFleet;
import dev.lockstep.integration.fleet.TestNode;
import dev.lockstep.v1.Engine;
import dev.lockstep.v1.EpochNodeStatus;
import dev.lockstep.v1.EpochState;
import dev.lockstep.v1.EpochStatus;
import dev.lockstep.v1.Event;
import dev.lockstep.v1.Phase;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Nodes of three engines in one fleet, canary first, one at a time. */
class MixedFleetIT {
    private static final String CHANGE = OrdersTable.ADD_REGION + """
            rollout:
              waves: [{nodes: "canary=true"}, {percent: 100}]
              max_parallel: 1
            """;

    private static final String CANARY = "shard-3";

    @Test
    void nodesOfAllEnginesStayInNeighbouringPhases() {
        TestFleet fleet = new TestFleet();
        fleet.addNode("shard-1", "postgres");
        fleet.addNode("shard-2", "mariadb");
        fleet.addNode(CANARY, "mysql", "canary", "true");
        fleet.nodes().forEach(node -> node.run(OrdersTable.CREATE, OrdersTable.fill(2_000)));
        try (FleetRun run = FleetRun.start(fleet)) {
            List<String> wrong = new ArrayList<>();
            long epoch = run.apply(CHANGE);
            watchUntil(run, epoch, EpochState.AWAITING_APPROVAL, wrong);
            fleet.approve(run.client(), epoch);
            watchUntil(run, epoch, EpochState.AWAITING_RELEASE, wrong);
            run.release(epoch);
            watchUntil(run, epoch, EpochState.COMPLETED, wrong);

            assertThat(wrong).isEmpty();
            List<Event> events = new FleetTopics(fleet.prefix()).events();
            assertBarriers(events);
            assertCanaryFirst(events);
            assertStepsInPhases(fleet.nodes(), epoch);
            fleet.nodes()
                    .forEach(node -> assertThat(node.query("SELECT id FROM orders WHERE region IS NULL OR"
                                    + " region <> " + OrdersTable.REGION_OF))
                            .isEmpty());
            run.assertWhole();
        }
    }

    private static void watchUntil(FleetRun run, long epoch, EpochState state, List<String> wrong) {
        run.fleet().awaitEpoch(run.client(), epoch, status -> {
            look(status, wrong);
            return status.getState() == state;
        });
    }

    /** I1, and the limit of the rollout, as a user sees them. */
    private static void look(EpochStatus status, List<String> wrong) {
        IntSummaryStatistics reached = status.getNodesList().stream()
                .mapToInt(node -> node.getPhase().getNumber())
                .summaryStatistics();
        if (reached.getMax() - reached.getMin() > 1) {
            wrong.add("apart: " + status);
        }
        long working = status.getNodesList().stream()
                .map(EpochNodeStatus::getState)
                .filter("working"::equals)
                .count();
        // PREFLIGHT asks all nodes at once: it changes nothing.
        if (working > 1 && status.getPhase() != Phase.PREFLIGHT) {
            wrong.add("more than one at work: " + status);
        }
    }

    /** I2 in the journal: a phase opens after every node has acknowledged the one before. */
    private static void assertBarriers(List<Event> events) {
        Map<Phase, Set<String>> acknowledged = new EnumMap<>(Phase.class);
        int opened = 0;
        for (Event event : events) {
            if (event.hasNodePlanned()) {
                note(
                        acknowledged,
                        Phase.PREFLIGHT,
                        event.getNodePlanned().getStamp().getNode());
            } else if (event.hasPhaseAcknowledged()) {
                note(
                        acknowledged,
                        event.getPhaseAcknowledged().getDone().getPhase(),
                        event.getPhaseAcknowledged().getStamp().getNode());
            } else if (event.hasPhaseOpened()) {
                Phase before = Phase.forNumber(event.getPhaseOpened().getPhase().getNumber() - 1);
                assertThat(acknowledged.getOrDefault(before, Set.of()))
                        .as(
                                "acknowledged %s before %s opened",
                                before, event.getPhaseOpened().getPhase())
                        .containsExactly("shard-1", "shard-2", CANARY);
                opened++;
            }
        }
        assertThat(opened).isGreaterThanOrEqualTo(5);
    }

    private static void note(Map<Phase, Set<String>> acknowledged, Phase phase, String node) {
        acknowledged.computeIfAbsent(phase, any -> new TreeSet<>()).add(node);
    }

    private static void assertCanaryFirst(List<Event> events) {
        Map<Phase, List<String>> admitted = new EnumMap<>(Phase.class);
        Phase open = Phase.PREFLIGHT;
        for (Event event : events) {
            if (event.hasPhaseOpened()) {
                open = event.getPhaseOpened().getPhase();
            } else if (event.hasNodesAdmitted()) {
                admitted.computeIfAbsent(open, any -> new ArrayList<>())
                        .addAll(event.getNodesAdmitted().getNodesList());
            }
        }
        for (Phase phase : List.of(Phase.EXPAND, Phase.BACKFILL, Phase.VALIDATE, Phase.CONTRACT)) {
            assertThat(admitted.get(phase)).as("%s", phase).containsExactly(CANARY, "shard-1", "shard-2");
        }
    }

    /** I2 in the ledgers: no step of a phase began on any node before the steps of the phases before were done on every node. */
    private static void assertStepsInPhases(List<TestNode> nodes, long epoch) {
        for (Phase phase : List.of(Phase.EXPAND, Phase.BACKFILL, Phase.VALIDATE)) {
            Phase next = Phase.forNumber(phase.getNumber() + 1);
            long lastDone = nodes.stream()
                    .mapToLong(node -> seconds(node, epoch, "MAX", "done", "= '" + phase + "'"))
                    .max()
                    .orElseThrow();
            String later = "IN ('" + next + "', 'CONTRACT')";
            nodes.forEach(node -> assertThat(seconds(node, epoch, "MIN", "begin", later))
                    .as("first step of %s after %s on %s", next, phase, node.name())
                    .isGreaterThanOrEqualTo(lastDone));
        }
    }

    /** Whole seconds, because MySQL keeps no more. */
    private static long seconds(TestNode node, long epoch, String which, String kind, String phase) {
        String seconds = node.engine() == Engine.POSTGRES
                ? "FLOOR(EXTRACT(EPOCH FROM logged_at))::bigint"
                : "FLOOR(UNIX_TIMESTAMP(logged_at))";
        return Long.parseLong(node.query("SELECT " + which + "(" + seconds + ") FROM " + node.ledgerSchema()
                        + ".log WHERE epoch = " + epoch + " AND kind = '" + kind + "' AND phase " + phase)
                .get(0));
    }
}
