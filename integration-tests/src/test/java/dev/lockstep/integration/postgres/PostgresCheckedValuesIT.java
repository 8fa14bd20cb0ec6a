package dev.lockstep.integration.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.v1.Finding;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.Step;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that a CHECK of the table does not let in. */
class PostgresCheckedValuesIT {

    private static final String SETUP = """
            CREATE TABLE orders (id bigint PRIMARY KEY, area text CHECK (area IN ('eu', 'us')), amount int, "a (b)" int,
              twice int GENERATED ALWAYS AS (amount * 2) STORED, CHECK ("a (b)" > amount), CHECK (twice < 100));
            INSERT INTO orders (id, "a (b)") SELECT n, 50 FROM generate_series(1, 4) AS n;
            ALTER TABLE orders ADD CONSTRAINT orders_amount_small CHECK (amount < 1000) NOT VALID;
            CREATE TABLE regions (code text PRIMARY KEY, part int, UNIQUE (part, code));
            INSERT INTO regions VALUES ('north', 1), ('south', 2);
            CREATE TABLE shops (id bigint PRIMARY KEY, region text REFERENCES regions, part int, code text,
              FOREIGN KEY (part, code) REFERENCES regions (part, code));
            INSERT INTO shops SELECT n, NULL, n, NULL FROM generate_series(1, 2) AS n;
            CREATE TABLE "Codes "" (A)" ("X, ""Y" int, "LONG" text, UNIQUE ("X, ""Y", "LONG"));
            INSERT INTO "Codes "" (A)" VALUES (1, 'one');
            CREATE TABLE "Odd (B)" (id bigint PRIMARY KEY, "Part (1)" int, "LONG" text, at int,
              FOREIGN KEY ("Part (1)", "LONG") REFERENCES "Codes "" (A)" ("X, ""Y", "LONG") MATCH FULL ON UPDATE CASCADE);
            INSERT INTO "Odd (B)" VALUES (1, NULL, NULL), (2, 1, 'one');
            CREATE TABLE numbered (id bigint PRIMARY KEY, code text CHECK (code LIKE 'n%'));
            INSERT INTO numbered SELECT n FROM generate_series(1, 3) AS n;
            CREATE FUNCTION number() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.code := 'n' || NEW.id; RETURN NEW; END $$;
            CREATE TRIGGER number BEFORE UPDATE ON numbered FOR EACH ROW EXECUTE FUNCTION number();
            CREATE TABLE measures (at date, code text) PARTITION BY RANGE (at);
            CREATE TABLE measures_1 PARTITION OF measures FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
            CREATE TABLE measures_2 PARTITION OF measures FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');
            ALTER TABLE measures_2 ADD CONSTRAINT only_late CHECK (code = 'late');
            INSERT INTO measures VALUES ('2026-03-01'), ('2027-03-01');
            """.replace("LONG", "N".repeat(63));

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
                "set_not_null: {table: orders, column: area, value: \"'asia'\"}",
                "backfill: {table: orders, column: area, value: \"'asia'\", where: \"area IS NULL\"}",
                "backfill: {table: orders, column: amount, value: \"5000\", where: \"amount IS NULL AND orders.id = 2\"}",
                "set_not_null: {table: orders, column: amount, value: \"id + 50\"}",
                "drop_constraint: {table: orders, name: orders_area_check}; set_not_null: {table: orders, column: area, value: \"'asia'\"}",
                "backfill: {table: orders, column: 'a (b)', value: \"id\", where: {postgres: '\"a (b)\" = 50'}}; set_not_null: {table: orders, column: amount, value: \"id + 10\"}",
                "backfill: {table: measures, column: code, value: \"'soon'\", where: \"code IS NULL\"}"
            })
    void refusesAValueThatACheckDoesNotLetIn(String operations) throws SQLException {
        assertThat(refusals(operations.split("; ")))
                .extracting(Finding::getCode)
                .isNotEmpty()
                .containsOnly("value-breaks-check");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "set_not_null: {table: shops, column: region, value: \"'west'\"}",
                "backfill: {table: shops, column: region, value: \"'west'\", where: \"region IS NULL\"}",
                "backfill: {table: shops, column: code, value: \"'north'\", where: \"code IS NULL\"}",
                "backfill: {table: shops, column: part, value: \"3\", where: \"part = 2\"}; backfill: {table: shops, column: code, value: \"'south'\", where: \"code IS NULL AND id = 2\"}",
                "drop_constraint: {table: shops, name: shops_region_fkey}; set_not_null: {table: shops, column: region, value: \"'west'\"}",
                "backfill: {table: 'Odd (B)', column: 'Part (1)', value: '2', where: {postgres: '\"Part (1)\" = 1'}}",
                "backfill: {table: 'Odd (B)', column: 'Part (1)', value: '1', where: {postgres: '\"Part (1)\" IS NULL'}}"
            })
    void refusesAValueThatRefersToNothing(String operations) throws SQLException {
        assertThat(refusals(operations.split("; ")))
                .extracting(Finding::getCode)
                .containsExactly("value-refers-to-nothing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "set_not_null: {table: shops, column: region, value: \"'north'\"}",
                "backfill: {table: shops, column: code, value: \"'north'\", where: \"code IS NULL AND id = 1\"}",
                "backfill: {table: shops, column: part, value: \"7\", where: \"part = 2\"}",
                "backfill: {table: 'Odd (B)', column: 'at', value: '2', where: {postgres: 'at IS NULL'}}",
                "backfill: {table: 'Odd (B)', column: 'Part (1)', value: 'NULL', where: {postgres: '\"Part (1)\" = 3'}}",
                "backfill: {table: regions, column: part, value: \"4\", where: \"part = 2\"}; backfill: {table: shops, column: code, value: \"'south'\", where: \"code IS NULL AND id = 2\"}",
                "set_not_null: {table: orders, column: area, value: \"'eu'\"}",
                "backfill: {table: orders, column: area, value: \"CASE WHEN id > 2 THEN 'us' END\", where: \"area IS NULL AND id > 2\"}",
                "backfill: {table: orders, column: amount, value: \"5000\", where: \"amount IS NULL AND orders.id = 7\"}",
                "set_not_null: {table: orders, column: amount, value: \"id\"}",
                "set_not_null: {table: orders, column: area, value: \"substr(now()::text, 1, 2)\"}",
                "set_not_null: {table: numbered, column: code, value: \"'other'\"}",
                "backfill: {table: measures, column: code, value: \"'late'\", where: \"code IS NULL\"}"
            })
    void letsThroughWhatCanWork(String operations) throws SQLException {
        assertThat(refusals(operations.split("; "))).isEmpty();
    }

    @Test
    void namesTheCheckTheValueAndItsRows() throws SQLException {
        Finding finding =
                refusals("backfill: {table: orders, column: amount, value: \"5000\", where: \"amount IS NULL\"}")
                        .stream()
                        .filter(each -> each.getMessage().contains("orders_amount_small"))
                        .findFirst()
                        .orElseThrow();

        assertThat(finding.getSamplesList()).containsExactly("5000 of 1", "5000 of 2", "5000 of 3", "5000 of 4");
        assertThat(finding.getMessage())
                .isEqualTo(
                        "expected rows of orders to pass the check orders_amount_small once amount is filled, but with"
                                + " this value some would not: CHECK ((amount < 1000)) NOT VALID; give another value, or drop the"
                                + " check in a change before this one");
        assertThat(finding.getLine()).isEqualTo(4);
    }

    /** Else nothing would be refused with reason: the server refuses it in BACKFILL. */
    @Test
    void theServerRefusesWhatIsRefused() throws SQLException {
        try (PostgresNode other = new PostgresNode(SETUP)) {
            other.run("ALTER TABLE orders DROP CONSTRAINT orders_amount_small");
            Plan plan = PostgresNode.plan(
                    other.plan(change("set_not_null: {table: orders, column: area, value: \"'eu'\"}")));
            other.run("ALTER TABLE orders DROP CONSTRAINT orders_area_check");
            other.run("ALTER TABLE orders ADD CONSTRAINT only_us CHECK (area = 'us') NOT VALID");
            StepDriver driver = new StepDriver(other);
            Step fill = plan.getStepsList().stream()
                    .filter(Step::hasBackfill)
                    .findFirst()
                    .orElseThrow();
            for (Step step : plan.getStepsList().subList(0, fill.getNumber() - 1)) {
                driver.forward(step);
            }
            assertThatThrownBy(() -> driver.forward(fill)).hasMessageContaining("only_us");
        }
    }

    private static List<Finding> refusals(String... operations) throws SQLException {
        return Refusals.of(node.plan(change(operations)));
    }

    private static String change(String... operations) {
        return "change: checked-values\nfleet: orders\noperations:\n  - " + String.join("\n  - ", operations) + "\n";
    }
}
