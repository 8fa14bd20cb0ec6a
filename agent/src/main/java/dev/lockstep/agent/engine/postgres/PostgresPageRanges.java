package dev.lockstep.agent.engine.postgres;

import dev.lockstep.agent.engine.BackfillRanges;
import dev.lockstep.v1.Backfill;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Ranges of pages, each gone over in turns: one turn fills every eighth row of a page, say. The first turn of a full page puts the new versions elsewhere, and each turn after it
 * finds in the page the room that the old versions of the turn before had, as the server clears a page of what nobody can see any more when it reads it. Such rows need no new
 * entries in indexes. Two turns over the same page are at least one batch apart, so that whoever could see the old versions is gone. A row that a writer moves meanwhile may be passed by, so going over the pages proves nothing: where there is a key, going by the key does; else one look
 * over the whole table, with one snapshot.
 */
final class PostgresPageRanges implements BackfillRanges {
    private static final int MOST_MOVED = 10_000;
    private static final int ROWS_OF_UNKNOWN_PAGE = 50;
    private static final int MOST_ROWS_OF_PAGE = 291;
    private static final int MANY_TURNS = 8;
    private static final int FEW_TURNS = 4;

    /** Each row that stays in its page takes a second pointer there, of which narrow rows leave few. */
    private static final int MOST_ROWS_FOR_MANY_TURNS = 100;

    private static final int MOST_ROWS_FOR_TURNS = 240;
    private static final long LEAST_PAGES_FOR_TURNS = 64;

    /** What the first turn over a part of the table adds to it, the next part finds as room. */
    private static final int PARTS = 4;

    /** Pages that are gone over in turns stay in memory meanwhile. */
    private static final int PARTS_OF_MEMORY = 8;

    private static final long LEAST_PAGES_OF_SESSION = 16;

    private final TableName table;
    private final Backfill backfill;
    private final PostgresBackfillRanges rows;
    private double rowsOfPage = ROWS_OF_UNKNOWN_PAGE;
    private boolean indexed;
    private int inPlace;
    private long mostPages = LEAST_PAGES_FOR_TURNS;

    PostgresPageRanges(Backfill backfill) {
        this.table = TableName.of(backfill.getTable());
        this.backfill = backfill;
        this.rows = new PostgresBackfillRanges(backfill);
    }

    @Override
    public Optional<List<String>> upperBound(
            Connection connection, @Nullable List<String> lower, @Nullable List<String> limit, int rows)
            throws SQLException {
        PagePosition at = PagePosition.read(lower);
        long pages = look(connection);
        if (!at.isInTurns()) {
            if (at.page() >= pages) {
                return Optional.empty();
            }
            long to = Math.min(pages, at.page() + Math.max(1, Math.min(pages / PARTS, mostPages)));
            int turns = turns(to - at.page());
            if (turns == 1) {
                return Optional.of(PagePosition.at(Math.min(pages, at.page() + pages(rows)))
                        .texts());
            }
            at = at.begin(to, turns);
        }
        long half = (at.end() - at.page() + 1) / 2;
        long step = Math.min(half, pages(rows * at.turns()));
        return Optional.of(at.upTo(Math.min(at.end(), at.next() + step)).texts());
    }

    private long pages(int rows) {
        return Math.max(1, (long) (rows / rowsOfPage));
    }

