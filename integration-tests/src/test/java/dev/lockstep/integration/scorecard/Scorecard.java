package dev.lockstep.integration.scorecard;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The page. */
record Scorecard(String machine, List<Section> sections) {
    Scorecard {
        sections = List.copyOf(sections);
    }

    long count(Row.Verdict verdict) {
        return sections.stream().mapToLong(section -> section.count(verdict)).sum();
    }

    String markdown() {
        List<String> lines = new ArrayList<>(List.of(
                "# Scorecard",
                "",
                "Written by `integration-tests/bin/scorecard`: each part in the form that is small enough for every"
                        + " change, on the day that it says. A target that is missed is shown as missed, and what was not run is"
                        + " shown as not run.",
                "",
                "%s. Targets met: %d, missed: %d, not run: %d."
                        .formatted(
                                machine,
                                count(Row.Verdict.MET),
                                count(Row.Verdict.MISSED),
                                count(Row.Verdict.NOT_RUN))));
        sections.forEach(section -> lines.addAll(section.markdown()));
        return lines.stream().collect(Collectors.joining("\n", "", "\n"));
    }
}
