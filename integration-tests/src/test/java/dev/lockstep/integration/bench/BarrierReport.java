package dev.lockstep.integration.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What the barrier benchmark has found.
 *
 * @param floor what a transition cannot do without
 * @param runs by number of agents, ascending
 * @param replayEventsPerSecond at start, of the journal of the largest run
 */
record BarrierReport(Floor floor, List<RunFigures> runs, double replayEventsPerSecond) {
    /** At most this many times the floor's p99, to the last of {@link #MOST_AGENTS} agents. */
    static final double OF_FLOOR = 5;

    /** At most this many times the figure of {@link #FEWEST_AGENTS} agents. */
    static final double OF_FEWEST = 4;

    static final int MOST_AGENTS = 1_000;
    static final int FEWEST_AGENTS = 10;

    BarrierReport {
        runs = List.copyOf(runs);
    }

    /** A figure that should not be exceeded. */
    record Target(String figure, double atMost, double measured) {
        boolean isMet() {
            return measured <= atMost;
        }
    }

    /** The targets that these runs can be held against. */
    List<Target> targets() {
        List<Target> targets = new ArrayList<>();
        for (RunFigures most : runs) {
            if (most.agents() != MOST_AGENTS) {
                continue;
            }
            double measured = most.last().millis(99);
            targets.add(new Target(
                    "p99 to the last of 1,000 agents, in floors (p99)",
                    OF_FLOOR,
                    measured / floor.sum().millis(99)));
            runs.stream()
                    .filter(run -> run.agents() == FEWEST_AGENTS)
                    .forEach(fewest -> targets.add(new Target(
                            "p99 to the last of 1,000 agents, in that of 10 agents",
                            OF_FEWEST,
                            measured / fewest.last().millis(99))));
        }
        return targets;
    }

    boolean isMet() {
        return targets().stream().allMatch(Target::isMet);
    }

    String json() {
        Percentiles sum = floor.sum();
        return "{\"floor\":{\"p50Millis\":%s,\"p99Millis\":%s},\"runs\":[%s],\"replayEventsPerSecond\":%d}%n"
                .formatted(
                        number(sum.millis(50)),
                        number(sum.millis(99)),
                        runs.stream().map(BarrierReport::json).collect(Collectors.joining(",")),
                        Math.round(replayEventsPerSecond));
    }

    private static String json(RunFigures run) {
        return "{\"agents\":%d,\"firstP50Millis\":%s,\"firstP99Millis\":%s,\"lastP50Millis\":%s,\"lastP99Millis\":%s,\"bytesPerAgent\":%d}"
                .formatted(
                        run.agents(),
                        number(run.first().millis(50)),
                        number(run.first().millis(99)),
                        number(run.last().millis(50)),
                        number(run.last().millis(99)),
                        run.bytesPerAgent());
    }

    private static String number(double millis) {
        return String.format(Locale.ROOT, "%.2f", millis);
    }

    String text() {
        StringBuilder text = new StringBuilder();
        line(text, "%-46s %10s %10s %8s%n", "each alone", "p50 ms", "p99 ms", "samples");
        times(text, "one journal transaction, read back", floor.journal());
        times(text, "one directive, published and received", floor.directive());
        times(text, "one gRPC round trip", floor.grpc());
        times(text, "floor: their sum", floor.sum());
        line(text, "%nfrom the last acknowledgement of a phase%n");
        for (RunFigures run : runs) {
            String agents = "of %d agents in %d process%s"
                    .formatted(run.agents(), run.processes(), run.processes() == 1 ? "" : "es");
            times(text, "to the first " + agents, run.first());
            times(text, "to the last " + agents, run.last());
        }
        line(text, "%nheld by the coordinator%n");
        runs.forEach(
                run -> line(text, "%-46s %,10d bytes each%n", run.agents() + " agents attached", run.bytesPerAgent()));
        line(text, "%-46s %,10d events a second%n", "replay at start", Math.round(replayEventsPerSecond));
        line(text, "%n%-54s %8s %8s%n", "to reach", "at most", "measured");
        targets()
                .forEach(target -> line(
                        text,
                        "%-54s %8.1f %8.1f  %s%n",
                        target.figure(),
                        target.atMost(),
                        target.measured(),
                        target.isMet() ? "met" : "MISSED"));
        if (targets().isEmpty()) {
            line(text, "%s%n", "nothing: the targets are about 1,000 agents");
        }
        return text.toString();
    }

    private static void times(StringBuilder text, String what, Percentiles times) {
        line(text, "%-46s %10.2f %10.2f %8d%n", what, times.millis(50), times.millis(99), times.count());
    }

    private static void line(StringBuilder text, String format, Object... arguments) {
        text.append(String.format(Locale.ROOT, format, arguments));
    }
}
