package dev.lockstep.integration.spec;

import dev.lockstep.integration.spec.EpochHistory.Shape;
import dev.lockstep.integration.spec.ModelChecker.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Asks TLC whether histories of the code are behaviours of the specification ({@code Conformance.tla}). */
final class Conformance {
    /** More in one module, and TLC reads it longer than it checks it. */
    private static final int MOST_HISTORIES = 1_000;

    private static final Pattern WHICH = Pattern.compile("(?m)^/\\\\ which = (\\d+)");
    private static final Pattern AT = Pattern.compile("(?m)^/\\\\ at = (\\d+)");

    private Conformance() {}

    /**
     * A history that the specification does not allow.
     *
     * @param history of which seed and epoch
     * @param at how much of it is allowed
     * @param event what is not: a tuple of {@code Conformance.tla}, or the invariant that did not hold
     */
    record Violation(String history, int at, String event) {
        @Override
        public String toString() {
            return history + ", after " + at + " events: " + event;
        }
    }

    /** A violation for each run of TLC that finds one: it looks at histories of one shape at a time, and ends with the first that is wrong. */
    static List<Violation> check(List<EpochHistory> histories) throws InterruptedException {
        ExecutorService twoAtATime = Executors.newFixedThreadPool(2);
        try {
            List<Future<Optional<Violation>>> runs = new ArrayList<>();
            for (List<EpochHistory> alike : histories.stream()
                    .collect(Collectors.groupingBy(EpochHistory::shape, LinkedHashMap::new, Collectors.toList()))
                    .values()) {
                for (int from = 0; from < alike.size(); from += MOST_HISTORIES) {
                    List<EpochHistory> part = alike.subList(from, Math.min(alike.size(), from + MOST_HISTORIES));
                    runs.add(twoAtATime.submit(() -> checkAlike(part)));
                }
            }
            List<Violation> violations = new ArrayList<>();
            for (Future<Optional<Violation>> run : runs) {
                run.get().ifPresent(violations::add);
            }
            return violations;
        } catch (ExecutionException failed) {
            throw new IllegalStateException("TLC could not say whether histories conform", failed);
        } finally {
            twoAtATime.shutdownNow();
        }
    }

    private static Optional<Violation> checkAlike(List<EpochHistory> histories) throws InterruptedException {
        Path folder = ModelChecker.folderFor("told-");
        Path module = folder.resolve("Told.tla");
        Path configuration = folder.resolve("Told.cfg");
        try {
            Files.writeString(module, moduleOf(histories));
            Files.writeString(configuration, configurationOf(histories.get(0).shape()));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        Verdict verdict = ModelChecker.check(module, configuration, 1);
        return verdict.holds() ? Optional.empty() : Optional.of(violation(histories, verdict));
    }

    private static Violation violation(List<EpochHistory> histories, Verdict verdict) {
        boolean isDeadlock = verdict.output().contains("Error: Deadlock reached.");
        Optional<Integer> which = last(WHICH, verdict.output());
        Optional<Integer> at = last(AT, verdict.output());
        if (!isDeadlock && verdict.violatedInvariant().isEmpty() || which.isEmpty() || at.isEmpty()) {
            throw new IllegalStateException("expected TLC to end with a verdict, but it said: " + verdict.output());
        }
        EpochHistory history = histories.get(which.get() - 1);
        return new Violation(
                history.name(),
                at.get(),
                isDeadlock ? history.tuple(at.get()) : "invariant " + verdict.violatedInvariant());
    }

    private static Optional<Integer> last(Pattern variable, String output) {
        Matcher found = variable.matcher(output);
        Optional<Integer> value = Optional.empty();
        while (found.find()) {
            value = Optional.of(Integer.parseInt(found.group(1)));
        }
        return value;
    }

    private static String moduleOf(List<EpochHistory> histories) {
        return histories.stream()
                .map(EpochHistory::tla)
                .collect(Collectors.joining(
                        ",\n", "---- MODULE Told ----\nEXTENDS Conformance\nTold == <<\n", "\n>>\n====\n"));
    }

    private static String configurationOf(Shape shape) {
        String roster = IntStream.rangeClosed(1, shape.nodes())
                .mapToObj(number -> "\"n" + number + "\"")
                .collect(Collectors.joining(", ", "{", "}"));
        List<String> lines = new ArrayList<>(List.of("INIT HistoryInit", "NEXT HistoryNext", "CONSTANTS"));
        for (String whole : List.of("Roster", "MayWaive", "MayLeave", "MayRestore")) {
            lines.add("    " + whole + " = " + roster);
        }
        lines.addAll(List.of(
                "    Late = {}",
                "    Dead = {}",
                "    Alone = {}",
                "    Broken = {}",
                "    MayTurnBack = TRUE",
                "    MaxTerm = 1000",
                "    MaxCrashes = 100",
                "    Phases = " + shape.phases(),
                "    Contract = " + (shape.contract() ? "TRUE" : "FALSE"),
                "    Histories <- Told",
                "INVARIANTS Adjacent Barrier ExactlyOnceInOrder NoAhead StaleNeverDecides QuietBeforeUndo AbortFinal",
                "    EndsAlike NoDestructiveEarly RemoveSafe"));
        return String.join("\n", lines) + "\n";
    }
}
