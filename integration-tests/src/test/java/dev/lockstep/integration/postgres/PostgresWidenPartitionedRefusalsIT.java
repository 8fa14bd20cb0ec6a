package dev.lockstep.integration.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.lockstep.v1.Finding;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands in the way of a wider key where a table is partitioned. */
class PostgresWidenPartitionedRefusalsIT {

    private static final String SETUP = """
            CREATE TABLE hashed (id int PRIMARY KEY) PARTITION BY HASH (id);
            CREATE TABLE hashed_0 PARTITION OF hashed FOR VALUES WITH (MODULUS 1, REMAINDER 0);
            CREATE TABLE orders (id int PRIMARY KEY);
            CREATE TABLE lines (order_id int CONSTRAINT lines_fk REFERENCES orders) PARTITION BY LIST (order_id);
            CREATE TABLE lines_0 PARTITION OF lines (PRIMARY KEY (order_id)) DEFAULT;
            CREATE TABLE events (id int, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
            CREATE TABLE events_0 PARTITION OF events DEFAULT;
            CREATE TABLE notes (event int, at date, CONSTRAINT notes_fk FOREIGN KEY (event, at) REFERENCES events);
            CREATE TABLE visits (id int, at date, place text, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
            CREATE TABLE visits_0 PARTITION OF visits DEFAULT;
            CREATE STATISTICS visits_told ON id, place FROM visits_0;
            CREATE TABLE calls (id int, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
            CREATE TABLE calls_0 PARTITION OF calls (CONSTRAINT calls_own UNIQUE (id)) DEFAULT;
            CREATE TABLE mails (id int, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
            CREATE TABLE mails_0 PARTITION OF mails DEFAULT;
            CREATE UNIQUE INDEX mails_0_own ON mails_0 (id);
            CREATE TABLE answers (mail int CONSTRAINT answers_fk REFERENCES mails_0 (id));
            CREATE TABLE told (id int, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
            CREATE TABLE told_0 PARTITION OF told DEFAULT;
            ALTER TABLE told_0 REPLICA IDENTITY USING INDEX told_0_pkey;
            CREATE TABLE parents (id int PRIMARY KEY);
            CREATE TABLE pairs (id bigint, one int CONSTRAINT one_fk REFERENCES parents, other int CONSTRAINT other_fk REFERENCES parents, at date,
              PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
            CREATE TABLE pairs_0 PARTITION OF pairs DEFAULT;
            CREATE INDEX pairs_0_both ON pairs_0 (one, other);
            CREATE TABLE roots (id int PRIMARY KEY);
            CREATE TABLE leaves (id bigint, at date, root int, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
            CREATE TABLE leaves_0 PARTITION OF leaves (CONSTRAINT leaves_own FOREIGN KEY (root) REFERENCES roots) DEFAULT;
            CREATE TABLE wide (id int PRIMARY KEY);
            CREATE TABLE counts (id bigint, at date, of_wide bigint CONSTRAINT counts_fk REFERENCES wide, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
            CREATE TABLE counts_0 PARTITION OF counts DEFAULT;
            CREATE TABLE waits (id int, at date, PRIMARY KEY (id, at) DEFERRABLE) PARTITION BY RANGE (at);
            CREATE TABLE waits_0 PARTITION OF waits DEFAULT;
            CREATE TABLE seen (id int, at date, note text, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
            CREATE TABLE seen_0 PARTITION OF seen DEFAULT;
            CREATE VIEW seen_often AS SELECT id, at, note FROM seen_0 GROUP BY id, at;
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
            partition-key  | {table: hashed} | hashed is not partitioned, because no trigger
            partition-key  | {table: orders} | lines is not partitioned, because no trigger
            key-column     | {table: events} | found one of id, at; name the `column`
            referenced     | {table: events, column: id} | but notes_fk of notes does
            dependent      | {table: visits, column: id} | id of the partition visits_0, but statistics object visits_told
            dependent      | {table: calls, column: id} | calls_0 to have no rule of its own on id, but it has calls_own
            dependent      | {table: mails, column: id} | id of the partition mails_0, but constraint answers_fk on table answers
            dependent      | {table: told, column: id} | id of the partition told_0, but constraint told_0_pkey
            dependent      | {table: parents} | both one and other of pairs, which both change, but pairs_0_both is
            table-obstacle | {table: roots} | leaves_0 to stand by itself, but it is a partition
            dependent      | {table: wide} | of_wide of counts is not
            dependent      | {table: waits, column: id} | waits.id, but constraint waits_pkey
            dependent      | {table: seen, column: id} | seen_often does
            """)
    void namesWhatStandsInTheWay(String code, String operation, String words) throws SQLException {
        assumeThat(node.major()).isGreaterThanOrEqualTo(13);

        List<Finding> refused = refused(operation);

        assertThat(refused).anySatisfy(finding -> {
            assertThat(finding.getCode()).isEqualTo(code);
            assertThat(finding.getMessage()).contains(words);
        });
        assertThat(refused)
                .extracting(Finding::getMessage)
                .noneMatch(message -> message.contains("report this as a defect"));
    }

    private static List<Finding> refused(String operation) throws SQLException {
        return Refusals.of(node.plan("""
                change: wider
                fleet: orders
                operations:
                  - widen_key: @operation@
                """.replace("@operation@", operation)));
    }
}
