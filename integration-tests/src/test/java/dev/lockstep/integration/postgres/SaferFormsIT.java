package dev.lockstep.integration.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.agent.engine.postgres.explain.Explainer;
import dev.lockstep.fingerprint.Catalog;
import dev.lockstep.integration.postgres.explain.Corpus;
import dev.lockstep.v1.Finding;
import dev.lockstep.v1.Planned;
import dev.lockstep.v1.Severity;
import dev.lockstep.v1.Step;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The safer form that {@code explain} offers, carried out on a server: the schema must be the one that the statement would have left.
 *
 * <p>All are planned; every so many are carried out, or all with {@code -Dlockstep.explain.every=1}.
 */
class SaferFormsIT {
    private static final int EVERY = Integer.getInteger("lockstep.explain.every", 10);

    /** A dump has no rows, so its materialized views are not filled, and those can only be refreshed as they are. */
    private static final String OF_ROWS = "REFRESH MATERIALIZED VIEW";

    static Stream<Corpus.Stranger> schemas() {
        return Stream.concat(Corpus.likeApplications().stream(), Corpus.asTestersWould().stream());
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void aSaferFormLeadsToTheSameSchema(Corpus.Stranger stranger) throws SQLException {
        List<String> wrong = new ArrayList<>();
        try (PostgresNode node = new PostgresNode(stranger.schema())) {
            Map<String, String> offered = offered(node, stranger.schema(), stranger.statements());
            assertThat(offered).hasSizeGreaterThan(70);
            int count = 0;
            for (Map.Entry<String, String> each : offered.entrySet()) {
                refusals(node, each.getValue()).ifPresent(no -> wrong.add(each.getKey() + "\n  refused: " + no));
                if (count++ % EVERY == 0) {
                    difference(node, stranger.schema(), each.getKey(), each.getValue())
                            .ifPresent(wrong::add);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** Kinds of statements, one by one, in a schema where nothing is in the way. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE child ADD CONSTRAINT f FOREIGN KEY (parent) REFERENCES parent (id) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED",
                "ALTER TABLE child ADD CONSTRAINT f FOREIGN KEY (parent) REFERENCES parent MATCH FULL ON DELETE SET DEFAULT",
                "ALTER TABLE child ADD CONSTRAINT u UNIQUE (code) INCLUDE (note) WITH (fillfactor = 80) DEFERRABLE",
                "ALTER TABLE child ADD CONSTRAINT u UNIQUE NULLS NOT DISTINCT (code, note)",
                "ALTER TABLE child ADD PRIMARY KEY (id) INCLUDE (note)",
                "ALTER TABLE child ADD COLUMN a int UNIQUE CHECK (a > 0), ADD COLUMN b timestamptz NOT NULL DEFAULT now()",
                "ALTER TABLE child ADD CHECK (n > 0), ADD CHECK (n < 9), ADD UNIQUE (code), ALTER COLUMN note SET NOT NULL",
                "ALTER TABLE child DROP COLUMN n, DROP COLUMN parent",
                "ALTER TABLE child ALTER COLUMN code SET DEFAULT md5('x'), ALTER COLUMN note SET DEFAULT 'y'",
                "ALTER TABLE child ALTER COLUMN short TYPE varchar(20)",
                "ALTER TABLE parent ALTER COLUMN b TYPE bigint",
                "ALTER TABLE ONLY child ADD CONSTRAINT u UNIQUE (code)",
                "CREATE INDEX ON child (lower(code), note DESC NULLS LAST) INCLUDE (n) WITH (fillfactor = 70) WHERE n > 0",
                "CREATE UNIQUE INDEX ON child (code text_pattern_ops, note COLLATE \"C\")",
                "CREATE INDEX ON child USING gin (tags)",
                "CREATE INDEX ON totals (n)",
                "ALTER TABLE child_code_idx RENAME TO by_code",
                "DROP TABLE child",
            })
    void eachKindLeadsToTheSameSchema(String sql) throws SQLException {
        String schema = """
                CREATE TABLE parent (id int PRIMARY KEY, a text, b int DEFAULT 3 CHECK (b > 0));
                CREATE INDEX ON parent (b);
                CREATE TABLE child (
                    id int NOT NULL, parent int DEFAULT 1 REFERENCES parent, code text, note text, n int, short varchar(10), tags text[],
                    CONSTRAINT n_small CHECK (n < 1000) NOT VALID, CONSTRAINT n_and_id CHECK (n > id), UNIQUE (id, n));
                CREATE INDEX child_code_idx ON child (code);
                CREATE INDEX ON child (parent);
                ALTER TABLE child ADD CONSTRAINT given CHECK (code IS NOT NULL) NOT VALID;
                CREATE MATERIALIZED VIEW totals AS SELECT a, count(*) AS n FROM parent GROUP BY a;
                """;
        try (PostgresNode node = new PostgresNode(schema)) {
            String safer = offered(node, schema, List.of(sql)).get(sql);

            assertThat(safer).as("a safer form of %s", sql).isNotNull();
            assertThat(refusals(node, safer)).isEmpty();
            assertThat(difference(node, schema, sql, safer)).isEmpty();
        }
    }

    /** Of tables with partitions, which foreign keys refer to, and of tables that inherit. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE tours DETACH PARTITION tours_1",
                "ALTER TABLE tours DETACH PARTITION tours_rest",
                "ALTER TABLE tours ATTACH PARTITION tours_3 FOR VALUES FROM (200) TO (300)",
                "CREATE TABLE tours_4 PARTITION OF tours FOR VALUES FROM (300) TO (400)",
                "CREATE INDEX ON tours (lower(name))",
                "CREATE INDEX by_time ON tours USING brin (at)",
                "CREATE INDEX ON tours (name DESC) INCLUDE (at) WHERE at > '2025-01-01'",
                "CREATE UNIQUE INDEX ON tours (id, lower(name))",
                "ALTER TABLE tours_1 ALTER COLUMN name SET NOT NULL",
                "ALTER TABLE tours_1 ADD CHECK (name <> ''), ALTER COLUMN at SET NOT NULL",
                "ALTER TABLE stops_1 ADD PRIMARY KEY (id)",
                "ALTER TABLE marks ADD FOREIGN KEY (tour) REFERENCES tours_1",
                "ALTER TABLE marks ADD CHECK (made <= CURRENT_DATE) NO INHERIT",
                "ALTER TABLE marks ALTER COLUMN tour SET NOT NULL, ADD PRIMARY KEY (tour, mark)",
                "ALTER TABLE above ALTER COLUMN note SET NOT NULL",
            })
    void eachKindOfPartitionsLeadsToTheSameSchema(String sql) throws SQLException {
        String schema = """
                CREATE TABLE tours (id bigint PRIMARY KEY, name text, at timestamp) PARTITION BY RANGE (id);
                CREATE TABLE tours_1 PARTITION OF tours FOR VALUES FROM (0) TO (100);
                CREATE TABLE tours_2 PARTITION OF tours FOR VALUES FROM (100) TO (200);
                CREATE TABLE tours_rest PARTITION OF tours DEFAULT;
                CREATE TABLE tours_3 (id bigint NOT NULL, name text, at timestamp);
                CREATE TABLE stops (id int NOT NULL, tour bigint REFERENCES tours) PARTITION BY RANGE (id);
                CREATE TABLE stops_1 PARTITION OF stops FOR VALUES FROM (0) TO (100);
                CREATE TABLE stops_2 PARTITION OF stops FOR VALUES FROM (100) TO (200);
                CREATE INDEX ON stops (tour);
                CREATE TABLE tickets (id int PRIMARY KEY, tour bigint REFERENCES tours ON DELETE CASCADE);
                CREATE INDEX ON tickets (tour);
                CREATE TABLE marks (tour bigint, mark text, made date);
                CREATE TABLE above (id int, note text);
                CREATE TABLE below (more int) INHERITS (above);
                """;
        try (PostgresNode node = new PostgresNode(schema)) {
            String safer = offered(node, schema, List.of(sql)).get(sql);

            assertThat(safer).as("a safer form of %s", sql).isNotNull();
            assertThat(refusals(node, safer)).isEmpty();
            assertThat(difference(node, schema, sql, safer)).isEmpty();
        }
    }

    private static Map<String, String> offered(PostgresNode node, String schema, List<String> statements)
            throws SQLException {
        Explainer explainer = new Explainer(node.major());
        assertThat(explainer.load(schema)).isEmpty();
        Map<String, String> offered = new TreeMap<>();
        for (String sql : statements) {
            String safer = explainer.copy().explain(sql).get(0).safer();
            if (safer != null && !sql.startsWith(OF_ROWS)) {
                offered.put(sql, safer);
            }
        }
        return offered;
    }

    private static Planned planned(PostgresNode node, String safer) throws SQLException {
        return node.plan("change: a-change\nfleet: a-fleet\n" + safer);
    }

    private static Optional<String> refusals(PostgresNode node, String safer) throws SQLException {
        String refusals = planned(node, safer).getFindingsList().stream()
                .filter(finding -> finding.getSeverity() == Severity.REFUSE)
                .map(Finding::getMessage)
                .collect(Collectors.joining("\n  "));
        return Optional.of(refusals).filter(text -> !text.isEmpty());
    }

    private static Optional<String> difference(PostgresNode node, String schema, String sql, String safer)
            throws SQLException {
        Catalog wanted = afterwards(node, sql);
        try (PostgresNode other = new PostgresNode(schema)) {
            StepDriver driver = new StepDriver(other);
            for (Step step : PostgresNode.plan(planned(other, safer)).getStepsList()) {
                driver.forward(step);
            }
            Catalog found = other.catalog();
            Map<String, String> different = new TreeMap<>(found.schema());
            different.entrySet().removeAll(wanted.schema().entrySet());
            different.keySet().removeIf(path -> isMoreOnPurpose(path, wanted, sql, safer));
            wanted.schema().forEach((path, definition) -> {
                if (!found.schema().containsKey(path)) {
                    different.put(path, "absent, not " + definition);
                }
            });
            assertThat(found.own())
                    .as("nothing of Lockstep's own is left by\n%s", safer)
                    .isEmpty();
            return different.isEmpty() ? Optional.empty() : Optional.of(sql + "\n  differs in " + different);
        }
    }

    /** The schema after the statement, which is rolled back. */
    private static Catalog afterwards(PostgresNode node, String sql) throws SQLException {
        Connection connection = node.driver();
        connection.setAutoCommit(false);
        try {
            node.run("SET LOCAL search_path = public");
            node.run(sql);
            return node.catalog();
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    /** A foreign key gets the index that it needs, with those of its partitions, and a wider key widens the columns that refer to it. */
    private static boolean isMoreOnPurpose(String path, Catalog wanted, String sql, String safer) {
        boolean newIndex = path.contains("/index:") && wanted.definition(path).isEmpty();
        boolean indexed = safer.contains("add_index") || safer.contains("CREATE INDEX CONCURRENTLY");
        return newIndex && indexed && sql.contains("REFERENCES")
                || path.contains("/column:") && safer.contains("widen_key");
    }
}
