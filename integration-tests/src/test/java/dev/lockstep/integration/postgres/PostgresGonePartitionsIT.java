package dev.lockstep.integration.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.lockstep.fingerprint.Catalog;
import dev.lockstep.v1.Change;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Planned;
import dev.lockstep.v1.Step;
import dev.lockstep.v1.StepFailed;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A partition is dropped, or becomes a table of its own, before each step of each kind of change in turn: the epoch goes on, and the others are as without it. */
class PostgresGonePartitionsIT {
    /** Another number tries other steps. */
    private static final int SALT = Integer.getInteger("lockstep.gone.salt", 1);

    private static final int EVERY = Integer.getInteger("lockstep.gone.every", 6);

    static final String SETUP = """
            CREATE TABLE orders (id integer PRIMARY KEY);
            INSERT INTO orders SELECT n FROM generate_series(1, 100) AS n;
            CREATE TABLE lines (id integer NOT NULL, order_id integer NOT NULL, day integer NOT NULL, text text DEFAULT 'all', amount integer,
              CONSTRAINT lines_pkey PRIMARY KEY (id, day), CONSTRAINT lines_kept CHECK (id > 0)) PARTITION BY RANGE (day);
            CREATE TABLE lines_1 PARTITION OF lines FOR VALUES FROM (0) TO (100);
            CREATE TABLE lines_2 PARTITION OF lines FOR VALUES FROM (100) TO (200) PARTITION BY RANGE (day);
            CREATE TABLE lines_2a PARTITION OF lines_2 FOR VALUES FROM (100) TO (150);
            CREATE TABLE lines_2b PARTITION OF lines_2 FOR VALUES FROM (150) TO (200);
            CREATE TABLE lines_3 PARTITION OF lines FOR VALUES FROM (200) TO (300);
            ALTER TABLE ONLY lines_1 ALTER COLUMN text SET DEFAULT 'own';
            ALTER TABLE ONLY lines_3 ALTER COLUMN text SET DEFAULT 'own, too';
            CREATE INDEX lines_order ON lines (order_id);
            CREATE INDEX lines_amount ON lines (amount, day);
            COMMENT ON INDEX lines_1_amount_day_idx IS 'kept';
            INSERT INTO lines SELECT n, 1 + n % 100, n, 'line ' || n, n FROM generate_series(1, 299) AS n;
            CREATE TABLE notes (line integer, day integer);
            CREATE INDEX notes_line ON notes (line, day);
            INSERT INTO notes VALUES (250, 250);
            """;

    /** What a change does, and with it each kind of step. */
    enum Kind {
        INDEX("add_index: {table: lines, name: lines_by_text, columns: [text, day]}"),
        UNIQUE_INDEX("add_index: {table: lines, name: lines_by_text, columns: [text, day], unique: true}"),
        UNIQUE("add_unique: {table: lines, name: lines_once, columns: [text, day], writers_comply: true}"),
        CHECK("add_check: {table: lines, name: lines_amount_ok, check: amount > 0, writers_comply: true}"),
        REFER(
                "add_foreign_key: {table: lines, name: lines_order_fk, columns: [order_id], references: orders, referenced_columns: [id], writers_comply: true}"),
        REFERRED(
                "add_foreign_key: {table: notes, name: notes_line_fk, columns: [line, day], references: lines, referenced_columns: [id, day], writers_comply: true}"),
        COLUMN("add_column: {table: lines, column: region, type: varchar(8), value: \"upper(text)\", nullable: false}"),
        NOT_NULL("set_not_null: {table: lines, column: amount}"),
        DEFAULT("set_default: {table: lines, column: text, default: \"'new'\"}"),
        TYPE("change_type: {table: lines, column: amount, to: total, type: bigint}"),
        NAME("rename_column: {table: lines, column: amount, to: total}"),
        KEY("replace_primary_key: {table: lines, columns: [id, order_id, day]}"),
        WIDE_KEY("widen_key: {table: lines, column: id}"),
        FILL("backfill: {table: lines, column: text, value: \"'filled'\", where: \"text <> 'filled'\"}"),
        DROP("drop_column: {table: lines, column: text}"),
        IDENTITY("set_replica_identity: {table: lines, identity: full}");

        private final String operation;

        Kind(String operation) {
            this.operation = operation;
        }

