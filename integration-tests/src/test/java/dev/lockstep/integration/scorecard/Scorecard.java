package dev.lockstep.integration.scorecard;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The page. */
record Scorecard(String machine, String when, List<Section> sections) {
    Scorecard {
        sections = List.copyOf(sections);
    }

    /**
     * A part of the page.
     *
     * @param title its name
     * @param how the command that gives the same figures, or empty
     * @param seconds how long it took; 0 when it did not run
     */
    record Section(String title, String how, long seconds, List<Row> rows) {
        Section {
            rows = List.copyOf(rows);
        }
    }

    long count(Row.Verdict verdict) {
        return sections.stream()
                .flatMap(section -> section.rows().stream())
                .filter(row -> row.verdict() == verdict)
                .count();
    }

    String markdown() {
        List<String> lines = new ArrayList<>(List.of(
                "# Scorecard",
                "",
                "Written by `integration-tests/bin/scorecard`: each part in the form that is small enough for every"
                        + " change. A target that is missed is shown as missed, and what was not run is shown as not run.",
                "",
                "%s, %s. Targets met: %d, missed: %d, not run: %d."
                        .formatted(
                                when,
                                machine,
                                count(Row.Verdict.MET),
                                count(Row.Verdict.MISSED),
                                count(Row.Verdict.NOT_RUN))));
        for (Section section : sections) {
            lines.addAll(List.of("", "## " + section.title(), ""));
            if (!section.how().isEmpty()) {
                lines.addAll(List.of("`" + section.how() + "`, " + section.seconds() + " s", ""));
            }
            lines.addAll(List.of("| figure | target | measured | of | |", "|---|---|---|---|---|"));
            section.rows().forEach(row -> lines.add(row.markdown()));
        }
        return lines.stream().collect(Collectors.joining("\n", "", "\n"));
    }
}