    /** How many pages there are now; remembers how many rows a page has, and how many pages are gone over at a time. */
    private long look(Connection connection) throws SQLException {
        String query = """
                SELECT pg_relation_size(oid) / current_setting('block_size')::int,
                  CASE WHEN reltuples > 0 AND relpages > 0 THEN reltuples / relpages END,
                  pg_size_bytes(current_setting('shared_buffers')) / current_setting('block_size')::int,
                  EXISTS (SELECT FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attname = %s
                    WHERE i.indrelid = pg_class.oid AND (a.attnum = ANY (i.indkey) OR EXISTS (SELECT FROM pg_depend d
                      WHERE d.classid = 'pg_class'::regclass AND d.objid = i.indexrelid AND d.refclassid = 'pg_class'::regclass
                        AND d.refobjid = i.indrelid AND d.refobjsubid = a.attnum)))
                FROM pg_class WHERE oid = %s::regclass
                """.formatted(Quoting.literal(backfill.getColumn()), Quoting.literal(table.sql()));
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(query)) {
            found.next();
            rowsOfPage = found.getDouble(2) > 0 ? found.getDouble(2) : ROWS_OF_UNKNOWN_PAGE;
            mostPages = found.getLong(3) / PARTS_OF_MEMORY;
            indexed = found.getBoolean(4);
            return found.getLong(1);
        }
    }

    private int turns(long pages) {
        // An index of the same change is there before its column is filled, and needs an entry for every new version.
        if (!backfill.getByPlace() || indexed || pages < LEAST_PAGES_FOR_TURNS || rowsOfPage > MOST_ROWS_FOR_TURNS) {
            return 1;
        }
        return rowsOfPage > MOST_ROWS_FOR_MANY_TURNS ? FEW_TURNS : MANY_TURNS;
    }

    @Override
    public int rows(@Nullable List<String> lower, List<String> upper, int asked) {
        Turn turn = Turn.between(lower, upper);
        return (int) Math.max(1, (turn.end() - turn.page()) * rowsOfPage / turn.turns());
    }

    @Override
    public int fill(Connection connection, @Nullable List<String> lower, List<String> upper) throws SQLException {
        rows.settle(connection);
        Turn turn = Turn.between(lower, upper);
        boolean readsRanges = PostgresVersion.read(connection).readsRangesOfPlaces();
        long inPlaceBefore = updatedInPlace(connection);
        int filled = update(
                connection,
                readsRanges ? range(turn.page(), turn.end()) + turn.condition() : places(turn.page(), turn.end()));
        inPlace = (int) (updatedInPlace(connection) - inPlaceBefore);
        return filled;
    }

    /** New versions that found room in their page; counted by the session, so only the difference within a transaction says something. */
    private long updatedInPlace(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery(
                        "SELECT pg_stat_get_xact_tuples_hot_updated(" + Quoting.literal(table.sql()) + "::regclass)")) {
            count.next();
            return count.getLong(1);
        }
    }

    @Override
    public List<List<String>> inside(@Nullable List<String> lower, List<String> upper, int parts) {
        Turn turn = Turn.between(lower, upper);
        long pages = turn.end() - turn.page();
        int most = (int) Math.min(parts, Math.max(1, pages / LEAST_PAGES_OF_SESSION));
        List<List<String>> bounds = new ArrayList<>();
        for (int part = 1; part < most; part++) {
            bounds.add(turn.at(turn.page() + pages * part / most).texts());
        }
        return bounds;
    }

    @Override
    public boolean endsPart(List<String> upper) {
        return !PagePosition.read(upper).isInTurns();
    }

    @Override
    public int leftBehind(int filled) {
        return Math.max(0, filled - inPlace);
    }

    private static String range(long from, long to) {
        return "ctid >= '(%d,0)'::tid AND ctid < '(%d,0)'::tid".formatted(from, to);
    }

    /** Older servers find single places only, so all that a page can have are given. */
    private static String places(long from, long to) {
        return "ctid = ANY (ARRAY(SELECT ('(' || page || ',' || place || ')')::tid FROM generate_series(%d, %d) AS page, generate_series(1, %d) AS place))"
                .formatted(from, to - 1, MOST_ROWS_OF_PAGE);
    }

    private int update(Connection connection, String where) throws SQLException {
        String update = "UPDATE %s SET %s = (%s) WHERE %s AND (%s)"
                .formatted(
                        table.sql(),
                        Quoting.identifier(backfill.getColumn()),
                        backfill.getValue(),
                        where,
                        backfill.getCondition());
        try (PreparedStatement statement = connection.prepareStatement(update)) {
            return statement.executeUpdate();
        }
    }

    @Override
    public OptionalInt fillMoved(Connection connection) throws SQLException {
        rows.settle(connection);
        String left =
                "SELECT ctid FROM %s WHERE (%s) LIMIT %d".formatted(table.sql(), backfill.getCondition(), MOST_MOVED);
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SELECT count(*) FROM (" + left + ") AS moved")) {
            found.next();
            if (found.getInt(1) == 0) {
                return OptionalInt.of(0);
            }
        }
        // What moves once more meanwhile is left for the next look.
        return OptionalInt.of(Math.max(1, update(connection, "ctid = ANY (ARRAY(" + left + "))")));
    }

    @Override
    public long estimateRows(Connection connection) throws SQLException {
        return rows.estimateRows(connection);
    }

    @Override
    public List<String> tidying(Connection connection) throws SQLException {
        return rows.tidying(connection);
    }

    /**
     * One turn over some pages.
     *
     * @param where it begins
     * @param end the first page that it does not come to
     */
    private record Turn(PagePosition where, long end) {
        static Turn between(@Nullable List<String> lower, List<String> upper) {
            PagePosition before = PagePosition.read(lower);
            PagePosition after = PagePosition.read(upper);
            if (!before.isInTurns() && !after.isInTurns()) {
                return new Turn(before, after.page());
            }
            PagePosition where = before.isInTurns() ? before : before.begin(after.end(), after.turns());
            boolean sameTurn = after.isInTurns() && after.done() == where.done();
            return new Turn(where, sameTurn ? after.next() : where.end());
        }

        long page() {
            return where.next();
        }

        int turns() {
            return Math.max(1, where.turns());
        }

        /** When it has come to this page, which is one inside of it. */
        PagePosition at(long page) {
            return where.isInTurns() ? where.upTo(page) : PagePosition.at(page);
        }

        /** The last byte of a place is that of its number in the page. */
        String condition() {
            return where.isInTurns()
                    ? " AND get_byte(tidsend(ctid), 5) %% %d = %d".formatted(where.turns(), where.done())
                    : "";
        }
    }
}
