package dev.lockstep.integration.bench.backfill;

import dev.lockstep.deploy.servers.DatabaseServer;
import dev.lockstep.integration.bench.backfill.BackfillReport.Figure;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/** Everything that the benchmark measures, in one go on one server. */
final class Measurements {
    private final DatabaseServer server;
    private final int runs;
    private final double scale;
    private final Consumer<String> news;

    Measurements(DatabaseServer server, int runs, double scale, Consumer<String> news) {
        this.server = server;
        this.runs = runs;
        this.scale = scale;
        this.news = news;
    }

    BackfillReport all() throws SQLException, InterruptedException {
        List<Figure> figures = new ArrayList<>();
        for (BenchTable table : BenchTable.values()) {
            figures.addAll(speed(table));
        }
        WriteSlowdown.Slowdown slowdown = new WriteSlowdown(server, runs, scale).measure();
        news.accept("writes: " + slowdown);
        double worstReadMillis = new LockQueue(server, scale).worstAddedMillis();
        news.accept("worst added read: " + worstReadMillis + " ms");
        Foreground.P99 foreground = new Foreground(server, scale).measure();
        news.accept("foreground: " + foreground);
        return new BackfillReport(figures, slowdown, worstReadMillis, foreground);
    }

    /** In turns, so that whatever else the machine does meets all methods alike. */
    private List<Figure> speed(BenchTable table) throws SQLException, InterruptedException {
        Map<Method, List<Method.Run>> found = new EnumMap<>(Method.class);
        for (int round = 1; round <= runs; round++) {
            for (Method method : Method.values()) {
                Method.Run run = method.run(server, table, table.rows(scale));
                found.computeIfAbsent(method, none -> new ArrayList<>()).add(run);
                news.accept(String.format(
                        Locale.ROOT,
                        "%s, round %d, %s: %,.0f rows/s, heap %.2f",
                        table.sqlName(),
                        round,
                        method.label(),
                        run.rowsPerSecond(),
                        run.heapRatio()));
            }
        }
        List<Figure> figures = new ArrayList<>();
        found.forEach((method, all) -> figures.add(
                new Figure(table, method, median(all, Method.Run::rowsPerSecond), median(all, Method.Run::heapRatio))));
        return figures;
    }

    private static double median(List<Method.Run> runs, ToDoubleFunction<Method.Run> figure) {
        return Medians.of(runs.stream().mapToDouble(figure).boxed().toList());
    }
}
