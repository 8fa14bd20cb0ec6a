package dev.lockstep.integration.postgres.explain;

import static dev.lockstep.integration.postgres.explain.Comparison.difference;
import static dev.lockstep.integration.postgres.explain.Comparison.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.agent.engine.postgres.explain.Explainer;
import dev.lockstep.agent.engine.postgres.explain.Explanation;
import dev.lockstep.change.ChangeFile;
import dev.lockstep.change.ChangeFileResult;
import dev.lockstep.deploy.servers.DatabaseServer;
import dev.lockstep.deploy.servers.EmbeddedPostgres;
import dev.lockstep.deploy.servers.ServerBinaries;
import dev.lockstep.integration.servers.TestServers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is said offline of more than a thousand statements, against what servers do.
 *
 * <p>The server is that of the whole suite. Others are named by the versions of their artifacts, as in
 * {@code -Dlockstep.explain.servers=12.22.0,14.24.0,18.6.0}; their binaries must be beside those of the suite. What they did when they were last asked is
 * kept beside the statements, and compared each time.
 */
class ExplainIT {
    @TempDir
    static Path folder;

    static Stream<String> servers() {
        return Stream.concat(
                Stream.of("suite"),
                Stream.of(System.getProperty("lockstep.explain.servers", "").split(","))
                        .filter(each -> !each.isBlank()));
    }

    @ParameterizedTest
    @MethodSource("servers")
    void saysWhatTheServerDoes(String version) throws SQLException {
        if (version.equals("suite")) {
            compareAll(TestServers.postgres());
            return;
        }
        try (DatabaseServer server = new EmbeddedPostgres(
                ServerBinaries.standard(), "postgres-" + version, version, folder.resolve(version), 0)) {
            server.start();
            compareAll(server);
            compareRecorded(server);
        }
    }

    /** On the server of the suite the records stand for these, as asking takes long. */
    private static void compareRecorded(DatabaseServer server) throws SQLException {
        List<String> wrong = new ArrayList<>();
        List<Corpus.Stranger> all = new ArrayList<>(Corpus.recordedStrangers());
        all.add(Corpus.eighteen());
        for (Corpus.Stranger each : all) {
            compareEach(server, each, wrong);
        }
        assertThat(wrong).isEmpty();
    }

    private static void compareAll(DatabaseServer server) throws SQLException {
        List<String> wrong = new ArrayList<>();
        on(server, connection -> {
            Explainer explainer = prepared(connection, Corpus.schema());
            LiveServer live = new LiveServer(connection);
            for (String sql : Corpus.statements()) {
                difference(explainer.copy(), sql, live.observe(sql)).ifPresent(wrong::add);
            }
            for (String sql : Corpus.journey()) {
                difference(explainer, sql, live.commit(sql)).ifPresent(wrong::add);
            }
        });
        for (Corpus.Stranger each : Corpus.strangers()) {
            compareEach(server, each, wrong);
        }
        compareEach(server, Corpus.mended(), wrong);
        for (Corpus.Stranger each : Corpus.recordedStrangers()) {
            on(server, connection -> {
                Explainer explainer = prepared(connection, each.schema());
                LiveServer live = new LiveServer(connection);
                for (String sql : each.journey()) {
                    difference(explainer, sql, live.commit(sql)).ifPresent(wrong::add);
                }
            });
        }
        assertThat(wrong).isEmpty();
    }

    private static void compareEach(DatabaseServer server, Corpus.Stranger each, List<String> wrong)
            throws SQLException {
        on(server, connection -> {
            if (connection.getMetaData().getDatabaseMajorVersion() >= each.since()) {
                Explainer explainer = prepared(connection, each.schema());
                LiveServer live = new LiveServer(connection);
                for (String sql : each.statements()) {
                    difference(explainer.copy(), sql, live.observe(sql)).ifPresent(wrong::add);
                }
            }
        });
    }

    /** Something that is done on a connection. */
    private interface OnConnection {
        void run(Connection connection) throws SQLException;
    }

    private static void on(DatabaseServer server, OnConnection body) throws SQLException {
        String database = "explain_" + ProcessHandle.current().pid();
        server.createDatabase(database);
        String url = server.jdbcUrl(database);
        String joined = url + (url.contains("?") ? "&" : "?") + "preferQueryMode=simple";
        try (Connection connection = DriverManager.getConnection(joined, server.user(), server.password())) {
            body.run(connection);
        } finally {
            server.dropDatabase(database);
        }
    }

