package dev.lockstep.integration.crash;

import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * What the crash points of an engine came to.
 *
 * @param kinds each kind of step, with the agent as it is
 * @param controls the broken orders, which must lose or double
 * @param seconds how long it took
 */
record CrashReport(
        String engine, Density density, List<KindReport> kinds, Map<Variant, KindReport> controls, double seconds) {

    /** Whether nothing went wrong, and the controls show that it would have been seen. */
    boolean isRight() {
        boolean harmed =
                sum(KindReport::lost) + sum(KindReport::doubled) + sum(KindReport::stuck) + sum(KindReport::byHand) > 0;
        boolean sighted = controls.values().stream().allMatch(control -> control.lost() + control.doubled() > 0);
        return !harmed && sighted && findings().isEmpty() && sum(KindReport::points) > 0;
    }

    int sum(ToIntFunction<KindReport> what) {
        return kinds.stream().mapToInt(what).sum();
    }

    List<String> findings() {
        return kinds.stream().flatMap(kind -> kind.findings().stream()).toList();
    }

    String toJson() {
        String shown = controls.entrySet().stream()
                .map(control -> "{\"variant\":\"%s\",\"lost\":%d,\"doubled\":%d}"
                        .formatted(
                                control.getKey(),
                                control.getValue().lost(),
                                control.getValue().doubled()))
                .collect(Collectors.joining(","));
        return "{\"engine\":\"%s\",\"points\":%d,\"pairs\":%d,\"lost\":%d,\"doubled\":%d,\"stuck\":%d,\"byHand\":%d,\"controls\":[%s]}"
                .formatted(
                        engine,
                        sum(KindReport::points),
                        sum(KindReport::pairs),
                        sum(KindReport::lost),
                        sum(KindReport::doubled),
                        sum(KindReport::stuck),
                        sum(KindReport::byHand),
                        shown);
    }

    /** For people: a line per kind, the sums, and what went wrong. */
    String toText() {
        StringBuilder text = new StringBuilder("%-38s %7s %7s %7s %5s %8s %6s %7s%n"
                .formatted(engine, "chunks", "points", "pairs", "lost", "doubled", "stuck", "by hand"));
        kinds.forEach(kind -> text.append(line(kind.name(), kind)));
        controls.forEach((variant, control) -> text.append(line("control " + variant, control)));
        text.append("%d points and %d pairs in %.0f s; %s%n"
                .formatted(sum(KindReport::points), sum(KindReport::pairs), seconds, describe(density)));
        findings().forEach(finding -> text.append(finding).append(System.lineSeparator()));
        text.append(isRight() ? "right: every effect once, nobody was needed" : "WRONG")
                .append(System.lineSeparator());
        return text.toString();
    }

    private static String describe(Density density) {
        String points = density.stride() == 1 ? "every point" : "every point at a stride of " + density.stride();
        return density.hasPairs() ? points + ", pairs at strides of " + density.pairStride() : points + ", no pairs";
    }

    private static String line(String name, KindReport kind) {
        return "%-38s %7d %7d %7d %5d %8d %6d %7d%n"
                .formatted(
                        name,
                        kind.chunks(),
                        kind.points(),
                        kind.pairs(),
                        kind.lost(),
                        kind.doubled(),
                        kind.stuck(),
                        kind.byHand());
    }
}
