package dev.lockstep.integration.postgres.explain;

import dev.lockstep.agent.engine.postgres.explain.Explanation;
import java.util.regex.Pattern;

/** What no schema file tells, and so nothing is said of: whether rows keep a rule, or can be cast. */
final class Unknowable {
    private static final Pattern OF_ROWS = Pattern.compile("22...|23...");
    private static final Pattern BRINGS_ROWS = Pattern.compile("^(INSERT|UPDATE|DELETE|WITH|SELECT)");

    private Unknowable() {}

    static boolean is(String sql, Explanation said, Observed seen, boolean filled) {
        boolean refusedForRows = OF_ROWS.matcher(seen.sqlState()).matches();
        return said.error() == null
                && refusedForRows
                && (filled || BRINGS_ROWS.matcher(sql).find());
    }
}
