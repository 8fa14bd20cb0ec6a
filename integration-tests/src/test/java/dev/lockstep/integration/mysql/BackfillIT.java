package dev.lockstep.integration.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.agent.engine.BackfillRanges;
import dev.lockstep.agent.engine.SessionPurpose;
import dev.lockstep.v1.Backfill;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ranges go through every row once, in the order of the key, whatever the key is made of. */
class BackfillIT {

    @ParameterizedTest(name = "{1} on {0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "mariadb | bigint unsigned | 0, 7, 9223372036854775808, 18446744073709551615",
                "mysql   | bigint unsigned | 0, 7, 9223372036854775808, 18446744073709551615",
                "mariadb | int | -5, 0, 3, 20, 100",
                "mysql   | int | -5, 0, 3, 20, 100",
                "mariadb | decimal(30,10) | -1.5, 0.0000000001, 2, 10",
                "mysql   | decimal(30,10) | -1.5, 0.0000000001, 2, 10",
                "mariadb | varchar(20) character set latin1 collate latin1_german1_ci | 'A', 'b', 'ü', 'Z'",
                "mysql   | varchar(20) character set latin1 collate latin1_german1_ci | 'A', 'b', 'ü', 'Z'",
                "mariadb | varchar(20) collate utf8mb4_bin | 'A', 'Z', 'a', 'ü', '😀'",
                "mysql   | varchar(20) collate utf8mb4_bin | 'A', 'Z', 'a', 'ü', '😀'",
                "mariadb | binary(2) | x'0000', x'00ff', x'ff00', x'ffff'",
                "mysql   | varbinary(9) | x'', x'00', x'0000', x'00ff', x'ff'",
                "mariadb | datetime(6) | '2020-01-01', '2020-01-01 00:00:00.000001', '2021-05-05 05:05:05'",
                "mysql   | datetime(6) | '2020-01-01', '2020-01-01 00:00:00.000001', '2021-05-05 05:05:05'",
                "mysql   | timestamp(3) | '2020-01-01 00:00:01', '2020-01-01 00:00:01.001', '2021-05-05 05:05:05'",
                "mariadb | date | '2020-01-01', '2020-01-02', '2021-05-05'",
                "mysql   | time(3) | '-100:00:00', '00:00:00.001', '800:00:00'",
                "mysql   | year | 1999, 2000, 2155",
                "mariadb | uuid | '00000000-0000-0000-0000-000000000001', '7fffffff-0000-0000-0000-000000000000'"
            })
    void goesThroughEveryRowOnceWhateverTheKey(String family, String type, String keys) throws Exception {
        try (Node node = Node.on(family)) {
            node.execute("CREATE TABLE things (k " + type + " NOT NULL PRIMARY KEY, filled int NULL)");
            int rows = 0;
            for (String key : keys.split(", ")) {
                node.execute("INSERT INTO things (k) VALUES (" + key + ")");
                rows++;
            }
            List<List<String>> positions = fill(node, backfill(List.of("k"), "filled", "filled IS NULL"), 1);

            assertThat(positions).hasSize(rows).doesNotHaveDuplicates();
            assertThat(node.column("SELECT COUNT(*) FROM things WHERE filled = 1"))
                    .containsExactly(Integer.toString(rows));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mariadb", "mysql"})
    void goesAlongAKeyOfSeveralColumnsInBatchesOfAnySize(String family) throws Exception {
        for (int batch = 1; batch <= 8; batch++) {
            try (Node node = Node.on(family)) {
                node.execute("CREATE TABLE things (a varchar(5) NOT NULL, b int unsigned NOT NULL, c date NOT NULL,"
                        + " filled int NULL, UNIQUE KEY (a, b, c), KEY (filled))");
                node.execute("INSERT INTO things (a, b, c) VALUES ('a', 1, '2020-01-01'), ('a', 1, '2020-01-02'),"
                        + " ('B', 0, '2020-01-01'), ('B', 0, '2021-01-01'), ('B', 4000000000, '2020-01-01'),"
                        + " ('c', 0, '2019-01-01'), ('ü', 3, '2020-01-01')");

                List<List<String>> positions =
                        fill(node, backfill(List.of("a", "b", "c"), "filled", "filled IS NULL"), batch);

                assertThat(positions).hasSize((7 + batch - 1) / batch);
                assertThat(node.column("SELECT filled FROM things"))
                        .containsOnly("1")
                        .hasSize(7);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mariadb", "mysql"})
    void leavesFilledRowsAndTheirTimesAlone(String family) throws Exception {
        try (Node node = Node.on(family)) {
            node.execute("CREATE TABLE things (k int PRIMARY KEY, filled int NULL, changed timestamp(6) NOT NULL"
                    + " DEFAULT current_timestamp(6) ON UPDATE current_timestamp(6))");
            node.execute("INSERT INTO things VALUES (1, NULL, '2001-01-01'), (2, 9, '2002-02-02')");

            fill(node, backfill(List.of("k"), "filled", "filled IS NULL"), 10);

            assertThat(node.column("SELECT CONCAT(filled, ' ', DATE(changed)) FROM things ORDER BY k"))
                    .containsExactly("1 2001-01-01", "9 2002-02-02");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mariadb", "mysql"})
    void saysHowManyRowsThereAre(String family) throws Exception {
        try (Node node = Node.on(family)) {
            node.execute("CREATE TABLE things (k int PRIMARY KEY, filled int NULL)");
            BackfillRanges ranges =
                    node.engine.ranges(backfill(List.of("k"), "filled", "filled IS NULL"), node.address);
            assertThat(ranges.estimateRows(node.driver)).isZero();
            assertThat(ranges.upperBound(node.driver, null, 10)).isEmpty();

            node.execute("INSERT INTO things (k) VALUES (1), (2), (3)");

            assertThat(ranges.estimateRows(node.driver)).isEqualTo(3);
            assertThat(ranges.upperBound(node.driver, null, 2)).contains(List.of("2"));
            assertThat(ranges.upperBound(node.driver, List.of("2"), 2)).contains(List.of("3"));
            assertThat(ranges.upperBound(node.driver, List.of("3"), 2)).isEmpty();
        }
    }

    private static Backfill backfill(List<String> key, String column, String condition) {
        return Backfill.newBuilder()
                .setTable("things")
                .addAllKeyColumns(key)
                .setColumn(column)
                .setValue("1")
                .setCondition(condition)
                .build();
    }

    private static List<List<String>> fill(Node node, Backfill backfill, int rows) throws Exception {
        BackfillRanges ranges = node.engine.ranges(backfill, node.address);
        List<List<String>> positions = new ArrayList<>();
        try (Connection connection = node.open(SessionPurpose.BACKFILL)) {
            @Nullable List<String> lower = null;
            Optional<List<String>> upper = ranges.upperBound(connection, lower, rows);
            while (upper.isPresent()) {
                assertThat(ranges.fill(connection, lower, upper.get())).isBetween(0, rows);
                assertThat(ranges.fill(connection, lower, upper.get()))
                        .as("a second time")
                        .isZero();
                positions.add(upper.get());
                lower = upper.get();
                upper = ranges.upperBound(connection, lower, rows);
            }
        }
        return positions;
    }
}
