package dev.lockstep.integration.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Step;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** An old and a new application write the same rows while a change goes through; every row is compared with a model after every step. */
class PostgresTwoShapesIT {

    private static final int THREADS = 3;

    private static final String SETUP = """
            CREATE TABLE orders (id integer PRIMARY KEY, amount integer, note text NOT NULL DEFAULT '', CHECK (amount >= 0));
            CREATE INDEX orders_amount_idx ON orders (amount);
            INSERT INTO orders (id, amount) SELECT n, NULLIF(n % 50, 0) FROM generate_series(0, 2999, 2) AS n;
            """;

    private static final String PARTITIONS = """

            CREATE TABLE orders_low PARTITION OF orders FOR VALUES FROM (MINVALUE) TO (1000);
            CREATE TABLE orders_high PARTITION OF orders FOR VALUES FROM (1000) TO (MAXVALUE) PARTITION BY HASH (id);
            CREATE TABLE orders_high_0 PARTITION OF orders_high FOR VALUES WITH (MODULUS 2, REMAINDER 0);
            CREATE TABLE orders_high_1 PARTITION OF orders_high FOR VALUES WITH (MODULUS 2, REMAINDER 1);
            """;

    @Test
    void aRenamedColumnHoldsTheSameUnderBothNames() throws SQLException {
        String change = """
                change: orders-total
                fleet: orders
                operations:
                  - rename_column: {table: orders, column: amount, to: total}
                """;
        goThrough(SETUP, change, new TwoShapes("amount", "total", UnaryOperator.identity(), UnaryOperator.identity()));
    }

    @Test
    void aRenamedColumnOfAPartitionedTableHoldsTheSameUnderBothNames() throws SQLException {
        String change = """
                change: orders-total
                fleet: orders
                operations:
                  - rename_column: {table: orders, column: amount, to: total}
                """;
        String partitioned = SETUP.replace("(amount >= 0));", "(amount >= 0)) PARTITION BY RANGE (id);" + PARTITIONS);
        goThrough(
                partitioned,
                change,
                new TwoShapes("amount", "total", UnaryOperator.identity(), UnaryOperator.identity()));
    }

    @Test
    void aConvertedColumnOfAPartitionedTableHoldsWhatEachApplicationWrote() throws SQLException {
        String change = """
                change: orders-parts
                fleet: orders
                operations:
                  - change_type:
                      table: orders
                      column: amount
                      type: bigint
                      to: parts
                      up: "amount / 10 * 3"
                      down: "(parts / 7)::integer"
                """;
        String partitioned = SETUP.replace("(amount >= 0));", "(amount >= 0)) PARTITION BY RANGE (id);" + PARTITIONS);
        goThrough(
                partitioned,
                change,
                new TwoShapes(
                        "amount",
                        "parts",
                        old -> Long.toString(Long.parseLong(old) / 10 * 3),
                        now -> Long.toString(Long.parseLong(now) / 7)));
    }

    @Test
    void aRowThatMovesToAnotherPartitionHoldsTheSameUnderBothNames() throws SQLException {
        try (PostgresNode node = new PostgresNode("""
                CREATE TABLE orders (id integer, place text, area text DEFAULT 'none', PRIMARY KEY (id, place)) PARTITION BY LIST (place);
                CREATE TABLE orders_here PARTITION OF orders FOR VALUES IN ('here');
                CREATE TABLE orders_rest PARTITION OF orders DEFAULT;
                INSERT INTO orders VALUES (0, 'here', 'old');
                """)) {
            assumeThat(node.major()).isGreaterThanOrEqualTo(13);
            for (Step step : PostgresNode.plan(node.plan("""
                    change: orders-region
                    fleet: orders
                    operations:
                      - rename_column: {table: orders, column: area, to: region}
                    """)).getStepsList()) {
                if (step.getPhase() == Phase.EXPAND) {
                    new StepDriver(node).forward(step);
                }
            }

            assertThat(row(node, "UPDATE orders SET place = 'there', region = 'new' WHERE id = 0", 0))
                    .isEqualTo("new new");
            assertThat(row(node, "UPDATE orders SET place = 'here', area = 'newer' WHERE id = 0", 0))
                    .isEqualTo("newer newer");
            assertThat(row(node, "INSERT INTO orders (id, place) VALUES (1, 'there')", 1))
                    .isEqualTo("none none");
            assertThat(row(node, "INSERT INTO orders_here (id, place, region) VALUES (2, 'here', 'x')", 2))
                    .isEqualTo("x x");
        }
    }

