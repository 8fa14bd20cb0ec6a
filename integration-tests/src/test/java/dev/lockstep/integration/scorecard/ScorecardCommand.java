package dev.lockstep.integration.scorecard;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code integration-tests/bin/scorecard}. */
@Command(
        name = "scorecard",
        mixinStandardHelpOptions = true,
        description = "Runs the gate-sized form of everything that measures the promise, and writes the page.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:the page is written; misses are on it",
            "1:it could not be written",
            "2:the command was not understood"
        })
public final class ScorecardCommand implements Callable<Integer> {
    @Option(names = "--to", required = true, description = "the page")
    private Path page = Path.of("");

    @Option(
            names = "--parts",
            split = ",",
            description = "only parts with one of these in their names; the others stay as the page has them")
    private List<String> parts = List.of("");

    private ScorecardCommand() {}

    /** Entry of the process. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ScorecardCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Runner runner = new Runner(Files.createTempDirectory("lockstep-scorecard-"));
        List<Section> sections = new ArrayList<>();
        Map<String, Section> before = Files.exists(page) ? Section.ofPage(Files.readString(page)) : Map.of();
        for (Part part : Parts.all()) {
            sections.add(
                    parts.stream().anyMatch(part.name()::contains)
                            ? run(runner, part)
                            : before.getOrDefault(part.name(), Section.of(part.name(), part.notRun("not asked for"))));
        }
        sections.add(Section.of("What no command measures yet", Elsewhere.rows()));
        Scorecard card = new Scorecard(machine(), sections);
        Files.writeString(page, card.markdown());
        System.err.printf(
                "%s: met %d, missed %d, not run %d%n",
                page, card.count(Row.Verdict.MET), card.count(Row.Verdict.MISSED), card.count(Row.Verdict.NOT_RUN));
        return 0;
    }

    private static Section run(Runner runner, Part part) throws Exception {
        System.err.println(part.name() + " ...");
        long startNanos = System.nanoTime();
        List<Row> rows = runner.run(part);
        rows.forEach(row -> System.err.println("  " + row.markdown()));
        String how = "`%s`, %s, %d s"
                .formatted(
                        part.command(),
                        LocalDate.now(ZoneOffset.UTC),
                        (System.nanoTime() - startNanos) / 1_000_000_000);
        return Section.of(part.name(), how, rows);
    }

    private static String machine() {
        return "%d processors, Java %s, %s %s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("java.version"),
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"));
    }
}
