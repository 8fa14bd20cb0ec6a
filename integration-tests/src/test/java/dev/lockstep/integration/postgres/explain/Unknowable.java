package dev.lockstep.integration.postgres.explain;

import dev.lockstep.agent.engine.postgres.explain.Explanation;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What no schema file tells, and so nothing is said of: whether rows keep a rule, or can be cast, and what foreign keys look up as they change. */
final class Unknowable {
    private static final Pattern OF_ROWS = Pattern.compile("22...|23...");
    private static final Pattern CHANGES_ROWS = Pattern.compile("^(INSERT|UPDATE|DELETE|WITH|SELECT)");
    private static final List<String> OF_KEYS = List.of("RowShareLock", "RowExclusiveLock", "AccessShareLock");

    private Unknowable() {}

    static boolean is(String sql, Explanation said, Observed seen, boolean filled) {
        boolean changesRows = CHANGES_ROWS.matcher(sql).find();
        if (said.error() != null) {
            return false;
        }
        if (!seen.sqlState().isEmpty()) {
            return OF_ROWS.matcher(seen.sqlState()).matches() && (filled || changesRows);
        }
        boolean chosen = changesRows && sql.contains(" WHERE ") && onlyPartsLess(said, seen);
        boolean looked = changesRows && (filled || sql.startsWith("INSERT")) && onlyKeysMore(said, seen);
        return chosen || looked || sameBareNames(said, seen);
    }

    /** Which partitions a query leaves out because of its WHERE. */
    private static boolean onlyPartsLess(Explanation said, Observed seen) {
        TreeMap<String, String> locks = new TreeMap<>();
        said.locks().forEach(each -> locks.put(each.relation(), each.mode()));
        return locks.entrySet().containsAll(seen.locks().entrySet());
    }

    /** Foreign keys and triggers add their locks as rows change. */
    private static boolean onlyKeysMore(Explanation said, Observed seen) {
        Map<String, String> more = new TreeMap<>(seen.locks());
        for (Explanation.Lock each : said.locks()) {
            boolean held = more.remove(each.relation(), each.mode());
            if (!held) {
                return false;
            }
        }
        return OF_KEYS.containsAll(more.values());
    }

    /** The server names the indexes that it builds without their schemas, so of two with a name it cannot be told which one it is. */
    private static boolean sameBareNames(Explanation said, Observed seen) {
        TreeMap<String, String> locks = new TreeMap<>();
        said.locks().forEach(each -> locks.put(each.relation(), each.mode()));
        return locks.equals(seen.locks())
                && new TreeSet<>(said.rewrites()).equals(seen.rewrites())
                && new TreeSet<>(said.scans()).equals(seen.scans())
                && bare(said.indexBuilds()).equals(bare(seen.indexBuilds()));
    }

    private static TreeSet<String> bare(Iterable<String> names) {
        TreeSet<String> bare = new TreeSet<>();
        names.forEach(each -> bare.add(each.substring(each.indexOf('.') + 1)));
        return bare;
    }
}