    @Test
    void aColumnThatIsWidenedKeepsWhatIsWrittenMeanwhile() throws SQLException {
        String change = """
                change: orders-amount
                fleet: orders
                operations:
                  - change_type: {table: orders, column: amount, type: bigint}
                """;
        goThrough(SETUP, change, new TwoShapes("amount", "amount", UnaryOperator.identity(), UnaryOperator.identity()));
    }

    /** Neither way back is exact, so nothing that was written in one shape may ever be made anew from the other one. */
    @Test
    void aColumnThatIsConvertedHoldsWhatEachApplicationWrote() throws SQLException {
        String change = """
                change: orders-parts
                fleet: orders
                operations:
                  - change_type:
                      table: orders
                      column: amount
                      type: bigint
                      to: parts
                      up: "amount / 10 * 3"
                      down: "(parts / 7)::integer"
                """;
        goThrough(
                SETUP,
                change,
                new TwoShapes(
                        "amount",
                        "parts",
                        old -> Long.toString(Long.parseLong(old) / 10 * 3),
                        now -> Long.toString(Long.parseLong(now) / 7)));
    }

    /** One statement after the other, and what the row holds then: old name, new name. */
    @Test
    void whatAWriterWritesUnderOneNameIsThereUnderTheOther() throws SQLException {
        try (PostgresNode node = new PostgresNode("""
                CREATE TABLE orders (id integer PRIMARY KEY, area numeric(6, 2) DEFAULT 7, note text);
                """)) {
            List<Step> steps = PostgresNode.plan(node.plan("""
                    change: orders-region
                    fleet: orders
                    operations:
                      - rename_column: {table: orders, column: area, to: region}
                    """)).getStepsList();
            node.run("INSERT INTO orders VALUES (0, 1.5)");
            StepDriver driver = new StepDriver(node);
            for (Step step : steps) {
                if (step.getPhase() == Phase.EXPAND) {
                    driver.forward(step);
                }
            }

            assertThat(row(node, "UPDATE orders SET note = 'x' WHERE id = 0", 0))
                    .isEqualTo("1.50 null");
            assertThat(row(node, "UPDATE orders SET region = 2 WHERE id = 0", 0))
                    .isEqualTo("2.00 2.00");
            assertThat(row(node, "INSERT INTO orders (id) VALUES (1)", 1)).isEqualTo("7.00 7.00");
            assertThat(row(node, "INSERT INTO orders (id, area) VALUES (2, 3)", 2))
                    .isEqualTo("3.00 3.00");
            assertThat(row(node, "INSERT INTO orders (id, region) VALUES (3, 4)", 3))
                    .isEqualTo("4.00 4.00");
            assertThat(row(node, "INSERT INTO orders (id, area) VALUES (4, NULL)", 4))
                    .isEqualTo("null null");
            assertThat(row(node, "INSERT INTO orders (id, region) VALUES (5, NULL)", 5))
                    .isEqualTo("null null");
            assertThat(row(node, "UPDATE orders SET area = 8 WHERE id = 5", 5)).isEqualTo("8.00 8.00");
            assertThat(row(node, "UPDATE orders SET region = NULL WHERE id = 5", 5))
                    .isEqualTo("null null");
            assertThat(row(node, "INSERT INTO orders (id, area, region) VALUES (6, 1, 2)", 6))
                    .isEqualTo("1.00 2.00");
            assertThat(row(node, "UPDATE orders SET note = 'both stand' WHERE id = 6", 6))
                    .isEqualTo("1.00 2.00");

            Step look = steps.stream().filter(Step::hasCheck).findFirst().orElseThrow();
            assertThat(node.ask(look.getCheck().getQuery()))
                    .as("the row whose values differ")
                    .isEqualTo("6");
        }
    }

