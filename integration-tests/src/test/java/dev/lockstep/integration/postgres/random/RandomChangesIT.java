package dev.lockstep.integration.postgres.random;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.deploy.servers.DatabaseServer;
import dev.lockstep.integration.postgres.random.Trial.Outcome;
import dev.lockstep.integration.servers.TestServers;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Changes of several operations on tables with odd neighbours: what stands afterwards is what plain statements make of a copy, and the way back leads back. */
class RandomChangesIT {
    private static final int IN_THE_BUILD = 8;

    /** {@code -Dlockstep.random.first} and {@code -Dlockstep.random.count} say which. */
    static LongStream seeds() {
        long first = Long.getLong("lockstep.random.first", 1);
        return LongStream.range(first, first + Integer.getInteger("lockstep.random.count", IN_THE_BUILD));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void leavesWhatPlainStatementsLeave(long seed) throws SQLException {
        Case tried = Case.of(seed);
        Outcome outcome = Trial.withoutRefused(tried, server());
        assertThat(outcome.end()).doesNotStartWith("setup");
        assertThat(outcome.wrong()).as("seed %d%n%s", seed, outcome.tried()).isEmpty();
    }

    /** Each of them was wrong once; what was found by a seed is here by hand, and as small as it gets. */
    static Stream<Arguments> carriedOut() {
        List<String> remarks = List.of(
                "CREATE TABLE t (id int CONSTRAINT t_key PRIMARY KEY, n int NOT NULL CONSTRAINT t_n UNIQUE, c varchar(9) CONSTRAINT t_c CHECK (c <> 'x'))",
                "CREATE INDEX t_by_n ON t (n)",
                "COMMENT ON CONSTRAINT t_key ON t IS 'the key'",
                "COMMENT ON INDEX t_key IS 'index of the key'",
                "COMMENT ON CONSTRAINT t_n ON t IS 'the ''n'''",
                "COMMENT ON INDEX t_by_n IS 'by n'",
                "COMMENT ON CONSTRAINT t_c ON t IS 'never x'",
                "ALTER TABLE t CLUSTER ON t_by_n",
                "ALTER TABLE t ALTER COLUMN n SET STATISTICS 70, ALTER COLUMN n SET (n_distinct = 7)",
                "CREATE TABLE r (id int PRIMARY KEY, t int CONSTRAINT r_t REFERENCES t, u int CONSTRAINT r_u REFERENCES r)",
                "CREATE INDEX r_by_t ON r (t)",
                "COMMENT ON CONSTRAINT r_t ON r IS 'to t'",
                "COMMENT ON INDEX r_by_t IS 'by t'",
                "INSERT INTO t VALUES (1, 1, 'a')",
                "INSERT INTO r VALUES (1, 1, 1)");
        List<String> partitioned = List.of(
                "CREATE TABLE p (id int NOT NULL, part int NOT NULL, \"a%d\" int, CONSTRAINT p_key PRIMARY KEY (id, part)) PARTITION BY RANGE (part)",
                "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10)",
                "COMMENT ON CONSTRAINT p_key ON p IS 'the key'",
                "COMMENT ON INDEX p_key IS 'index of the key'",
                "ALTER TABLE p ALTER COLUMN id SET STATISTICS 70",
                "INSERT INTO p VALUES (1, 1, 1)");
        List<String> detached = List.of(
                "CREATE TABLE p (id int, part int, PRIMARY KEY (id, part)) PARTITION BY RANGE (part)",
                "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10)",
                "CREATE TABLE q (id int, p int, part int, CONSTRAINT q_p FOREIGN KEY (p, part) REFERENCES p) PARTITION BY RANGE (part)",
                "CREATE TABLE q1 PARTITION OF q FOR VALUES FROM (0) TO (10)",
                "COMMENT ON CONSTRAINT q_p ON q1 IS 'to p'");
        List<String> composite = List.of(
                "CREATE TYPE pair AS (a int, b text)",
                "CREATE TABLE t (id int PRIMARY KEY, c pair NOT NULL, d pair) PARTITION BY LIST (id)",
                "CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1)",
                "INSERT INTO t VALUES (1, ROW(NULL, ''), ROW(1, NULL))");
        return Stream.of(
                Arguments.of(
                        remarks,
                        List.of(new Wanted(
                                "change_type: {table: t, column: n, type: bigint}",
                                "ALTER TABLE t ALTER COLUMN n TYPE bigint"))),
                Arguments.of(
                        remarks,
                        List.of(new Wanted(
                                "change_type: {table: t, column: c, type: text}",
                                "ALTER TABLE t ALTER COLUMN c TYPE text"))),
                Arguments.of(
                        remarks,
                        List.of(new Wanted(
                                "widen_key: {table: t}",
                                "ALTER TABLE t ALTER COLUMN id TYPE bigint",
                                "ALTER TABLE r ALTER COLUMN t TYPE bigint"))),
                Arguments.of(
                        partitioned,
                        List.of(new Wanted(
                                "widen_key: {table: p, column: id}", "ALTER TABLE p ALTER COLUMN id TYPE bigint"))),
                Arguments.of(
                        List.of(
                                "CREATE TABLE p (id int, part int, n int) PARTITION BY RANGE (part)",
                                "CREATE INDEX p_n ON p (n) INCLUDE (id, part)"),
                        List.of(new Wanted(
                                "create_partition: {table: p, partition: p1, values: FROM (0) TO (10)}",
                                "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10)"))),
                Arguments.of(
                        List.of(
                                "CREATE TABLE t (id int PRIMARY KEY, n int)",
                                "ALTER TABLE t ADD CONSTRAINT t_n CHECK (n > 0) NO INHERIT"),
                        List.of(new Wanted(
                                "add_column: {table: t, column: m, type: int}", "ALTER TABLE t ADD COLUMN m int"))),
                Arguments.of(
                        detached,
                        List.of(new Wanted(
                                "detach_partition: {table: q, partition: q1}", "ALTER TABLE q DETACH PARTITION q1"))),
                Arguments.of(
                        List.of(
                                "CREATE TABLE p (id int, part int) PARTITION BY RANGE (part)",
                                "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10)",
                                "ALTER TABLE p1 ENABLE ROW LEVEL SECURITY",
                                "COMMENT ON TABLE p1 IS 'one part'"),
                        List.of(new Wanted(
                                "detach_partition: {table: p, partition: p1}", "ALTER TABLE p DETACH PARTITION p1"))),
                Arguments.of(
                        List.of(
                                "CREATE TABLE p (id int, part int) PARTITION BY RANGE (part)",
                                "CREATE UNLOGGED TABLE p1 (id int, part int)",
                                "ALTER TABLE p1 REPLICA IDENTITY FULL",
                                "COMMENT ON TABLE p1 IS 'one part'"),
                        List.of(new Wanted(
                                "attach_partition: {table: p, partition: p1, values: FROM (0) TO (10)}",
                                "ALTER TABLE p ATTACH PARTITION p1 FOR VALUES FROM (0) TO (10)"))),
                Arguments.of(
                        List.of(
                                "CREATE TABLE p (id int, part int, PRIMARY KEY (id, part)) PARTITION BY LIST (part)",
                                "CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)",
                                "COMMENT ON TABLE p1 IS 'one part'",
                                "CREATE TABLE p2 PARTITION OF p DEFAULT PARTITION BY HASH (part)",
                                "ALTER TABLE p1 REPLICA IDENTITY FULL",
                                "CREATE TABLE \"P 3\" PARTITION OF p2 FOR VALUES WITH (MODULUS 1, REMAINDER 0)"),
                        List.of(new Wanted(
                                "rename_table: {table: p, to: \"q d\"}", "ALTER TABLE p RENAME TO \"q d\""))),
                Arguments.of(
                        List.of(
                                "CREATE TABLE t (id int PRIMARY KEY, n int)",
                                "CREATE TABLE other (id int PRIMARY KEY)"),
                        List.of(
                                new Wanted("add_column: {table: t, column: m, type: int}"),
                                new Wanted("add_check: {table: t, name: t_n, check: n > 0}"),
                                new Wanted("drop_table: {table: t}", "DROP TABLE t"))),
                Arguments.of(
                        partitioned,
                        List.of(new Wanted(
                                "set_not_null: {table: p, column: \"a%d\"}",
                                "ALTER TABLE p ALTER COLUMN \"a%d\" SET NOT NULL"))),
                Arguments.of(
                        composite,
                        List.of(new Wanted(
                                "set_not_null: {table: t, column: d}", "ALTER TABLE t ALTER COLUMN d SET NOT NULL"))),
                Arguments.of(
                        composite,
                        List.of(new Wanted(
                                "drop_not_null: {table: t, column: c}", "ALTER TABLE t ALTER COLUMN c DROP NOT NULL"))),
                Arguments.of(
                        composite,
                        List.of(new Wanted("drop_column: {table: t, column: c}", "ALTER TABLE t DROP COLUMN c"))));
    }

    @ParameterizedTest
    @MethodSource("carriedOut")
    void carriesOutWhatWasWrongOnce(List<String> setup, List<Wanted> operations) throws SQLException {
        Outcome outcome = Trial.of(by(setup, operations), server());
        assertThat(outcome.refusals()).isEmpty();
        assertThat(outcome.wrong()).isEmpty();
        assertThat(outcome.end()).isEqualTo("done");
    }

    /** Nobody can carry these out, and they must not stop on the way. */
    static Stream<Arguments> refused() {
        List<String> referring = List.of(
                "CREATE TABLE t (id int PRIMARY KEY)",
                "CREATE TABLE r (id int PRIMARY KEY, t int CONSTRAINT r_t REFERENCES t)");
        List<String> composite = List.of(
                "CREATE TYPE pair AS (a int, b text)",
                "CREATE TABLE t (id int PRIMARY KEY, c pair)",
                "INSERT INTO t VALUES (1, ROW(NULL, ''))");
        return Stream.of(
                Arguments.of(
                        referring,
                        List.of(
                                new Wanted("rename_constraint: {table: r, name: r_t, to: r_to_t}"),
                                new Wanted("rename_table: {table: t, to: things}")),
                        "operations-meet"),
                Arguments.of(
                        referring,
                        List.of(new Wanted("rename_table: {table: r, to: uses}"), new Wanted("widen_key: {table: t}")),
                        "dependent"),
                Arguments.of(
                        referring,
                        List.of(
                                new Wanted("rename_table: {table: t, to: things}"),
                                new Wanted("drop_table: {table: r}")),
                        "operations-meet"),
                Arguments.of(
                        List.of(
                                "CREATE TABLE p (id int, part int, n int, PRIMARY KEY (id, part)) PARTITION BY RANGE (part)",
                                "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10)",
                                "CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (10) TO (20)",
                                "INSERT INTO p VALUES (1, 1, NULL)"),
                        List.of(
                                new Wanted("detach_partition: {table: p, partition: p1}"),
                                new Wanted("backfill: {table: p, column: n, value: \"1\", where: n IS NULL}")),
                        "partition-leaves"),
                Arguments.of(
                        List.of(
                                "CREATE TABLE p (id int, part int) PARTITION BY RANGE (part)",
                                "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10)"),
                        List.of(
                                new Wanted("drop_partition: {table: p, partition: p1}"),
                                new Wanted("add_check: {table: p, name: p_id, check: id > 0}")),
                        "partition-leaves"),
                Arguments.of(
                        List.of("CREATE TABLE p (id int NOT NULL, part int NOT NULL) PARTITION BY RANGE (part)"),
                        List.of(
                                new Wanted("create_partition: {table: p, partition: p1, values: FROM (0) TO (10)}"),
                                new Wanted("add_index: {table: p, name: p_id, columns: [id]}")),
                        "partition-fresh"),
                Arguments.of(
                        List.of("CREATE TABLE p (id int NOT NULL, part int NOT NULL) PARTITION BY RANGE (part)"),
                        List.of(
                                new Wanted("add_unique: {table: p, name: p_id, columns: [id, part]}"),
                                new Wanted("create_partition: {table: p, partition: p1, values: FROM (0) TO (10)}")),
                        "index-fresh"),
                Arguments.of(
                        composite,
                        List.of(new Wanted("rename_column: {table: t, column: c, to: d}")),
                        "composite-type"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesWhatWouldStopOnTheWay(List<String> setup, List<Wanted> operations, String code) throws SQLException {
        Outcome outcome = Trial.of(by(setup, operations), server());
        assertThat(outcome.end()).isEqualTo("refused");
        assertThat(outcome.wrong()).isEmpty();
        assertThat(outcome.refusals()).singleElement().asString().startsWith(code);
    }

    /** That of the suite, or the version in {@code -Dlockstep.random.server}, whose binaries must be beside. */
    private static DatabaseServer server() {
        String version = System.getProperty("lockstep.random.server", "");
        return version.isEmpty() ? TestServers.postgres() : TestServers.postgres(version);
    }

    private static Case by(List<String> setup, List<Wanted> operations) {
        return new Case(0, setup, operations, List.of(), List.of(), false, 99);
    }
}
