package dev.lockstep.integration.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.lockstep.v1.Planned;
import dev.lockstep.v1.Step;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of partitioned tables of many shapes a wider key changes the type of its columns, and nothing else. */
class PostgresWidenPartitionedShapesIT {

    private static final String SETTINGS_OF_INDEXES =
            "SELECT string_agg(relname || ' ' || reloptions::text, '; ' ORDER BY relname) FROM pg_class WHERE relkind IN ('i', 'I')";

    private static final String LEFT_OVER = """
            SELECT (SELECT count(*) FROM pg_constraint WHERE conname LIKE '%lockstep%' AND connamespace <> 'lockstep'::regnamespace)
              + (SELECT count(*) FROM pg_class WHERE relname LIKE '%lockstep%' AND relnamespace <> 'lockstep'::regnamespace)
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {table: t, column: id} | CREATE TABLE t (id int, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at)
            {table: t, column: id} | CREATE TABLE t (id int, at date, b int, PRIMARY KEY (id, at) INCLUDE (b) WITH (fillfactor = 70, deduplicate_items = off)) PARTITION BY RANGE (at); CREATE TABLE t_0 PARTITION OF t DEFAULT; INSERT INTO t SELECT 1, '2020-01-01'
            {table: t, column: id} | CREATE TABLE t (id int, at date, b int, PRIMARY KEY (id, at), UNIQUE (b, at, id)) PARTITION BY RANGE (at); CREATE TABLE t_0 PARTITION OF t DEFAULT; ALTER INDEX t_0_pkey SET (fillfactor = 50); ALTER INDEX t_pkey RENAME TO keyed; INSERT INTO t SELECT 1, '2020-01-01'
            {table: s.t, column: Id} | CREATE SCHEMA s; CREATE SEQUENCE s.shared; CREATE TABLE s.t ("Id" int DEFAULT nextval('s.shared'), at date, "The b" int, PRIMARY KEY ("Id", at)) PARTITION BY RANGE (at); CREATE TABLE s."T 0" PARTITION OF s.t DEFAULT; CREATE UNIQUE INDEX "U x" ON s.t (at DESC, "Id" DESC NULLS LAST) WHERE "The b" > 0; COMMENT ON COLUMN s.t."Id" IS 'x''y'; INSERT INTO s.t SELECT 1, '2020-01-01'
            {table: p} | CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (id bigint, at date, p int NOT NULL REFERENCES p, PRIMARY KEY (id, at)) PARTITION BY RANGE (at)
            {table: p} | CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE o (p int PRIMARY KEY REFERENCES p); CREATE TABLE t (id bigint, at date, p int NOT NULL REFERENCES p ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED, CHECK (p > id - 1), PRIMARY KEY (id, at)) PARTITION BY RANGE (at); CREATE TABLE t_0 PARTITION OF t DEFAULT; CREATE TABLE q (id int, p int REFERENCES p) PARTITION BY LIST (id); CREATE TABLE q_1 PARTITION OF q (PRIMARY KEY (id)) FOR VALUES IN (1); INSERT INTO p VALUES (1), (2); INSERT INTO t VALUES (1, '2020-01-01', 2); INSERT INTO q VALUES (1, NULL)
            {table: p} | CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (id bigint, at date, p int NOT NULL CONSTRAINT k REFERENCES p, PRIMARY KEY (id, at)) PARTITION BY RANGE (at); CREATE TABLE t_0 (id bigint, at date, p int NOT NULL CONSTRAINT k0 REFERENCES p, PRIMARY KEY (id, at)); ALTER TABLE t ATTACH PARTITION t_0 DEFAULT; INSERT INTO p VALUES (1), (2); INSERT INTO t VALUES (1, '2020-01-01', 2)
            """)
    void onlyTheTypeChanges(String operation, String setup) throws SQLException {
        try (PostgresNode node = new PostgresNode(setup)) {
            assumeThat(node.major()).isGreaterThanOrEqualTo(13);
            Map<String, String> before = new TreeMap<>(node.catalog().schema());
            String settings = node.ask(SETTINGS_OF_INDEXES);
            Planned planned = node.plan("""
                    change: wider
                    fleet: orders
                    operations:
                      - widen_key: @operation@
                    """.replace("@operation@", operation));
            assertThat(Refusals.of(planned)).isEmpty();

            StepDriver driver = new StepDriver(node);
            for (Step step : PostgresNode.plan(planned).getStepsList()) {
                driver.forward(step);
            }

            Map<String, String> after = new TreeMap<>(node.catalog().schema());
            assertThat(after).isNotEqualTo(before);
            after.replaceAll((path, definition) ->
                    path.contains("/column:") && before.getOrDefault(path, "").startsWith("integer")
                            ? definition.replaceFirst("^bigint", "integer")
                            : definition);
            assertThat(after).isEqualTo(before);
            assertThat(node.ask(SETTINGS_OF_INDEXES)).isEqualTo(settings);
            assertThat(node.ask(LEFT_OVER)).isEqualTo("0");
        }
    }
}
