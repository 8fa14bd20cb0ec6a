package dev.lockstep.agent.engine;

import java.util.List;

/**
 * How much strain on a node a backfill may go on under.
 *
 * @param replicaLagSeconds how far a replica may be behind
 * @param replicas names of those that count; empty for all
 * @param walMegabytesPerSecond how much the server may write to its log
 * @param answerMillis how long the server may take for a query that asks nothing, in 99 of 100 cases
 */
public record StrainLimits(int replicaLagSeconds, List<String> replicas, int walMegabytesPerSecond, int answerMillis) {
    /** What fits most databases: any amount of log. */
    public static final StrainLimits USUAL = new StrainLimits(10, List.of(), Integer.MAX_VALUE, 500);

    /** Nothing holds a backfill back. */
    public static final StrainLimits NONE =
            new StrainLimits(Integer.MAX_VALUE, List.of(), Integer.MAX_VALUE, Integer.MAX_VALUE);

    public StrainLimits {
        replicas = List.copyOf(replicas);
    }
}
