package dev.lockstep.agent.ledger;

import org.jspecify.annotations.Nullable;

/**
 * How far one pass over one range of a backfill is; committed together with the batch.
 *
 * @param rangeNumber counted through all ranges of the first pass, which fills, then through all of the next one, which proves that nothing is left, and so on;
 *     from 1. 0 is the row that says where the ranges part, and a backfill without it has one range
 * @param positionText the last key, written by {@link KeyText}; null before the first batch
 * @param rowsDone rows looked at
 */
public record BackfillRow(
        long epoch, int step, int rangeNumber, @Nullable String positionText, long rowsDone, boolean finished) {}
