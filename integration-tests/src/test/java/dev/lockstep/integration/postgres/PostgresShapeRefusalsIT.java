package dev.lockstep.integration.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.v1.Finding;
import dev.lockstep.v1.Planned;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a node refuses of operations that put a new shape beside the old one, with the code that scripts rely on and what it is about. */
class PostgresShapeRefusalsIT {

    private static final String SETUP = """
            CREATE TABLE orders (
              id bigint PRIMARY KEY,
              country text NOT NULL,
              total int,
              doubled int GENERATED ALWAYS AS (total * 2) STORED,
              region text,
              code text,
              watched text
            );
            CREATE VIEW regions AS SELECT region FROM orders;
            CREATE TABLE heap (note text);
            CREATE TABLE codes (id int PRIMARY KEY, code text UNIQUE);
            INSERT INTO codes VALUES (1, 'a'), (2, 'b'), (3, 'cc');
            CREATE TABLE parts (id int PRIMARY KEY, parent int REFERENCES parts, CONSTRAINT parts_pair CHECK (id <> parent));
            CREATE TABLE boxes (id int PRIMARY KEY);
            CREATE TABLE things (id int PRIMARY KEY, box bigint REFERENCES boxes);
            CREATE TABLE numbered (id int PRIMARY KEY, number int GENERATED ALWAYS AS IDENTITY);
            CREATE TABLE lines (
              id int PRIMARY KEY,
              order_id bigint REFERENCES orders,
              price numeric(10, 2) DEFAULT 1,
              label text,
              at timestamp
            );
            INSERT INTO lines (id, label) VALUES (1, '7'), (2, '007'), (3, 'many'), (4, NULL);
            CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
            CREATE TRIGGER watch AFTER UPDATE OF watched ON orders FOR EACH ROW EXECUTE FUNCTION nothing();
            GRANT SELECT (code) ON orders TO PUBLIC;
            CREATE TABLE shelves (id int PRIMARY KEY, room text);
            CREATE VIEW stock AS SELECT id, room, count(*) FROM shelves GROUP BY id;
            CREATE TYPE "Mood" AS ENUM ('sad');
            CREATE TABLE ruled (id int PRIMARY KEY);
            CREATE RULE quiet AS ON DELETE TO ruled DO INSTEAD NOTHING;
            CREATE TABLE guarded (id int PRIMARY KEY);
            CREATE POLICY own ON guarded USING (EXISTS (SELECT FROM codes WHERE codes.id = guarded.id));
            CREATE TABLE told (id int PRIMARY KEY);
            CREATE PUBLICATION news FOR TABLE told;
            CREATE TABLE racks (id int PRIMARY KEY, code text, room text, CONSTRAINT racks_ok CHECK (id > 0));
            INSERT INTO racks VALUES (1, NULL, 'a'), (2, 'b', 'a');
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

    @Test
    void namesTheRowsThatCannotBeConvertedAndHowMany() throws SQLException {
        Planned planned = plan("change_type: {table: lines, column: label, type: int}");

        assertThat(planned.getFindings(0).getSamplesList()).containsExactly("2 in all", "2: 007", "3: many");
    }

    private static Planned plan(String operation) throws SQLException {
        return node.plan("change: a\nfleet: orders\noperations:\n  - " + operation + "\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            column-missing     | 'rename_column: {table: orders, column: contry, to: land}' | country
            table-missing      | 'rename_column: {table: ordres, column: country, to: land}' | ordres
            column-exists      | 'rename_column: {table: orders, column: country, to: region}' | region
            column-generated   | 'rename_column: {table: orders, column: doubled, to: twice}' | doubled
            dependent          | 'rename_column: {table: orders, column: region, to: area}' | view regions
            dependent          | 'rename_column: {table: orders, column: watched, to: seen}' | trigger watch
            column-privileges  | 'rename_column: {table: orders, column: code, to: number}' | code
            no-key             | 'rename_column: {table: heap, column: note, to: remark}' | heap
            no-effect          | 'change_type: {table: orders, column: total, type: int}' | total
            type-unknown       | 'change_type: {table: orders, column: total, type: {postgres: bigit}}' | bigit
            column-generated   | 'change_type: {table: orders, column: doubled, type: bigint}' | doubled
            dependent          | 'change_type: {table: orders, column: total, type: bigint}' | doubled
            dependent          | 'change_type: {table: orders, column: region, type: varchar(9), up: "left(region, 9)"}' | view regions
            dependent          | 'change_type: {table: orders, column: region, type: {postgres: varchar}}' | view regions
            dependent          | 'change_type: {table: orders, column: id, type: "decimal(30,0)"}' | orders.id
            column-identity    | 'change_type: {table: numbered, column: number, type: bigint}' | number
            dependent          | 'change_type: {table: lines, column: order_id, type: int}' | lines_order_id_fkey
            default-not-carried | 'change_type: {table: lines, column: price, type: bigint, up: price * 100}' | price
            conversion-fails   | 'change_type: {table: lines, column: label, type: int}' | come back
            conversion-fails   | 'change_type: {table: lines, column: label, type: int, up: label::int}' | `up`
            conversion-fails   | 'change_type: {table: lines, column: label, type: varchar(2), up: label}' | `up`
            statement-refused  | 'change_type: {table: lines, column: at, type: timestamptz}' | IMMUTABLE
            duplicates         | 'change_type: {table: codes, column: code, type: int, up: length(code)}' | codes_code_key
            key-type           | 'widen_key: {table: orders}' | id
            key-column         | 'widen_key: {table: heap}' | heap
            column-missing     | 'widen_key: {table: parts, column: ib}' | id
            dependent          | 'widen_key: {table: parts}' | parts_pair
            dependent          | 'widen_key: {table: boxes}' | things
            primary-key-missing | 'replace_primary_key: {table: heap, columns: [note]}' | heap
            no-effect          | 'replace_primary_key: {table: codes, columns: [id]}' | id
            column-missing     | 'replace_primary_key: {table: codes, columns: [coed]}' | code
            constraint-exists  | 'replace_primary_key: {table: racks, name: racks_ok, columns: [code]}' | racks_ok
            nulls-remain       | 'replace_primary_key: {table: racks, columns: [code]}' | code
            duplicates         | 'replace_primary_key: {table: racks, columns: [room]}' | room
            dependent          | 'replace_primary_key: {table: orders, columns: [country]}' | lines_order_id_fkey of lines
            dependent          | 'replace_primary_key: {table: parts, columns: [parent]}' | parts_parent_fkey of parts
            dependent          | 'replace_primary_key: {table: shelves, columns: [room]}' | view stock
            backfill-endless   | 'backfill: {table: racks, column: room, value: upper(room), where: id > 0}' | room IS DISTINCT FROM
            backfill-of-key    | 'backfill: {table: racks, column: id, value: id + 1, where: id = 1}' | id
            column-generated   | 'backfill: {table: orders, column: doubled, value: total, where: doubled IS NULL}' | doubled
            where-volatile     | 'backfill: {table: racks, column: room, value: upper(room), where: room <> upper(room) AND random() >= 0}' | random
            where-not-of-row   | 'backfill: {table: racks, column: room, value: upper(room), where: room <> upper(room) AND NOT EXISTS (SELECT FROM boxes)}' | boxes
            value-refused      | 'backfill: {table: racks, column: room, value: upper(room), where: rom <> upper(room)}' | rom
            value-fails        | 'backfill: {table: racks, column: code, value: (6 / (id - 1))::text, where: code IS NULL}' | division
            table-missing      | 'rename_table: {table: ordres, to: purchases}' | ordres
            name-taken         | 'rename_table: {table: racks, to: stock}' | stock
            name-taken         | 'rename_table: {table: racks, to: Mood}' | Mood
            dependent          | 'rename_table: {table: shelves, to: racks2}' | view stock
            dependent          | 'rename_table: {table: ruled, to: bound}' | rule quiet
            dependent          | 'rename_table: {table: guarded, to: kept}' | policy own
            table-published    | 'rename_table: {table: told, to: said}' | news
            statement-refused  | 'change_type: {table: lines, column: label, type: text, to: name, up: {postgres: "label || order_id"}}' | order_id
            statement-refused  | 'change_type: {table: lines, column: label, type: int, up: length(labl)}' | labl
            statement-refused  | 'change_type: {table: lines, column: label, type: int, to: length, up: length(label), down: repeat(length)}' | repeat
            statement-refused  | 'change_type: {table: lines, column: label, type: int, up: (SELECT count(*) FROM orders)}' | subquery
            """)
    void refuses(String code, String operation, String named) throws SQLException {
        Planned planned = plan(operation);

        assertThat(planned.getPlan()).isEmpty();
        List<Finding> refusals = Refusals.of(planned);
        assertThat(refusals).extracting(Finding::getCode).containsOnly(code);
        assertThat(refusals).allSatisfy(finding -> {
            assertThat(finding.getMessage())
                    .startsWith("expected ")
                    .contains(named)
                    .doesNotContain("ERROR:");
            assertThat(finding.getLine()).isEqualTo(4);
        });
    }
}
