package dev.lockstep.agent.engine;

import java.util.List;

/**
 * What is known of a node's standbys, and how far behind they may be for a step that locks readers out.
 *
 * @param jdbcUrls of those that are looked at themselves; without user and password, which are the node's
 * @param replayDelaySeconds how far any may be behind
 * @param names of those that count where the primary is asked; empty for all
 */
public record StandbyLimits(List<String> jdbcUrls, int replayDelaySeconds, List<String> names) {
    /** Where nothing else is said. */
    public static final int USUAL_REPLAY_DELAY_SECONDS = 10;

    /** None is known, and those that the primary sees must not be far behind. */
    public static final StandbyLimits USUAL = new StandbyLimits(List.of(), USUAL_REPLAY_DELAY_SECONDS, List.of());

    /** Nothing is looked at. */
    public static final StandbyLimits NONE = new StandbyLimits(List.of(), Integer.MAX_VALUE, List.of());

    public StandbyLimits {
        jdbcUrls = List.copyOf(jdbcUrls);
        names = List.copyOf(names);
    }
}
