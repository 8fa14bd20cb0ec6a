package dev.lockstep.integration.postgres.explain;

import java.util.SortedMap;
import java.util.SortedSet;

/**
 * What a statement did to the relations that were there before it.
 *
 * @param locks the strongest mode on each relation
 * @param sqlState of the server's refusal; empty when it took the statement
 */
record Observed(
        SortedMap<String, String> locks,
        SortedSet<String> rewrites,
        SortedSet<String> scans,
        SortedSet<String> indexBuilds,
        String sqlState,
        String message) {}
