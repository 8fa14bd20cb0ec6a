package dev.lockstep.integration.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.lockstep.v1.Finding;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.Planned;
import dev.lockstep.v1.Step;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that would be the same in several rows of a column that is unique, or that the change makes so. */
class PostgresUniqueValuesIT {

    private static final String SETUP = """
            CREATE TABLE orders (id bigint PRIMARY KEY, area text, code text, late text, mark text, pair text, kept text);
            INSERT INTO orders SELECT n, CASE WHEN n < 3 THEN 'eu' ELSE 'area ' || n END, CASE WHEN n > 3 THEN 'c' || n END,
              NULL, NULL, NULL, CASE WHEN n > 1 THEN 'k' || n END FROM generate_series(1, 5) AS n;
            CREATE UNIQUE INDEX orders_code_key ON orders (code);
            ALTER TABLE orders ADD CONSTRAINT orders_late_key UNIQUE (late) DEFERRABLE INITIALLY DEFERRED;
            CREATE UNIQUE INDEX orders_mark_key ON orders (mark) WHERE area <> 'eu';
            CREATE UNIQUE INDEX orders_pair_key ON orders (id, pair);
            CREATE UNIQUE INDEX orders_kept_key ON orders (kept);
            CREATE TABLE pairs (id bigint PRIMARY KEY, code text, part text, other text, part_of_other text);
            INSERT INTO pairs SELECT n, 'c' || n, 'same', 'o' || n, 'p' || n FROM generate_series(1, 5) AS n;
            CREATE UNIQUE INDEX pairs_code_key ON pairs (code, part);
            CREATE UNIQUE INDEX pairs_other_key ON pairs (other, part_of_other);
            CREATE TABLE days (at date, value int) PARTITION BY RANGE (at);
            CREATE TABLE days_1 PARTITION OF days FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
            CREATE UNIQUE INDEX days_key ON days (at, value);
            INSERT INTO days SELECT '2026-03-01', n FROM generate_series(1, 5) AS n;
            CREATE TABLE single (id bigint PRIMARY KEY, code text UNIQUE);
            INSERT INTO single VALUES (1, NULL);
            CREATE TABLE numbered (id bigint PRIMARY KEY, code text UNIQUE);
            INSERT INTO numbered SELECT n FROM generate_series(1, 5) AS n;
            CREATE FUNCTION number() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.code := NEW.code || NEW.id; RETURN NEW; END $$;
            CREATE TRIGGER number BEFORE UPDATE ON numbered FOR EACH ROW EXECUTE FUNCTION number();
            CREATE TABLE measures (at date, value int, code text) PARTITION BY RANGE (at);
            CREATE TABLE measures_1 PARTITION OF measures FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
            CREATE TABLE measures_2 PARTITION OF measures FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');
            CREATE UNIQUE INDEX measures_1_code_key ON measures_1 (code);
            INSERT INTO measures VALUES ('2026-03-01', 1), ('2026-03-02', 2), ('2027-03-01', 3), ('2027-03-02', 4);
            """;

    private static PostgresNode node;

    @BeforeAll
    static void open() throws SQLException {
        node = new PostgresNode(SETUP);
    }

