package dev.lockstep.integration.scorecard;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A part of the page.
 *
 * @param lines what stands below its title
 */
record Section(String title, List<String> lines) {
    private static final String TITLE = "## ";

    Section {
        lines = List.copyOf(lines);
    }

    /** One with these rows. */
    static Section of(String title, List<Row> rows) {
        return of(title, "", rows);
    }

    /**
     * One with these rows.
     *
     * @param how the command that gives the same figures, when it ran, and for how long
     */
    static Section of(String title, String how, List<Row> rows) {
        List<String> lines = new ArrayList<>();
        if (!how.isEmpty()) {
            lines.addAll(List.of(how, ""));
        }
        lines.addAll(List.of("| figure | target | measured | of | |", "|---|---|---|---|---|"));
        rows.forEach(row -> lines.add(row.markdown()));
        return new Section(title, lines);
    }

    /** Those of a page, by title: a part that takes long need not run again for another one. */
    static Map<String, Section> ofPage(String page) {
        Map<String, Section> sections = new LinkedHashMap<>();
        String[] parts = page.split("(?m)^" + TITLE);
        for (String part : Arrays.asList(parts).subList(1, parts.length)) {
            List<String> lines = part.strip().lines().toList();
            String title = lines.get(0);
            sections.put(title, new Section(title, lines.subList(2, lines.size())));
        }
        return sections;
    }

    long count(Row.Verdict verdict) {
        return lines.stream()
                .filter(line -> line.endsWith("| " + verdict.shown() + " |"))
                .count();
    }

    List<String> markdown() {
        List<String> all = new ArrayList<>(List.of("", TITLE + title, ""));
        all.addAll(lines);
        return all;
    }
}
