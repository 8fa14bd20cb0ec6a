package dev.lockstep.integration.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.v1.Finding;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.Planned;
import dev.lockstep.v1.Step;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables that inherit: {@code ALTER TABLE} and {@code LOCK TABLE} reach the children too. */
class PostgresInheritanceIT {

    private static final String SETUP = """
            CREATE TABLE base (id int PRIMARY KEY, area text, price int DEFAULT 1, CONSTRAINT base_price_check CHECK (price > 0), CONSTRAINT base_area_key UNIQUE (area));
            CREATE INDEX base_price_idx ON base (price);
            CREATE TABLE derived (extra int, PRIMARY KEY (id), CONSTRAINT derived_area_key UNIQUE (area)) INHERITS (base);
            CREATE INDEX derived_price_idx ON derived (price);
            CREATE TABLE deeper () INHERITS (derived);
            CREATE TABLE lines (id int PRIMARY KEY, base_id int CONSTRAINT lines_base_fk REFERENCES base, n int);
            CREATE INDEX lines_base_idx ON lines (base_id);
            CREATE TABLE measures (at date, base_id int CONSTRAINT measures_base_fk REFERENCES base) PARTITION BY RANGE (at);
            CREATE INDEX measures_base_idx ON measures (base_id);
            CREATE TABLE measures_1 PARTITION OF measures (PRIMARY KEY (at)) FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
            CREATE TABLE measures_3 (at date, base_id int);
            CREATE TABLE codes (id int CONSTRAINT codes_pkey PRIMARY KEY, code text NOT NULL, CONSTRAINT codes_code_key UNIQUE (code), CONSTRAINT codes_id_key UNIQUE (id));
            CREATE TABLE notes (code_id int CONSTRAINT notes_code_fk REFERENCES codes);
            CREATE INDEX notes_code_idx ON notes (code_id);
            CREATE TABLE more_notes () INHERITS (notes);
            INSERT INTO base VALUES (1, 'eu'); INSERT INTO derived VALUES (2, 'us'); INSERT INTO deeper VALUES (3, 'us');
            INSERT INTO lines VALUES (1, 1);
            INSERT INTO measures VALUES ('2026-03-01', 1);
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
                "add_column: {table: %s, column: x, type: int}",
                "add_column: {table: %s, column: x, type: int, nullable: false, value: \"price\"}",
                "drop_column: {table: %s, column: area}",
                "add_index: {table: %s, name: new_idx, columns: [area]}",
                "drop_index: {table: %1$s, name: %1$s_price_idx}",
                "rename_index: {table: %1$s, name: %1$s_price_idx, to: other_idx}",
                "set_not_null: {table: %s, column: area}",
                "set_not_null: {table: %s, column: area, value: \"'eu'\"}",
                "drop_not_null: {table: %s, column: id}",
                "set_default: {table: %s, column: area, default: \"'eu'\"}",
                "drop_default: {table: %s, column: price}",
                "add_check: {table: %s, name: new_check, check: \"price < 100\"}",
                "add_foreign_key: {table: %s, name: new_fk, columns: [price], references: codes, referenced_columns: [id]}",
                "add_foreign_key: {table: lines, name: new_fk, columns: [base_id], references: %s, referenced_columns: [id]}",
                "add_unique: {table: %s, name: new_key, columns: [price]}",
                "replace_primary_key: {table: %s, columns: [price]}",
                "drop_constraint: {table: %s, name: base_price_check}",
                "drop_constraint: {table: %1$s, name: %1$s_area_key}",
                "rename_constraint: {table: %s, name: base_price_check, to: other_check}",
                "rename_column: {table: %s, column: area, to: region}",
                "rename_table: {table: %s, to: other}",
                "change_type: {table: %s, column: price, type: bigint}",
                "change_type: {table: %s, column: price, type: text, to: price_text}",
                "widen_key: {table: %s}",
                "widen_key: {table: codes}",
                "backfill: {table: %s, column: area, value: \"'eu'\", where: \"area IS NULL\"}",
                "set_comment: {table: %s, column: area, comment: x}",
                "set_replica_identity: {table: %s, identity: full}",
                "attach_partition: {table: measures, partition: %s, values: \"FROM ('2028-01-01') TO ('2029-01-01')\"}",
                "drop_table: {table: %s}",
                "replace_primary_key: {table: codes, columns: [code]}"
            })
    void refusesAParentAndAChild(String operation) throws SQLException {
        for (String table : List.of("base", "derived", "deeper")) {
            Planned planned = node.plan(change(operation.formatted(table)));

            assertThat(planned.getPlan()).as(table).isEmpty();
            assertThat(Refusals.of(planned))
                    .extracting(Finding::getCode)
                    .as(table)
                    .contains("table-obstacle");
        }
    }

    /** A foreign key is one of the table that it refers to alone, so a lock there needs no child. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "drop_constraint: {table: lines, name: lines_base_fk}",
                "drop_constraint: {table: measures, name: measures_base_fk}",
                "drop_table: {table: lines}",
                "drop_table: {table: measures}",
                "create_partition: {table: measures, partition: measures_2, values: \"FROM ('2027-01-01') TO ('2028-01-01')\"}",
                "attach_partition: {table: measures, partition: measures_3, values: \"FROM ('2028-01-01') TO ('2029-01-01')\"}",
                "detach_partition: {table: measures, partition: measures_1}",
                "drop_partition: {table: measures, partition: measures_1}",
                "rename_column: {table: measures, column: base_id, to: of_base}"
            })
    void locksWhatThePlanSays(String operation) throws SQLException {
        try (PostgresNode other = new PostgresNode(SETUP)) {
            Planned planned = other.plan(change(operation));
            assertThat(Refusals.of(planned)).isEmpty();
            Plan plan = PostgresNode.plan(planned);
            StepDriver driver = new StepDriver(other);
            for (Step step : plan.getStepsList()) {
                driver.forward(step);
            }
        }
    }

    private static String change(String operation) {
        return "change: inheritance\nfleet: orders\noperations:\n  - " + operation + "\n";
    }
}