    @AfterAll
    static void close() throws SQLException {
        node.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "set_not_null: {table: orders, column: code, value: \"'none'\"}",
                "set_not_null: {table: orders, column: code, value: \"lower('NONE')\"}",
                "set_not_null: {table: orders, column: code, value: area}",
                "set_not_null: {table: orders, column: late, value: \"'none'\"}",
                "set_not_null: {table: orders, column: kept, value: \"concat('k', 2)\"}",
                "backfill: {table: orders, column: code, value: \"'none'\", where: \"code IS NULL\"}",
                "backfill: {table: orders, column: code, value: \"'none'\", where: \"orders.code IN ('c4', 'c5')\"}",
                "set_not_null: {table: measures, column: code, value: \"'none'\"}",
                "backfill: {table: measures, column: code, value: \"'none'\", where: \"code IS NULL\"}"
            })
    void refusesAValueThatAUniqueIndexWillNotHave(String operation) throws SQLException {
        assumeThat(canFill(operation)).isTrue();
        assertThat(refusals(operation)).extracting(Finding::getCode).containsExactly("value-not-unique");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "add_column: {table: orders, column: token, type: text, default: \"''\"}",
                "add_column: {table: orders, column: token, type: text, nullable: false, default: \"''\"}",
                "add_column: {table: orders, column: token, type: timestamptz, default: \"now()\"}",
                "add_column: {table: orders, column: token, type: text, value: \"'none'\"}",
                "add_column: {table: orders, column: token, type: text, nullable: false, value: \"area\"}",
                "add_column: {table: orders, column: token, type: int, nullable: false, value: \"orders.id / 2.0\"}"
            })
    void refusesAValueThatARuleOfTheSameChangeWillNotHave(String operation) throws SQLException {
        String index = "add_index: {table: orders, name: orders_token_key, columns: [token], unique: true}";
        String constraint = "add_unique: {table: orders, name: orders_token_key, columns: [token]}";
        String pair = "add_unique: {table: orders, name: orders_token_key, columns: [pair, token]}";
        node.run("UPDATE orders SET pair = 'one'");
        try {
            assertThat(refusals(operation, index)).extracting(Finding::getCode).containsExactly("duplicates");
            assertThat(refusals(operation, constraint))
                    .extracting(Finding::getCode)
                    .containsExactly("duplicates");
            assertThat(refusals(operation, pair)).extracting(Finding::getCode).containsExactly("duplicates");
        } finally {
            node.run("UPDATE orders SET pair = NULL");
        }
    }

    /** What a change drops stays until CONTRACT, and rows are filled before that. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "drop_index: {table: orders, name: orders_code_key}; set_not_null: {table: orders, column: code, value: \"'none'\"}",
                "drop_index: {table: orders, name: orders_code_key}; backfill: {table: orders, column: code, value: \"'none'\", where: \"code IS NULL\"}",
                "drop_constraint: {table: orders, name: orders_late_key}; set_not_null: {table: orders, column: late, value: \"'none'\"}",
                "drop_column: {table: pairs, column: part}; backfill: {table: pairs, column: code, value: \"'none'\", where: \"code LIKE 'c%'\"}",
                "drop_index: {table: days, name: days_key}; backfill: {table: days, column: value, value: \"7\", where: \"value <> 7\"}"
            })
    void refusesAValueThatAnIndexWhichTheChangeDropsWillNotHave(String operations) throws SQLException {
        assertThat(refusals(operations.split("; ")))
                .extracting(Finding::getCode)
                .containsExactly("value-not-unique");
    }

    /** Else nothing would be refused with reason. */
    @Test
    void rowsAreFilledWhileAnIndexThatTheChangeDropsIsThere() throws SQLException {
        try (PostgresNode other = new PostgresNode(SETUP)) {
            Plan plan = PostgresNode.plan(other.plan(change(
                    "drop_index: {table: orders, name: orders_kept_key}",
                    "set_not_null: {table: orders, column: kept, value: \"'none'\"}")));
            other.run("UPDATE orders SET kept = NULL WHERE id = 2");
            StepDriver driver = new StepDriver(other);
            Step fill = plan.getStepsList().stream()
                    .filter(Step::hasBackfill)
                    .findFirst()
                    .orElseThrow();
            for (Step step : plan.getStepsList().subList(0, fill.getNumber() - 1)) {
                driver.forward(step);
            }
            assertThatThrownBy(() -> driver.forward(fill)).hasMessageContaining("orders_kept_key");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "drop_index: {table: orders, name: orders_pair_key}; backfill: {table: orders, column: pair, value: \"'none'\", where: \"pair IS NULL\"}",
                "drop_index: {table: orders, name: orders_mark_key}; backfill: {table: orders, column: mark, value: \"'none'\", where: \"mark IS NULL\"}",
                "drop_column: {table: pairs, column: part_of_other}; backfill: {table: pairs, column: other, value: \"'none'\", where: \"other LIKE 'o%'\"}"
            })
    void letsThroughWhatAnIndexThatTheChangeDropsWillHave(String operations) throws SQLException {
        assertThat(refusals(operations.split("; "))).isEmpty();
    }

    @Test
    void refusesARuleBeforeTheValueThatBreaksIt() throws SQLException {
        assertThat(refusals(
                        "add_unique: {table: orders, name: orders_pair_one, columns: [pair]}",
                        "backfill: {table: orders, column: pair, value: \"'none'\", where: \"pair IS NULL\"}"))
                .extracting(Finding::getCode)
                .containsExactly("value-not-unique");
    }

    /** As the other operations of the change leave them, not as they are now. */
    @Test
    void asksForRowsAsTheyWillBe() throws SQLException {
        assertThat(refusals(
                        "backfill: {table: orders, column: area, value: \"concat('area ', id)\", where: \"area = 'eu'\"}",
                        "add_unique: {table: orders, name: orders_area_key, columns: [area]}"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "set_not_null: {table: orders, column: code, value: {postgres: \"'c' || id\"}}",
                "set_not_null: {table: orders, column: mark, value: \"'none'\"}",
                "set_not_null: {table: orders, column: pair, value: \"'none'\"}",
                "set_not_null: {table: orders, column: kept, value: \"'none'\"}",
                "set_not_null: {table: single, column: code, value: \"'none'\"}",
                "set_not_null: {table: numbered, column: code, value: \"'none'\"}",
                "set_not_null: {table: orders, column: code, value: \"now()\"}",
                "set_not_null: {table: orders, column: code, value: \"current_timestamp::text\"}",
                "set_not_null: {table: orders, column: code, value: \"'now'::timestamptz\"}",
                "backfill: {table: orders, column: code, value: \"NULL\", where: \"code LIKE 'c%'\"}",
                "backfill: {table: orders, column: code, value: \"'none'\", where: \"id = 1 AND code IS NULL\"}",
                "set_not_null: {table: measures, column: code, value: \"value\"}"
            })
    void letsThroughWhatCanWork(String operation) throws SQLException {
        assumeThat(canFill(operation)).isTrue();
        assertThat(refusals(operation)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "add_column: {table: orders, column: token, type: text}",
                "add_column: {table: orders, column: token, type: text, default: \"NULL\"}",
                "add_column: {table: orders, column: token, type: text, nullable: false, value: {postgres: \"area || id\"}}",
                "add_column: {table: orders, column: token, type: text, value: \"CASE WHEN id = 1 THEN area END\"}",
                "add_column: {table: orders, column: token, type: timestamptz, value: \"now()\"}"
            })
    void letsThroughAColumnThatCanBecomeUnique(String operation) throws SQLException {
        assertThat(refusals(operation, "add_unique: {table: orders, name: orders_token_key, columns: [token]}"))
                .isEmpty();
        assertThat(refusals(
                        operation,
                        "add_index: {table: orders, name: orders_token_key, columns: [token, id], unique: true}"))
                .isEmpty();
    }

    @Test
    void namesTheValueItsRowsAndWhatToDo() throws SQLException {
        Finding finding = refusals("set_not_null: {table: orders, column: code, value: \"'none'\"}")
                .get(0);

        assertThat(finding.getSamplesList()).containsExactly("none in 3 rows, such as 1 and 3");
        assertThat(finding.getMessage())
                .isEqualTo(
                        "expected rows of orders to stay different in (code), because the unique index orders_code_key is over it, but with this value some would be the same; give a value with something of the row that is unique, or drop the index in a change before this one");
        assertThat(finding.getLine()).isEqualTo(4);
    }

    @Test
    void tellsUntilWhenAnIndexIsThereThatTheChangeDrops() throws SQLException {
        Finding finding = refusals(
                        "drop_index: {table: orders, name: orders_code_key}",
                        "set_not_null: {table: orders, column: code, value: \"'none'\"}")
                .get(0);

        assertThat(finding.getSamplesList()).containsExactly("none in 3 rows, such as 1 and 3");
        assertThat(finding.getMessage())
                .isEqualTo(
                        "expected rows of orders to stay different in (code), because the unique index orders_code_key is over it until CONTRACT, where this change drops it, but with this value some would be the same; give a value with something of the row that is unique, or make two changes of them, of which the first drops it");
        assertThat(finding.getLine()).isEqualTo(5);
    }

    /** What is refused would have failed; what is let through does not. */
    @Test
    void whatIsLetThroughGoesThrough() throws SQLException {
        try (PostgresNode other = new PostgresNode(SETUP)) {
            StepDriver driver = new StepDriver(other);
            for (Step step : PostgresNode.plan(other.plan(change(
                            "set_not_null: {table: numbered, column: code, value: \"'none'\"}",
                            "set_not_null: {table: orders, column: kept, value: \"'none'\"}",
                            "add_column: {table: single, column: token, type: text, nullable: false, value: \"'none'\"}",
                            "add_unique: {table: single, name: single_token_key, columns: [token]}")))
                    .getStepsList()) {
                driver.forward(step);
            }
            assertThat(other.ask("SELECT string_agg(code, ' ' ORDER BY id) FROM numbered"))
                    .isEqualTo("none1 none2 none3 none4 none5");
        }
    }

    /** Before 13 nothing fills a column of a partitioned table for writers. */
    private static boolean canFill(String operation) throws SQLException {
        return node.major() > 12 || !operation.startsWith("set_not_null: {table: measures");
    }

    private static List<Finding> refusals(String... operations) throws SQLException {
        Planned planned = node.plan(change(operations));
        return Refusals.of(planned);
    }

    private static String change(String... operations) {
        return "change: unique-values\nfleet: orders\noperations:\n  - " + String.join("\n  - ", operations) + "\n";
    }
}
