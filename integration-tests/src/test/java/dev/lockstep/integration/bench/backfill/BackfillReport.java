package dev.lockstep.integration.bench.backfill;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What the benchmark has found.
 *
 * @param figures medians, by table and method
 * @param worstReadMillis how much longer than usual the slowest reader waited while a step asked for a short exclusive lock
 */
record BackfillReport(
        List<Figure> figures, WriteSlowdown.Slowdown slowdown, double worstReadMillis, Foreground.P99 foreground) {
    private static final double MOST_HEAP = 1.15;
    private static final double MOST_SLOWDOWN = 1.5;
    private static final double LOCK_TIMEOUT_MILLIS = 100;

    BackfillReport {
        figures = List.copyOf(figures);
    }

    /** One method on one table. */
    record Figure(BenchTable table, Method method, double rowsPerSecond, double heapRatio) {}

    /** Something to reach: at least, or at most, this much. */
    record Target(String what, boolean atLeast, double limit, double measured) {
        boolean isMet() {
            return atLeast ? measured >= limit : measured <= limit;
        }
    }

    List<Target> targets() {
        List<Target> targets = new ArrayList<>();
        targets.add(speed(BenchTable.NARROW, Method.LOCKSTEP_1, 4));
        targets.add(speed(BenchTable.WIDE, Method.LOCKSTEP_1, 2));
        targets.add(speed(BenchTable.NARROW, Method.LOCKSTEP_4, 5));
        targets.add(speed(BenchTable.WIDE, Method.LOCKSTEP_4, 3.5));
        for (Figure figure : figures) {
            if (figure.method() != Method.PGROLL_SQL) {
                targets.add(new Target(
                        "final heap, " + name(figure) + ", of its start", false, MOST_HEAP, figure.heapRatio()));
            }
        }
        targets.add(new Target(
                "application's writes, rows not filled yet, times", false, MOST_SLOWDOWN, slowdown.notFilled()));
        targets.add(new Target("application's writes, rows filled, times", false, MOST_SLOWDOWN, slowdown.filled()));
        targets.add(new Target(
                "application's inserts, all rows in one statement, times", false, MOST_SLOWDOWN, slowdown.inserted()));
        targets.add(
                new Target("worst added read of an exclusive step, ms", false, LOCK_TIMEOUT_MILLIS, worstReadMillis));
        return targets;
    }

    private Target speed(BenchTable table, Method method, double times) {
        return new Target(
                table.sqlName() + ", " + method.label() + ", times pgroll-sql",
                true,
                times,
                of(table, method).rowsPerSecond() / of(table, Method.PGROLL_SQL).rowsPerSecond());
    }

    private Figure of(BenchTable table, Method method) {
        return figures.stream()
                .filter(figure -> figure.table() == table && figure.method() == method)
                .findFirst()
                .orElseThrow();
    }

    private static String name(Figure figure) {
        return figure.table().sqlName() + ", " + figure.method().label();
    }

    String json() {
        return "{\"runs\":[%s],\"writeSlowdown\":%s,\"worstReadMillis\":%s,\"foregroundP99Millis\":{\"before\":%s,\"during\":%s}}%n"
                .formatted(
                        figures.stream().map(BackfillReport::json).collect(Collectors.joining(",")),
                        number(slowdown.worst()),
                        number(worstReadMillis),
                        number(foreground.beforeMillis()),
                        number(foreground.duringMillis()));
    }

    private static String json(Figure figure) {
        return "{\"table\":\"%s\",\"method\":\"%s\",\"rowsPerSecond\":%d,\"heapRatio\":%s}"
                .formatted(
                        figure.table().sqlName(),
                        figure.method().label(),
                        Math.round(figure.rowsPerSecond()),
                        number(figure.heapRatio()));
    }

    private static String number(double figure) {
        return String.format(Locale.ROOT, "%.2f", figure);
    }

    String text() {
        StringBuilder text = new StringBuilder();
        line(text, "%-30s %12s %12s%n", "median", "rows/s", "heap ratio");
        figures.forEach(figure -> line(
                text, "%-30s %,12d %12.2f%n", name(figure), Math.round(figure.rowsPerSecond()), figure.heapRatio()));
        line(
                text,
                "%nforeground p99: %.2f ms before, %.2f ms during the backfill of the wide table by one worker%n",
                foreground.beforeMillis(),
                foreground.duringMillis());
        line(text, "%n%-58s %10s %10s%n", "to reach", "target", "measured");
        for (Target target : targets()) {
            line(
                    text,
                    "%-58s %s %7.2f %10.2f  %s%n",
                    target.what(),
                    target.atLeast() ? ">=" : "<=",
                    target.limit(),
                    target.measured(),
                    target.isMet() ? "met" : "MISSED");
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String format, Object... arguments) {
        text.append(String.format(Locale.ROOT, format, arguments));
    }
}
