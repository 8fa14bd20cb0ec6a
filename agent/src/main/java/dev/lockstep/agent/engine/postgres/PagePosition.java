package dev.lockstep.agent.engine.postgres;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a backfill by place has come: all pages before {@code page} are filled, and those from there to before {@code end} are gone over in turns.
 *
 * @param end the same as {@code page} where no turn has begun
 * @param done how many turns are through, fewer than {@code turns}
 * @param turns how many the pages need; 0 where none has begun
 * @param next the first page that the turn under way has not come to
 */
record PagePosition(long page, long end, int done, int turns, long next) {

    /** All pages before this one are filled, and nothing of it. */
    static PagePosition at(long page) {
        return new PagePosition(page, page, 0, 0, page);
    }

    /** As {@link #texts} has written it; the first page for null. */
    static PagePosition read(@Nullable List<String> texts) {
        if (texts == null) {
            return at(0);
        }
        long page = Long.parseLong(texts.get(0));
        return texts.size() == 1
                ? at(page)
                : new PagePosition(
                        page,
                        Long.parseLong(texts.get(1)),
                        Integer.parseInt(texts.get(2)),
                        Integer.parseInt(texts.get(3)),
                        Long.parseLong(texts.get(4)));
    }

    /** For the ledger: the page alone where no turn has begun. */
    List<String> texts() {
        return isInTurns()
                ? List.of(
                        Long.toString(page),
                        Long.toString(end),
                        Integer.toString(done),
                        Integer.toString(turns),
                        Long.toString(next))
                : List.of(Long.toString(page));
    }

    boolean isInTurns() {
        return turns > 0;
    }

    /** When the first turn over the pages up to {@code newEnd} begins. */
    PagePosition begin(long newEnd, int newTurns) {
        return new PagePosition(page, newEnd, 0, newTurns, page);
    }

    /** When the turn under way has come to this page. */
    PagePosition upTo(long newNext) {
        if (newNext < end) {
            return new PagePosition(page, end, done, turns, newNext);
        }
        return done + 1 < turns ? new PagePosition(page, end, done + 1, turns, page) : at(end);
    }
}
