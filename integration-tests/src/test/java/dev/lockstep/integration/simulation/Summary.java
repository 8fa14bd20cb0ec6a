package dev.lockstep.integration.simulation;

import dev.lockstep.v1.Event;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What came of many seeds; the order in which they were run makes no difference. */
final class Summary {
    private static final int MOST_SHOWN = 10;

    private final List<Simulation.Result> violations = new ArrayList<>();
    private long seeds;
    private long events;
    private long faults;
    private long simulatedMillis;
    private long traceHash;
    private long processorNanos;
    private final EnumSet<Event.KindCase> kinds = EnumSet.noneOf(Event.KindCase.class);

    void add(Simulation.Result result) {
        seeds++;
        events += result.events();
        faults += result.faults();
        simulatedMillis += result.simulatedMillis();
        kinds.addAll(result.kinds());
        traceHash += mixed(result.seed(), result.traceHash());
        if (result.isViolated()) {
            violations.add(result);
        }
    }

    void add(Summary other) {
        seeds += other.seeds;
        events += other.events;
        faults += other.faults;
        simulatedMillis += other.simulatedMillis;
        traceHash += other.traceHash;
        processorNanos += other.processorNanos;
        kinds.addAll(other.kinds);
        violations.addAll(other.violations);
    }

    /** How long a processor was at it, whatever else the machine did. */
    void took(long nanos) {
        processorNanos += nanos;
    }

    /** The kinds of events that counted in any seed. */
    Set<Event.KindCase> kinds() {
        return kinds;
    }

    private static long mixed(long seed, long hash) {
        long mixed = (hash ^ seed * 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
        return mixed ^ (mixed >>> 31);
    }

    List<Simulation.Result> violations() {
        violations.sort(Comparator.comparingLong(Simulation.Result::seed));
        return violations;
    }

    String traceHash() {
        return String.format("%016x", traceHash);
    }

    private String hours() {
        return String.format(Locale.ROOT, "%.2f", simulatedMillis / 3_600_000.0);
    }

    String json() {
        String found = violations().stream()
                .map(each -> "{\"seed\":" + each.seed() + ",\"invariant\":\"" + each.invariant() + "\",\"at\":"
                        + each.at() + "}")
                .collect(Collectors.joining(","));
        return "{\"seeds\":" + seeds + ",\"events\":" + events + ",\"faults\":" + faults + ",\"simulatedHours\":"
                + hours() + ",\"violations\":[" + found + "],\"traceHash\":\"" + traceHash() + "\"}\n";
    }

    String text(String variant, long tookNanos) {
        StringBuilder text = new StringBuilder();
        violations().stream()
                .limit(MOST_SHOWN)
                .forEach(each -> text.append("seed ")
                        .append(each.seed())
                        .append(" at ")
                        .append(each.at())
                        .append(" ms: ")
                        .append(each.message())
                        .append("\n  replay: integration-tests/bin/simulate --seeds 1 --first ")
                        .append(each.seed())
                        .append(variant.equals("intended") ? "" : " --variant " + variant)
                        .append(" --trace\n"));
        double seconds = Math.max(1, tookNanos / 1_000_000) / 1000.0;
        return text.append(String.format(
                        Locale.ROOT,
                        "%d seeds, %d events, %d faults, %s simulated hours, %d violations, trace hash %s, %.0f seeds/s,"
                                + " %.2f ms of a processor for a seed%n",
                        seeds,
                        events,
                        faults,
                        hours(),
                        violations.size(),
                        traceHash(),
                        seeds / seconds,
                        processorNanos / 1e6 / Math.max(1, seeds)))
                .toString();
    }
}
