package dev.lockstep.agent.engine;

/**
 * A reason to hold a backfill back.
 *
 * @param reason in words, such as {@code replica standby1 lags 12 s}
 * @param stops whether nothing more is filled while it lasts; otherwise less is
 */
public record Strain(String reason, boolean stops) {}
