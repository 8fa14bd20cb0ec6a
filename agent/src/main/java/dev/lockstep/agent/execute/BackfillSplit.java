package dev.lockstep.agent.execute;

import dev.lockstep.agent.ledger.BackfillRow;
import dev.lockstep.agent.ledger.KeyText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a backfill is parted into ranges, one for each worker. Planned once and kept in the ledger, so that a restart with another number of workers goes on with
 * the same ranges.
 *
 * @param bounds the last key of each range but the last one, in order
 */
record BackfillSplit(List<List<String>> bounds) {
    /** The whole table. */
    static final BackfillSplit ONE_RANGE = new BackfillSplit(List.of());

    private static final int ROW_OF_BOUNDS = 0;

    BackfillSplit {
        bounds = List.copyOf(bounds);
    }

    /** As the ledger has it; empty before anything was planned or filled. */
    static Optional<BackfillSplit> of(List<BackfillRow> rows) {
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        return rows.stream()
                .filter(row -> row.rangeNumber() == ROW_OF_BOUNDS)
                .findFirst()
                .map(row -> new BackfillSplit(
                        KeyText.read(textOf(row)).stream().map(KeyText::read).toList()))
                .or(() -> Optional.of(ONE_RANGE));
    }

    private static String textOf(BackfillRow row) {
        String text = row.positionText();
        if (text == null) {
            throw new IllegalArgumentException("expected the bounds of the ranges of step " + row.step() + " of epoch "
                    + row.epoch() + " in the ledger, found none; the ledger was changed");
        }
        return text;
    }

    /** For the ledger. */
    BackfillRow row(long epoch, int step) {
        String text = KeyText.write(bounds.stream().map(KeyText::write).toList());
        return new BackfillRow(epoch, step, ROW_OF_BOUNDS, text, 0, true);
    }

    int count() {
        return bounds.size() + 1;
    }

    /** What a range comes after, counted from 0; null for the first one. */
    @Nullable
    List<String> lower(int range) {
        return range == 0 ? null : bounds.get(range - 1);
    }

    /** The last key of a range; null for the last one, which takes everything that comes. */
    @Nullable
    List<String> limit(int range) {
        return range == bounds.size() ? null : bounds.get(range);
    }

    /** The number that the ledger has for a pass, from 1, over a range. */
    int number(int range, int pass) {
        return (pass - 1) * count() + range + 1;
    }

    /** The range that a row of the ledger is about, counted from 0. */
    int range(BackfillRow row) {
        return (row.rangeNumber() - 1) % count();
    }

    /** The pass that a row of the ledger is about, from 1. */
    int pass(BackfillRow row) {
        return (row.rangeNumber() - 1) / count() + 1;
    }

    /** The passes over one range, in order. */
    List<BackfillRow> passes(int range, List<BackfillRow> rows) {
        List<BackfillRow> own = new ArrayList<>(rows);
        own.removeIf(row -> row.rangeNumber() == ROW_OF_BOUNDS || range(row) != range);
        own.sort(Comparator.comparingInt(BackfillRow::rangeNumber));
        return own;
    }
}
