package dev.lockstep.integration.postgres.explain;

import dev.lockstep.agent.engine.postgres.explain.Explainer;
import dev.lockstep.agent.engine.postgres.explain.Explanation;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is said of a statement beside what a server did. */
final class Comparison {
    private static final Pattern SQL_STATE = Pattern.compile("\\(SQLSTATE (\\w{5})\\)$");

    private Comparison() {}

    /** The server ran it in a transaction of its own. */
    static Optional<String> difference(Explainer explainer, String sql, Observed observed) {
        String saying = text(said(explainer, sql));
        String seeing = text(observed, sql);
        return saying.equals(seeing)
                ? Optional.empty()
                : Optional.of(sql + "\n  said " + saying + "\n  seen " + seeing);
    }

    static Explanation said(Explainer explainer, String sql) {
        return explainer.explain("BEGIN; " + sql + "; COMMIT").get(1);
    }

    static String text(Explanation said) {
        if (said.error() != null) {
            Matcher state = SQL_STATE.matcher(said.error());
            return state.find() ? "refused " + state.group(1) : said.error();
        }
        SortedMap<String, String> locks = new TreeMap<>();
        said.locks().forEach(lock -> locks.put(lock.relation(), lock.mode()));
        return text(locks, said.rewrites(), said.scans(), said.indexBuilds());
    }

    /** TRUNCATE makes empty indexes, which is no work. */
    static String text(Observed observed, String sql) {
        if (!observed.sqlState().isEmpty()) {
            return "refused " + observed.sqlState();
        }
        boolean truncates = sql.startsWith("TRUNCATE");
        return text(
                observed.locks(),
                observed.rewrites(),
                observed.scans(),
                truncates ? List.of() : observed.indexBuilds());
    }

    private static String text(
            SortedMap<String, String> locks,
            Collection<String> rewrites,
            Collection<String> scans,
            Collection<String> indexBuilds) {
        return locks + " rewrites " + new TreeSet<>(rewrites) + " scans " + new TreeSet<>(scans) + " builds "
                + new TreeSet<>(indexBuilds);
    }
}