    private static String row(PostgresNode node, String sql, int id) throws SQLException {
        node.run(sql);
        return node.ask(
                "SELECT concat(coalesce(area::text, 'null'), ' ', coalesce(region::text, 'null')) FROM orders WHERE id = "
                        + id);
    }

    /** A trigger of the application's own that changes the row runs before ours, whatever its name. */
    @Test
    void whatATriggerOfTheApplicationMakesOfARowIsThereUnderBothNames() throws SQLException {
        try (PostgresNode node = new PostgresNode("""
                CREATE TABLE orders (id integer PRIMARY KEY, area text, note text);
                CREATE FUNCTION lower_area() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.area := lower(NEW.area); RETURN NEW; END';
                CREATE TRIGGER zz_lower BEFORE INSERT OR UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION lower_area();
                """)) {
            for (Step step : PostgresNode.plan(node.plan("""
                    change: orders-region
                    fleet: orders
                    operations:
                      - rename_column: {table: orders, column: area, to: region}
                    """)).getStepsList()) {
                if (step.getPhase() != Phase.CONTRACT) {
                    new StepDriver(node).forward(step);
                }
            }

            assertThat(row(node, "INSERT INTO orders VALUES (1, 'EU')", 1)).isEqualTo("eu eu");
            assertThat(row(node, "UPDATE orders SET area = 'US' WHERE id = 1", 1))
                    .isEqualTo("us us");
            assertThatThrownBy(() -> node.run("INSERT INTO orders (id, area, region) VALUES (2, 'eu', 'us')"))
                    .as("two values for one thing, once it is proved that there is one")
                    .hasMessageContaining("lockstep_same_orders_area");
        }
    }

    private static void goThrough(String setup, String change, TwoShapes shapes) throws SQLException {
        try (PostgresNode node = new PostgresNode(setup)) {
            List<Step> steps = PostgresNode.plan(node.plan(change)).getStepsList();
            try (TwoShapeWriters writers = new TwoShapeWriters(node, shapes, column(node, shapes.oldName()), THREADS)) {
                StepDriver driver = new StepDriver(node);
                Phase phase = Phase.EXPAND;
                for (Step step : steps) {
                    if (step.getPhase() != phase) {
                        phase = step.getPhase();
                        writers.let(phase != Phase.CONTRACT, true, phase != Phase.BACKFILL);
                    }
                    runUnderLoad(writers, driver, step);
                    boolean filled = phase != Phase.EXPAND
                            && steps.stream()
                                    .noneMatch(later -> later.getNumber() > step.getNumber() && later.hasBackfill());
                    compare(writers, node, shapes, phase != Phase.CONTRACT, filled);
                }
            }
            assertThat(node.catalog().own()).isEmpty();
        }
    }

    private static void runUnderLoad(TwoShapeWriters writers, StepDriver driver, Step step) throws SQLException {
        driver.persist(step);
        long before = writers.writes();
        Awaitility.await()
                .alias("the applications go on after " + step.getSummary())
                .until(() ->
                        writers.writes() > before + 300 || !writers.failures().isEmpty());
        assertThat(writers.failures()).as(step.getSummary()).isEmpty();
    }

    private static void compare(
            TwoShapeWriters writers, PostgresNode node, TwoShapes shapes, boolean hasOld, boolean hasNew)
            throws SQLException {
        writers.paused(rows -> {
            Map<Integer, String> old = new TreeMap<>();
            Map<Integer, String> now = new TreeMap<>();
            rows.forEach((key, values) -> {
                old.put(key, values.old());
                now.put(key, values.now());
            });
            if (hasOld) {
                assertThat(column(node, shapes.oldName())).isEqualTo(old);
            }
            if (hasNew) {
                assertThat(column(node, shapes.newName())).isEqualTo(now);
            }
        });
    }

    private static Map<Integer, String> column(PostgresNode node, String name) throws SQLException {
        Map<Integer, String> values = new TreeMap<>();
        try (Statement statement = node.driver().createStatement();
                ResultSet rows = statement.executeQuery("SELECT id, " + name + " FROM orders")) {
            while (rows.next()) {
                values.put(rows.getInt(1), rows.getString(2));
            }
        }
        return values;
    }
}
