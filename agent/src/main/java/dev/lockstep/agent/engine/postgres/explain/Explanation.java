package dev.lockstep.agent.engine.postgres.explain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one statement would do, and the change that does the same without stopping anybody.
 *
 * @param locks the strongest mode on each relation of the schema that was there before, by name
 * @param rewrites tables whose rows are all written anew
 * @param scans tables whose rows are all read, to see whether they keep a rule
 * @param indexBuilds indexes that are built over rows that are there
 * @param safer the operations of a change file; null when there is none, or none is needed
 * @param error what the server would answer instead; null when it would take the statement
 */
public record Explanation(
        String sql,
        List<Lock> locks,
        List<String> rewrites,
        List<String> scans,
        List<String> indexBuilds,
        @Nullable String safer,
        @Nullable String error) {

    /** A lock on a relation, in the mode as pg_locks shows it. */
    public record Lock(String relation, String mode) {}

    public Explanation {
        locks = List.copyOf(locks);
        rewrites = List.copyOf(rewrites);
        scans = List.copyOf(scans);
        indexBuilds = List.copyOf(indexBuilds);
    }
}
