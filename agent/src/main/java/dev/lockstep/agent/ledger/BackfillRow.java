package dev.lockstep.agent.ledger;

import org.jspecify.annotations.Nullable;

/**
 * How far one pass of a backfill is; committed together with the batch.
 *
 * @param rangeNumber the pass, from 1: the first fills, each later one proves that nothing is left
 * @param positionText the last key, written by {@link KeyText}; null before the first batch
 * @param rowsDone rows looked at
 */
public record BackfillRow(
        long epoch, int step, int rangeNumber, @Nullable String positionText, long rowsDone, boolean finished) {}