    /** The schema is there in both. */
    private static Explainer prepared(Connection connection, String schema) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(schema);
            statement.execute("RESET ALL"); // a dump sets what it needs for itself
            statement.execute("SET search_path = public");
        }
        return loaded(connection.getMetaData().getDatabaseMajorVersion(), schema);
    }

    @ParameterizedTest
    @ValueSource(ints = {12, 13, 14, 15, 16, 17, 18})
    void saysWhatServersHaveBeenSeenToDo(int major) {
        List<String> wrong = new ArrayList<>();

        compare(loaded(major, Corpus.schema()), Corpus.statements(), Corpus.recorded(major), wrong);
        for (Corpus.Stranger each : Corpus.recordedStrangers()) {
            compare(loaded(major, each.schema()), each.statements(), each.recorded(16, major), wrong);
        }

        assertThat(wrong).as("on PostgreSQL %d", major).isEmpty();
    }

    @Test
    void saysWhatOnlyEighteenDoes() {
        List<String> wrong = new ArrayList<>();
        Corpus.Stranger eighteen = Corpus.eighteen();

        compare(loaded(18, eighteen.schema()), eighteen.statements(), eighteen.recorded(18, 18), wrong);

        assertThat(wrong).isEmpty();
    }

    private static void compare(
            Explainer explainer, List<String> statements, Map<String, Observed> recorded, List<String> wrong) {
        for (String sql : statements) {
            Observed observed = recorded.get(sql);
            assertThat(observed).as("the record of %s", sql).isNotNull();
            difference(explainer.copy(), sql, observed).ifPresent(wrong::add);
        }
    }

    private static Explainer loaded(int major, String schema) {
        Explainer explainer = new Explainer(major);
        assertThat(explainer.load(schema)).isEmpty();
        return explainer;
    }

    /** But for the contents of materialized views, which no dump of a schema tells. */
    @Test
    void aDumpOfASchemaIsTheSchema() {
        List<String> different = new ArrayList<>();
        List<Corpus.Stranger> all = new ArrayList<>(Corpus.strangers());
        all.addAll(Corpus.recordedStrangers());
        for (Corpus.Stranger each : all) {
            Explainer written = loaded(15, each.schema());
            Explainer dumped = loaded(15, each.dump());
            for (String sql : each.statements()) {
                String wanted = text(written.copy().explain(sql).get(0));
                String found = text(dumped.copy().explain(sql).get(0));
                if (!sql.startsWith("REFRESH") && !wanted.equals(found)) {
                    different.add(sql + "\n  written " + wanted + "\n  dumped  " + found);
                }
            }
        }
        assertThat(different).isEmpty();
    }

    /** Modes that stop nobody who reads or writes. */
    private static final List<String> WEAK =
            List.of("AccessShareLock", "RowShareLock", "RowExclusiveLock", "ShareUpdateExclusiveLock");

    @Test
    void eachSaferFormIsAChangeFile() {
        int found = 0;
        for (Explained each : allExplained()) {
            String safer = each.said().safer();
            if (safer != null) {
                found++;
                assertThat(ChangeFile.read("change.yaml", "change: a-change\nfleet: orders\n" + safer))
                        .as("%s as\n%s", each.sql(), safer)
                        .isInstanceOf(ChangeFileResult.Read.class);
            }
        }
        assertThat(found).isGreaterThan(700);
    }

    @Test
    void whatStopsNobodyHasNoSaferForm() {
        for (Explained each : allExplained()) {
            boolean weak = each.said().locks().stream().allMatch(lock -> WEAK.contains(lock.mode()));
            if (weak) {
                assertThat(each.said().safer()).as(each.sql()).isNull();
            }
        }
    }

    /** Of a partitioned table as a whole. */
    @ParameterizedTest
    @MethodSource("saferFormsOfPartitions")
    void partitionedTablesAreChangedAsAWhole(String sql, String expected) {
        Explainer explainer = loaded(16, Corpus.likeApplications().get(0).schema());

        assertThat(explainer.explain(sql).get(0).safer()).isEqualTo("operations:\n" + expected);
    }

    @Test
    void aForeignKeyBetweenTwoPartitionedTablesHasASaferFormAndOneToItselfHasNone() {
        String schema = """
                CREATE TABLE tours (id bigint PRIMARY KEY, after bigint) PARTITION BY RANGE (id);
                CREATE TABLE stops (id bigint PRIMARY KEY, tour bigint) PARTITION BY RANGE (id);
                """;
        Explainer explainer = loaded(16, schema);

        assertThat(explainer
                        .copy()
                        .explain(
                                "ALTER TABLE stops ADD CONSTRAINT stops_tour_fk FOREIGN KEY (tour) REFERENCES tours (id)")
                        .get(0)
                        .safer())
                .contains("- add_foreign_key:", "references: tours");
        assertThat(explainer
                        .explain(
                                "ALTER TABLE tours ADD CONSTRAINT tours_after_fk FOREIGN KEY (after) REFERENCES tours (id)")
                        .get(0)
                        .safer())
                .isNull();
    }

    /** A foreign key asks something of them: an index for the way back, its proof, the same type, another table. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE a_2 PARTITION OF a FOR VALUES FROM (10) TO (20)",
                "ALTER TABLE b DETACH PARTITION b_1",
                "ALTER TABLE c DETACH PARTITION c_1",
                "ALTER TABLE d DETACH PARTITION d_1",
                "CREATE TABLE d_2 PARTITION OF d FOR VALUES FROM (10) TO (20)",
                "ALTER TABLE e ATTACH PARTITION e_2 FOR VALUES FROM (10) TO (20)",
                "ALTER TABLE a ATTACH PARTITION numbered FOR VALUES FROM (10) TO (20)",
                "ALTER TABLE a REPLICA IDENTITY FULL"
            })
    void partitionsThatForeignKeysHoldHaveNoSaferForm(String sql) {
        String schema = """
                CREATE TABLE a (id bigint PRIMARY KEY) PARTITION BY RANGE (id);
                CREATE TABLE a_1 PARTITION OF a FOR VALUES FROM (0) TO (10);
                CREATE TABLE without_index (a bigint REFERENCES a);
                CREATE TABLE b (id bigint PRIMARY KEY) PARTITION BY RANGE (id);
                CREATE TABLE b_1 PARTITION OF b FOR VALUES FROM (0) TO (10);
                CREATE TABLE unproved (b bigint);
                ALTER TABLE unproved ADD FOREIGN KEY (b) REFERENCES b NOT VALID;
                CREATE TABLE c (id bigint PRIMARY KEY) PARTITION BY RANGE (id);
                CREATE TABLE c_1 PARTITION OF c FOR VALUES FROM (0) TO (10);
                CREATE TABLE narrower (c int REFERENCES c);
                CREATE TABLE d (id bigint PRIMARY KEY, up bigint REFERENCES d) PARTITION BY RANGE (id);
                CREATE TABLE d_1 PARTITION OF d FOR VALUES FROM (0) TO (10);
                CREATE INDEX ON d (up);
                CREATE TABLE e (id bigint PRIMARY KEY, a bigint REFERENCES a) PARTITION BY RANGE (id);
                CREATE TABLE e_1 PARTITION OF e FOR VALUES FROM (0) TO (10);
                CREATE TABLE e_2 (id bigint NOT NULL, a bigint);
                CREATE TABLE numbered (id bigint GENERATED ALWAYS AS IDENTITY);
                """;

        assertThat(loaded(16, schema).explain(sql).get(0).safer()).isNull();
    }

    static Stream<Arguments> saferFormsOfPartitions() {
        return Stream.of(
                Arguments.of(
                        "CREATE INDEX ON events (user_id)",
                        "  - add_index:\n      table: events\n      name: events_user_id_idx\n      columns: [user_id]\n"),
                Arguments.of(
                        "ALTER TABLE events ALTER COLUMN user_id SET NOT NULL",
                        "  - set_not_null:\n      table: events\n      column: user_id\n"),
                Arguments.of(
                        "ALTER TABLE events ATTACH PARTITION events_old FOR VALUES FROM (MINVALUE) TO ('2025-01-01')",
                        "  - attach_partition:\n      table: events\n      partition: events_old\n"
                                + "      values: \"FROM (MINVALUE) TO ('2025-01-01')\"\n"),
                Arguments.of(
                        "CREATE TABLE events_2028 PARTITION OF events FOR VALUES FROM ('2028-01-01') TO ('2029-01-01')",
                        "  - create_partition:\n      table: events\n      partition: events_2028\n"
                                + "      values: \"FROM ('2028-01-01') TO ('2029-01-01')\"\n"),
                Arguments.of(
                        "ALTER TABLE events DETACH PARTITION events_2025_01",
                        "  - detach_partition:\n      table: events\n      partition: events_2025_01\n"),
                Arguments.of(
                        "DROP TABLE events_2025_01",
                        "  - drop_partition:\n      table: events\n      partition: events_2025_01\n"));
    }

    /** Lockstep would refuse them: nothing finds the rows that refer to the whole, or an index of it is not whole. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE events_2028 PARTITION OF events FOR VALUES FROM ('2028-01-01') TO ('2029-01-01')",
                "CREATE TABLE areas_es PARTITION OF areas FOR VALUES IN ('es')"
            })
    void partitionsThatMayNotComeOrGoHaveNoSaferForm(String sql) {
        assertThat(loaded(16, Corpus.schema()).explain(sql).get(0).safer()).isNull();
    }

    /** A statement with what is said of it on 16. */
    private record Explained(String sql, Explanation said) {}

    private static List<Explained> allExplained() {
        List<Explained> all = new ArrayList<>(explained(loaded(16, Corpus.schema()), Corpus.statements()));
        List<Corpus.Stranger> strangers = new ArrayList<>(Corpus.strangers());
        strangers.addAll(Corpus.recordedStrangers());
        strangers.forEach(each -> all.addAll(explained(loaded(16, each.schema()), each.statements())));
        return all;
    }

    private static List<Explained> explained(Explainer explainer, List<String> statements) {
        return statements.stream()
                .map(sql -> {
                    List<Explanation> said = explainer.copy().explain(sql);
                    return new Explained(sql, said.get(said.size() - 1));
                })
                .toList();
    }
}
