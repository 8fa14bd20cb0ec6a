package dev.lockstep.deploy.text;

import dev.lockstep.v1.EpochNodeStatus;
import dev.lockstep.v1.EpochStatus;
import dev.lockstep.v1.StepCost;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the steps of an epoch should have cost, and did: of each step the node that took longest, and the middle of all; or of every node. */
final class CostTable {
    private static final Comparator<CostOfNode> BY_TIME = Comparator.comparing(
                    (CostOfNode each) -> each.cost.hasActual())
            .thenComparingLong(each -> each.cost.getActual().getMillis())
            .thenComparingLong(each -> each.cost.getEstimate().getMillis());

    private CostTable() {}

    /** One line for each step; none where nothing is known of any. */
    static List<String> ofSteps(EpochStatus epoch) {
        TextTable table = new TextTable("STEP", "WHAT", "NODES", "MEDIAN", "SLOWEST", "ITS ESTIMATE", "ITS ACTUAL");
        bySteps(epoch).forEach((step, costs) -> {
            CostOfNode slowest = costs.stream().max(BY_TIME).orElseThrow();
            table.add(
                    String.valueOf(step.number()),
                    step.summary(),
                    nodes(costs),
                    median(costs),
                    slowest.node,
                    Amounts.orDash(CostText.estimate(slowest.cost.getEstimate())),
                    actual(slowest.cost));
        });
        return withoutEmpty(table);
    }

    /** One line for each step of each node. */
    static List<String> ofNodes(EpochStatus epoch) {
        TextTable table = new TextTable("NODE", "STEP", "WHAT", "ESTIMATE", "ACTUAL");
        for (EpochNodeStatus node : epoch.getNodesList()) {
            for (StepCost cost : node.getCostsList()) {
                table.add(
                        node.getNode(),
                        String.valueOf(cost.getStep()),
                        cost.getSummary(),
                        Amounts.orDash(CostText.estimate(cost.getEstimate())),
                        actual(cost));
            }
        }
        return withoutEmpty(table);
    }

    /** Nodes of other engines and versions may do something else at the same number. */
    private record StepOfPlan(int number, String summary) implements Comparable<StepOfPlan> {
        private static final Comparator<StepOfPlan> ORDER =
                Comparator.comparingInt(StepOfPlan::number).thenComparing(StepOfPlan::summary);

        @Override
        public int compareTo(StepOfPlan other) {
            return ORDER.compare(this, other);
        }
    }

    private record CostOfNode(String node, StepCost cost) {}

    private static Map<StepOfPlan, List<CostOfNode>> bySteps(EpochStatus epoch) {
        Map<StepOfPlan, List<CostOfNode>> steps = new TreeMap<>();
        for (EpochNodeStatus node : epoch.getNodesList()) {
            for (StepCost cost : node.getCostsList()) {
                steps.computeIfAbsent(new StepOfPlan(cost.getStep(), cost.getSummary()), step -> new ArrayList<>())
                        .add(new CostOfNode(node.getNode(), cost));
            }
        }
        return steps;
    }

    private static List<Long> times(List<CostOfNode> costs) {
        return costs.stream()
                .filter(each -> each.cost.hasActual())
                .map(each -> each.cost.getActual().getMillis())
                .sorted()
                .toList();
    }

    private static String nodes(List<CostOfNode> costs) {
        int done = times(costs).size();
        return (done == costs.size() ? "" : done + " of ") + costs.size();
    }

    private static String median(List<CostOfNode> costs) {
        List<Long> times = times(costs);
        return times.isEmpty() ? "-" : Amounts.duration(times.get((times.size() - 1) / 2));
    }

    private static String actual(StepCost cost) {
        return cost.hasActual() ? CostText.actual(cost.getActual()) : "-";
    }

    private static List<String> withoutEmpty(TextTable table) {
        List<String> lines = table.lines();
        return lines.size() == 1 ? List.of() : lines;
    }
}
