package dev.lockstep.integration.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.agent.engine.BackfillRanges;
import dev.lockstep.agent.engine.SessionPurpose;
import dev.lockstep.v1.Backfill;
import dev.lockstep.v1.Step;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Ranges by key, whatever the key is made of. */
class PostgresBackfillIT {

    static Stream<Arguments> keys() {
        return Stream.of(
                Arguments.of("bigint", "n::bigint * 1000000007 - 5000000000"),
                Arguments.of("numeric", "n::numeric / 7"),
                Arguments.of("double precision", "n / 3.0::double precision"),
                Arguments.of("text", "'it''s \\ ' || n || ' ä'"),
                Arguments.of("char(8)", "lpad(n::text, 5)"),
                Arguments.of("uuid", "md5(n::text)::uuid"),
                Arguments.of("bytea", "decode(md5(n::text), 'hex')"),
                Arguments.of("date", "date '2026-01-01' + n"),
                Arguments.of(
                        "timestamptz",
                        "timestamptz '2026-01-01 00:00:00.000001+02' + n * interval '1 hour 0.1 second'"),
                Arguments.of("interval", "n * interval '7 hours'"),
                Arguments.of(
                        "boolean[]",
                        "ARRAY[n % 2 = 0, n % 3 = 0, n % 5 = 0, n % 7 = 0, n % 11 = 0, n % 13 = 0, n % 17 = 0]"),
                Arguments.of("jsonb", "jsonb_build_object('n', n)"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("keys")
    void fillsEachRowOnce(String type, String key) throws SQLException {
        String setup = """
                CREATE TABLE things ("the key" %s, part smallint, name text, filled int, PRIMARY KEY ("the key", part));
                INSERT INTO things SELECT %s, n %% 3, 'n', NULL FROM generate_series(1, 500) AS n ON CONFLICT DO NOTHING;
                """.formatted(type, key);
        try (PostgresNode node = new PostgresNode(setup)) {
            long rows = Long.parseLong(node.ask("SELECT count(*) FROM things"));
            BackfillRanges ranges = node.engine()
                    .ranges(backfill("things", "coalesce(filled, 0) + 1", "true", "the key", "part"), node.address());

            List<Integer> filled = fill(node, ranges, 37);

            assertThat(filled.stream().mapToInt(count -> count).sum()).isEqualTo((int) rows);
            assertThat(filled).allSatisfy(count -> assertThat(count).isBetween(1, 37));
            assertThat(node.ask("SELECT count(*) FROM things WHERE filled = 1")).isEqualTo(Long.toString(rows));
            assertThat(ranges.estimateRows(node.driver())).isEqualTo(rows);
        }
    }

    @Test
    void takesOnlyRowsThatStillNeedIt() throws SQLException {
        String setup =
                "CREATE TABLE things (id int PRIMARY KEY, filled text); INSERT INTO things SELECT n, CASE WHEN n % 2 = 0 THEN 'own' END FROM generate_series(1, 100) AS n";
        try (PostgresNode node = new PostgresNode(setup)) {
            BackfillRanges ranges = node.engine()
                    .ranges(backfill("things", "'thing ' || things.id", "filled IS NULL", "id"), node.address());

            assertThat(fill(node, ranges, 10)).hasSize(10).containsOnly(5);
            assertThat(node.ask("SELECT count(*) FROM things WHERE filled = 'own'"))
                    .isEqualTo("50");
            assertThat(node.ask("SELECT filled FROM things WHERE id = 1")).isEqualTo("thing 1");
        }
    }

    /** The operation, from the file to the rows; values that nobody asked for stay. */
    @Test
    void aChangeMayFillRowsAndNothingElse() throws SQLException {
        String setup = """
                CREATE TABLE things (id int PRIMARY KEY, country text NOT NULL, region text);
                INSERT INTO things SELECT n, (ARRAY['DE', 'US'])[n % 2 + 1], (ARRAY[NULL, '', 'own'])[n % 3 + 1] FROM generate_series(1, 600) AS n;
                """;
        String change = """
                change: regions
                fleet: orders
                operations:
                  - backfill:
                      table: things
                      column: region
                      value: "CASE country WHEN 'DE' THEN 'eu' ELSE 'us' END"
                      where: "region IS NULL OR region = ''"
                """;
        try (PostgresNode node = new PostgresNode(setup)) {
            StepDriver driver = new StepDriver(node);
            for (Step step : PostgresNode.plan(node.plan(change)).getStepsList()) {
                driver.forward(step);
            }

            assertThat(
                            node.ask(
                                    "SELECT string_agg(part, ' ' ORDER BY part) FROM (SELECT country || region || count(*) AS part FROM things GROUP BY country, region) AS p"))
                    .isEqualTo("DEeu200 DEown100 USown100 USus200");
        }
    }

    @Test
    void goesOnFromAnyPositionWhileRowsComeAndGo() throws SQLException {
        String setup =
                "CREATE TABLE things (id int PRIMARY KEY, filled int); INSERT INTO things SELECT n * 10 FROM generate_series(1, 30) AS n";
        try (PostgresNode node = new PostgresNode(setup)) {
            BackfillRanges ranges =
                    node.engine().ranges(backfill("things", "1", "filled IS NULL", "id"), node.address());
            List<String> position = ranges.upperBound(node.driver(), null, 10).orElseThrow();
            assertThat(position).containsExactly("100");

            node.run("DELETE FROM things WHERE id IN (100, 110)");
            node.run("INSERT INTO things VALUES (101), (205)");

            assertThat(ranges.upperBound(node.driver(), position, 10)).contains(List.of("200"));
            assertThat(ranges.upperBound(node.driver(), List.of("299"), 10)).contains(List.of("300"));
            assertThat(ranges.upperBound(node.driver(), List.of("300"), 10)).isEmpty();
        }
    }

    @Test
    void hasNoRangeInAnEmptyTable() throws SQLException {
        try (PostgresNode node = new PostgresNode("CREATE TABLE things (id int PRIMARY KEY, filled int)")) {
            BackfillRanges ranges =
                    node.engine().ranges(backfill("things", "1", "filled IS NULL", "id"), node.address());

            assertThat(ranges.upperBound(node.driver(), null, 10)).isEmpty();
            assertThat(ranges.estimateRows(node.driver())).isZero();
        }
    }

    @Test
    void estimatesBigTablesFromStatistics() throws SQLException {
        String setup =
                "CREATE TABLE things (id int PRIMARY KEY, filled text); INSERT INTO things SELECT n, repeat('x', 500) FROM generate_series(1, 20000) AS n; ANALYZE things";
        try (PostgresNode node = new PostgresNode(setup)) {
            BackfillRanges ranges = node.engine().ranges(backfill("things", "1", "true", "id"), node.address());

            assertThat(ranges.estimateRows(node.driver())).isEqualTo(20_000);
        }
    }

    private static Backfill backfill(String table, String value, String condition, String... key) {
        return Backfill.newBuilder()
                .setTable(table)
                .addAllKeyColumns(List.of(key))
                .setColumn("filled")
                .setValue(value)
                .setCondition(condition)
                .build();
    }

    private static List<Integer> fill(PostgresNode node, BackfillRanges ranges, int rows) throws SQLException {
        List<Integer> filled = new ArrayList<>();
        try (Connection session = node.open(SessionPurpose.BACKFILL)) {
            session.setAutoCommit(false);
            List<String> lower = null;
            Optional<List<String>> upper = ranges.upperBound(session, null, rows);
            while (upper.isPresent()) {
                filled.add(ranges.fill(session, lower, upper.get()));
                session.commit();
                lower = upper.get();
                upper = ranges.upperBound(session, lower, rows);
            }
        }
        return filled;
    }
}
