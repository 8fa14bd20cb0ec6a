package dev.lockstep.integration.postgres.explain;

import dev.lockstep.agent.engine.postgres.explain.Explanation;
import dev.lockstep.integration.postgres.explain.random.RandomStatement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A statement of which something else was said than the server did.
 *
 * @param kind what was wrong, the same for all that are alike
 */
record Mismatch(String kind, long seed, String sql, String said, String seen) {
    private static final List<String> PARTS = List.of("locks", "rewrites", "scans", "builds");

    static Mismatch of(long seed, RandomStatement statement, Explanation said, Observed seen) {
        String sql = statement.sql();
        String kind = kind(said, seen, sql) + " | " + statement.path();
        if (said.error() == null && seen.sqlState().isEmpty()) {
            String ours = Comparison.text(said);
            String theirs = Comparison.text(seen, sql);
            return new Mismatch(
                    kind, seed, sql, "and not seen " + only(ours, theirs), "and not said " + only(theirs, ours));
        }
        String saying = said.error() == null ? "taken" : said.error();
        String seeing = seen.sqlState().isEmpty()
                ? "taken"
                : seen.message().lines().findFirst().orElse("") + " (" + seen.sqlState() + ")";
        return new Mismatch(kind, seed, sql, saying, seeing);
    }

    /** What only the first of them has, as in locks [a=ShareLock] rewrites []. */
    private static String only(String one, String other) {
        StringBuilder text = new StringBuilder();
        for (int each = 0; each < PARTS.size(); each++) {
            List<String> left = new ArrayList<>(List.of(inner(parts(one).get(each))));
            left.removeAll(List.of(inner(parts(other).get(each))));
            if (!left.isEmpty()) {
                text.append(PARTS.get(each)).append(' ').append(left).append(' ');
            }
        }
        return text.toString();
    }

    private static String kind(Explanation said, Observed seen, String sql) {
        if (said.error() != null && !seen.sqlState().isEmpty()) {
            return "5 other refusal: " + Comparison.text(said) + ", not " + Comparison.text(seen, sql);
        }
        if (said.error() != null) {
            return "3 taken, said " + Comparison.text(said);
        }
        if (!seen.sqlState().isEmpty()) {
            return "4 refused " + seen.sqlState() + ", said taken";
        }
        List<String> ours = parts(Comparison.text(said));
        List<String> theirs = parts(Comparison.text(seen, sql));
        return PARTS.stream()
                .filter(each -> !ours.get(PARTS.indexOf(each)).equals(theirs.get(PARTS.indexOf(each))))
                .map(each -> difference(each, ours.get(PARTS.indexOf(each)), theirs.get(PARTS.indexOf(each))))
                .collect(Collectors.joining(" and ", "1 ", ""));
    }

    private static String difference(String what, String ours, String theirs) {
        Set<String> missing = new TreeSet<>(Arrays.asList(inner(theirs)));
        missing.removeAll(Arrays.asList(inner(ours)));
        Set<String> tooMany = new TreeSet<>(Arrays.asList(inner(ours)));
        tooMany.removeAll(Arrays.asList(inner(theirs)));
        return what + (missing.isEmpty() ? "" : " missing") + (tooMany.isEmpty() ? "" : " too many");
    }

    private static String[] inner(String list) {
        return list.substring(1, list.length() - 1).split(", ");
    }

    private static List<String> parts(String text) {
        return List.of(text.split(" (rewrites|scans|builds) "));
    }

    String text() {
        return "seed " + seed + ": " + sql + "\n      said " + said + "\n      seen " + seen;
    }
}