        Change change() {
            return PostgresNode.read("change: gone\nfleet: orders\noperations:\n  - " + operation + "\n");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPartitionThatGoesBeforeAStepStopsNothing(Kind kind) throws Exception {
        try (Bench bench = new Bench(kind)) {
            Catalog whole = bench.run((number, undo) -> "", false);
            for (Step step : some(bench.steps())) {
                Leaving leaving = Leaving.at(step);
                Catalog found = bench.run((number, undo) -> number == step.getNumber() ? leaving.sql : "", false);
                assertThat(leaving.others(found))
                        .as("%s before %s", leaving, step.getSummary())
                        .isEqualTo(leaving.others(whole));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"UNIQUE_INDEX", "NOT_NULL", "KEY", "DROP"})
    void norOnTheWayBack(Kind kind) throws Exception {
        try (Bench bench = new Bench(kind)) {
            List<Step> steps = bench.steps().stream()
                    .filter(step -> step.getPhase() != Phase.CONTRACT)
                    .toList();
            assertThat(steps).isNotEmpty();
            Catalog start = bench.start();
            for (Step step : some(steps)) {
                boolean there = step.getNumber() % 3 != SALT % 3;
                Leaving leaving = Leaving.at(step);
                Catalog found = bench.run(
                        (number, undo) -> number == step.getNumber() && undo == there ? leaving.sql : "", true);
                assertThat(leaving.others(found))
                        .as("%s before %s%s", leaving, there ? "the undo of " : "", step.getSummary())
                        .isEqualTo(leaving.others(start));
            }
        }
    }

    /** All of a few; of many, which are much alike, one in six. */
    private static List<Step> some(List<Step> steps) {
        return steps.stream()
                .filter(step -> EVERY > steps.size() || step.getNumber() % EVERY == SALT % EVERY)
                .toList();
    }

    /** Who goes how: a partition, one of a partition, and one with its partitions. */
    private enum Leaving {
        DROPPED("DROP TABLE lines_1", "table:lines_1"),
        DETACHED_WITH_ITS_OWN("ALTER TABLE lines DETACH PARTITION lines_2", "table:lines_2"),
        DETACHED("ALTER TABLE lines DETACH PARTITION lines_1", "table:lines_1"),
        DROPPED_BELOW("DROP TABLE lines_2a", "table:lines_2a");

        private final String sql;
        private final String path;

        Leaving(String sql, String path) {
            this.sql = sql;
            this.path = path;
        }

        static Leaving at(Step step) {
            // Of many steps every sixth is tried, and those, too, are to meet each of them.
            return values()[(step.getNumber() + step.getNumber() / EVERY + SALT) % values().length];
        }

        /** Everything but what is in those that went. */
        SortedMap<String, String> others(Catalog catalog) {
            TreeMap<String, String> others = new TreeMap<>(catalog.schema());
            others.putAll(catalog.own());
            others.keySet().removeIf(each -> each.startsWith(path));
            return others;
        }
    }

    /** What somebody else runs before a step; empty for nothing. */
    private interface Going {
        String before(int number, boolean undo);
    }

    /** A change that is ready to be run as often as wanted, each time on a copy. */
    private static final class Bench implements AutoCloseable {
        private final PostgresNode template = new PostgresNode(SETUP);
        private final Change change;
        private final Planned planned;
        private final Catalog start;

        Bench(Kind kind) throws SQLException {
            this.change = kind.change();
            this.planned = template.plan(change);
            assumeThat(template.major() < 13 && planned.getPlan().isEmpty()).isFalse();
            assertThat(planned.getPlan().isEmpty())
                    .as(planned.getFindingsList().toString())
                    .isFalse();
            this.start = template.catalog();
        }

        List<Step> steps() {
            return PostgresNode.plan(planned).getStepsList();
        }

        Catalog start() {
            return start;
        }

        /** To the end, or up to RELEASE and back; the catalog then. */
        Catalog run(Going going, boolean back) throws SQLException, InterruptedException {
            List<String> done = new ArrayList<>();
            try (PostgresNode node = template.copy();
                    Connection somebody = node.connect();
                    Statement statement = somebody.createStatement();
                    GoneEpoch epoch = new GoneEpoch(node, change, planned, (number, undo) -> {
                        String sql = going.before(number, undo);
                        if (!sql.isEmpty() && done.isEmpty()) {
                            done.add(sql);
                            leave(statement, sql);
                        }
                    })) {
                Optional<StepFailed> failed = back ? epoch.through(Phase.VALIDATE) : epoch.forward();
                assertThat(failed).as("forward, after %s", done).isEmpty();
                if (back) {
                    assertThat(epoch.back()).as("back, after %s", done).isEmpty();
                }
                return node.catalog();
            }
        }

        /** A table that refers to the whole may keep the partition there. */
        private static void leave(Statement statement, String sql) throws SQLException {
            try {
                statement.execute(sql);
            } catch (SQLException refused) {
                assertThat(refused.getMessage()).contains("constraint notes_line_fk on table notes");
            }
        }

        @Override
        public void close() throws SQLException {
            template.close();
        }
    }
}
