package dev.lockstep.integration.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The plans that the scenarios expect, and are held to on real servers, as a page for people. */
final class PlanGuide {
    private static final Pattern STEP = Pattern.compile("^\\d+\\. (\\w+): (.*)$");
    private static final Pattern FACT = Pattern.compile("^ {3}(\\S.{7})\\s?(.*)$");
    private static final Pattern BODY = Pattern.compile("\\$(\\w+)\\$.*?\\$\\1\\$", Pattern.DOTALL);
    private static final String HEADER = "| phase | what | statements | lock | undo |\n|---|---|---|---|---|\n";

    private final StringBuilder page = new StringBuilder();

    /** The page of all scenarios. */
    static String of(List<Scenario> scenarios) {
        PlanGuide guide = new PlanGuide();
        guide.page.append("""
                # PostgreSQL: the plans, statement by statement

                Written by `PlanGuideTest` from the plans that the tests expect. The tests make the same plans on a real server, run them forward and back, and compare locks, scans and
                rewrites with what the server did. `lockstep plan` shows such a plan for a change and for your own tables. What the words mean, and why a recipe is as it is: [PostgreSQL](postgres.md).

                The statements of one row run in one transaction, but for those that PostgreSQL allows outside of one only (`CONCURRENTLY`). The bodies of functions are left out.
                """);
        scenarios.forEach(guide::add);
        return guide.page.toString();
    }

    private void add(Scenario scenario) {
        String change = scenario.change();
        page.append("\n## ").append(scenario.name().replace('-', ' ')).append("\n\n");
        change.substring(change.indexOf("operations:"))
                .lines()
                .forEach(line -> page.append("    ").append(line).append('\n'));
        Map<Integer, String> tables = tables(scenario);
        boolean isOnly = tables.size() == 1 && scenario.since() <= 12;
        tables.forEach((major, table) -> page.append("\n")
                .append(isOnly ? "" : "From " + major + " on:\n\n")
                .append(HEADER)
                .append(table));
    }

    /** By the first version that each is for, where the plan is not the same on all. */
    private static Map<Integer, String> tables(Scenario scenario) {
        Map<Integer, String> tables = new TreeMap<>();
        String last = "";
        for (int major = Math.max(12, scenario.since()); major <= 18; major++) {
            String table = steps(scenario.read(scenario.planFile(major))).stream()
                    .map(PlannedRow::row)
                    .collect(Collectors.joining());
            if (!table.equals(last)) {
                tables.put(major, table);
            }
            last = table;
        }
        return tables;
    }

    private static List<PlannedRow> steps(String plan) {
        List<PlannedRow> rows = new ArrayList<>();
        for (String line : BODY.matcher(plan)
                .replaceAll(Matcher.quoteReplacement("$…$"))
                .lines()
                .toList()) {
            Matcher step = STEP.matcher(line);
            if (step.matches()) {
                rows.add(new PlannedRow(step.group(1), step.group(2)));
                continue;
            }
            Matcher fact = FACT.matcher(line);
            if (fact.matches()) {
                rows.get(rows.size() - 1).take(fact.group(1).strip(), fact.group(2));
            }
        }
        return rows;
    }

    /** One row of a table. */
    private static final class PlannedRow {
        private final String phase;
        private final String what;
        private final List<String> statements = new ArrayList<>();
        private final List<String> locks = new ArrayList<>();
        private final List<String> undo = new ArrayList<>();

        PlannedRow(String phase, String what) {
            this.phase = phase;
            this.what = what;
        }

        void take(String word, String value) {
            switch (word) {
                case "run" -> statements.add(code(value));
                case "fill" -> statements.add("fill " + code(value));
                case "look" -> statements.add("expect no row of " + code(value));
                case "lock" -> locks.add(value);
                case "undo" -> undo.add(code(value));
                case "loses" -> undo.add("loses " + value);
                case "no undo" -> undo.add("none: " + value);
                default -> {
                    // Why, for what, and which objects: said in postgres.md, or of no use on a page.
                }
            }
        }

        private static String code(String sql) {
            return "`" + sql.replace("|", "\\|") + "`";
        }

        String row() {
            return String.format(
                    Locale.ROOT,
                    "| %s | %s | %s | %s | %s |\n",
                    phase,
                    what.replace("|", "\\|"),
                    String.join("<br>", statements),
                    String.join("<br>", locks),
                    String.join("<br>", undo));
        }
    }
}
