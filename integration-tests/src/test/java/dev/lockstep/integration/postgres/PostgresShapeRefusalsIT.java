package dev.lockstep.integration.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.v1.Finding;
import dev.lockstep.v1.Planned;
import dev.lockstep.v1.Severity;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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
            CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
            CREATE TRIGGER watch AFTER UPDATE OF watched ON orders FOR EACH ROW EXECUTE FUNCTION nothing();
            GRANT SELECT (code) ON orders TO PUBLIC;
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
    @CsvSource(delimiter = '|', textBlock = """
            column-missing     | 'rename_column: {table: orders, column: contry, to: land}' | country
            table-missing      | 'rename_column: {table: ordres, column: country, to: land}' | ordres
            column-exists      | 'rename_column: {table: orders, column: country, to: region}' | region
            column-generated   | 'rename_column: {table: orders, column: doubled, to: twice}' | doubled
            dependent          | 'rename_column: {table: orders, column: region, to: area}' | view regions
            dependent          | 'rename_column: {table: orders, column: watched, to: seen}' | trigger watch
            column-privileges  | 'rename_column: {table: orders, column: code, to: number}' | code
            no-key             | 'rename_column: {table: heap, column: note, to: remark}' | heap
            """)
    void refuses(String code, String operation, String named) throws SQLException {
        Planned planned = node.plan("change: a\nfleet: orders\noperations:\n  - " + operation + "\n");

        assertThat(planned.getPlan()).isEmpty();
        List<Finding> refusals = planned.getFindingsList().stream()
                .filter(finding -> finding.getSeverity() == Severity.REFUSE)
                .toList();
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
