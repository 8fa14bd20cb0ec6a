package dev.lockstep.integration.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.lockstep.v1.AttachPartition;
import dev.lockstep.v1.Change;
import dev.lockstep.v1.CreatePartition;
import dev.lockstep.v1.Finding;
import dev.lockstep.v1.Operation;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Why a table cannot become a partition: what it is, what it lacks, and which of its rows have no place there. */
class PostgresAttachRefusalsIT {

    private static final String BOUND = "FROM (100) TO (200)";

    private static final String SETUP = """
            CREATE TABLE shops (id int PRIMARY KEY);
            INSERT INTO shops VALUES (1);
            CREATE TABLE sales (id int NOT NULL, shop int CONSTRAINT sales_shop_fk REFERENCES shops, note text,
              CONSTRAINT sales_id_key UNIQUE (id), CONSTRAINT shop_positive CHECK (shop > 0)) PARTITION BY RANGE (id);
            CREATE TABLE sales_0 PARTITION OF sales FOR VALUES FROM (0) TO (100);
            CREATE TABLE sales_rest PARTITION OF sales DEFAULT;
            INSERT INTO sales VALUES (150, 1), (500, 1);
            CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
            CREATE TRIGGER noted AFTER DELETE ON sales FOR EACH ROW EXECUTE FUNCTION note();

            CREATE TABLE fits (id int NOT NULL, shop int, note text);
            INSERT INTO fits VALUES (600, 1);
            CREATE TABLE outside (LIKE fits);
            INSERT INTO outside VALUES (601, 1), (77, 1);
            CREATE TABLE broken (LIKE fits);
            INSERT INTO broken VALUES (602, -1), (603, 9), (604, 1), (604, 1);
            CREATE TABLE other_rule (id int NOT NULL, shop int CONSTRAINT shop_positive CHECK (shop > 1), note text);
            CREATE TABLE unproved (LIKE fits);
            ALTER TABLE unproved ADD CONSTRAINT shop_positive CHECK (shop > 0) NOT VALID;
            CREATE TABLE triggered (LIKE fits);
            CREATE TRIGGER noted AFTER DELETE ON triggered FOR EACH ROW EXECUTE FUNCTION note();
            CREATE TRIGGER watched AFTER INSERT ON triggered REFERENCING NEW TABLE AS rows FOR EACH ROW EXECUTE FUNCTION note();
            CREATE VIEW seen AS SELECT * FROM fits;
            CREATE SCHEMA x;
            CREATE TABLE x.far (LIKE fits);
            CREATE TABLE left_over (LIKE fits);
            INSERT INTO left_over VALUES (700, 1), (700, 1);

            CREATE TABLE keyed (id int NOT NULL, at date NOT NULL, PRIMARY KEY (id, at), CONSTRAINT once UNIQUE (at, id) DEFERRABLE)
              PARTITION BY RANGE (at);
            CREATE TABLE keyed_2026 (id int PRIMARY KEY, at date NOT NULL);
            CREATE TABLE typed (id bigint NOT NULL, name text COLLATE "C" NOT NULL, at date NOT NULL, twice bigint GENERATED ALWAYS AS (id * 2) STORED,
              extra int) PARTITION BY RANGE (at);
            CREATE TABLE typed_2026 (id int GENERATED ALWAYS AS IDENTITY, name text, twice bigint, at date NOT NULL, own text);
            CREATE TABLE parents (id int PRIMARY KEY) PARTITION BY RANGE (id);
            CREATE TABLE parents_0 PARTITION OF parents FOR VALUES FROM (0) TO (100);
            CREATE TABLE parents_1 (id int NOT NULL);
            CREATE TABLE children (id int NOT NULL, parent int CONSTRAINT children_parent_fk REFERENCES parents) PARTITION BY RANGE (id);
            CREATE TABLE children_1 (id int NOT NULL, parent int);
            CREATE TABLE nodes (id int PRIMARY KEY, up int CONSTRAINT nodes_up_fk REFERENCES nodes) PARTITION BY RANGE (id);
            CREATE TABLE nodes_1 (id int PRIMARY KEY, up int);
            CREATE TABLE void (id int PRIMARY KEY) PARTITION BY RANGE (id);
            CREATE TABLE hopes (id int NOT NULL, void int CONSTRAINT hopes_void_fk REFERENCES void) PARTITION BY RANGE (id);
            CREATE TABLE hopes_1 (id int NOT NULL, void int);
            CREATE TABLE weak (id int NOT NULL) PARTITION BY LIST (id);
            ALTER TABLE weak ADD CONSTRAINT weak_rule CHECK (id > 0) NOT VALID;
            CREATE TABLE weak_1 (id int NOT NULL);
            """;

    private static PostgresNode node;

    @BeforeAll
    static void open() throws SQLException {
        node = new PostgresNode(SETUP);
        node.leaveInvalid("CREATE UNIQUE INDEX CONCURRENTLY left_over_id_key ON left_over (id)");
    }

    @AfterAll
    static void close() throws SQLException {
        node.close();
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                refusal("not-partitioned", "shops to be partitioned", "shops", "fits", BOUND),
                refusal("table-missing", "the table nowhere", "sales", "nowhere", BOUND),
                refusal(
                        "table-obstacle",
                        "sales_0 to stand by itself, but it is a partition",
                        "sales",
                        "sales_0",
                        BOUND),
                refusal("table-kind", "seen to be an ordinary table, but it is a view", "sales", "seen", BOUND),
                refusal("table-kind", "keyed to be an ordinary table", "sales", "keyed", BOUND),
                refusal("partition-elsewhere", "found x.far", "sales", "x.far", "FROM (600) TO (700)"),
                refusal("expression-malformed", "bounds of one", "sales", "fits", BOUND + "; DROP TABLE (shops)"),
                refusal("bounds-refused", "overlap partition \"sales_0\"", "sales", "fits", "FROM (50) TO (60)"),
                refusal("bounds-refused", "cannot be cast", "sales", "fits", "FROM (date '2026-01-01') TO (9)"),
                refusal("bounds-refused", "conflicts with existing default", "sales", "fits", "DEFAULT"),
                refusal("constraint-differs", "has CHECK ((shop > 1))", "sales", "other_rule", "FROM (600) TO (700)"),
                refusal("constraint-differs", "NOT VALID", "sales", "unproved", "FROM (600) TO (700)"),
                refusal("index-invalid", "left_over_id_key", "sales", "left_over", "FROM (700) TO (800)"),
                refusal("referenced", "of nodes to refer to itself", "nodes", "nodes_1", BOUND),
                refusal("foreign-key-partitioned", "but children_parent_fk refers", "children", "children_1", BOUND),
                refusal("foreign-key-partitioned", "but hopes_void_fk refers", "hopes", "hopes_1", BOUND),
                refusal("constraint-unproved", "weak_rule of weak to be proved", "weak", "weak_1", "IN (1)"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void namesWhatStandsInTheWay(String code, String words, Operation operation) throws SQLException {
        assertThat(refused(operation)).singleElement().satisfies(finding -> {
            assertThat(finding.getCode()).isEqualTo(code);
            assertThat(finding.getMessage()).contains(words);
        });
    }

    @Test
    void everyColumnThatDiffersIsNamedAtOnce() throws SQLException {
        assertThat(refused(attach("typed", "typed_2026", "FROM ('2026-01-01') TO ('2027-01-01')")))
                .allSatisfy(finding -> assertThat(finding.getCode()).isEqualTo("columns-differ"))
                .extracting(Finding::getMessage)
                .containsExactly(
                        "expected typed_2026 to have the column extra of typed, but it has none; add it first",
                        "expected typed_2026 to have id bigint as in typed, but it is integer; change its type first",
                        "expected typed_2026 to have id without an identity, because a partition numbers as its table does, but it has one; drop that first",
                        "expected typed_2026 to have name with the collation pg_catalog.\"C\" as in typed, but it is with the collation of its type; give it that first",
                        "expected typed_2026 to have name NOT NULL as in typed, but it is not, or not for all rows; set_not_null first",
                        "expected typed_2026 to have twice generated as (id * 2) as in typed, but it is not generated; make it anew first",
                        "expected typed_2026 to have no column that typed lacks, but it has own; drop it, or add it there first");
    }

    /** Its definition, which the table needs too, is not known before it is there. */
    @Test
    void anIndexThatTheSameChangeAddsComesBeforeIt() throws SQLException {
        Change change = PostgresNode.read("""
                change: both
                fleet: orders
                operations:
                  - add_index: {table: sales, name: sales_fresh, columns: [id]}
                  - attach_partition: {table: sales, partition: fits, values: FROM (500) TO (600)}
                """);

        assertThat(Refusals.of(node.plan(change)))
                .extracting(Finding::getCode, Finding::getLine)
                .containsExactly(tuple("index-fresh", 5));
    }

    @Test
    void rowsWithoutAPlaceAreShown() throws SQLException {
        assertThat(refused(attach("sales", "outside", "FROM (600) TO (700)")))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.getCode()).isEqualTo("bound-broken");
                    assertThat(finding.getSamplesList()).hasSize(1);
                });
        assertThat(refused(attach("sales", "outside", "FROM (77) TO (78)")))
                .extracting(Finding::getCode)
                .as("bounds that overlap come before rows")
                .containsExactly("bounds-refused");
        assertThat(refused(attach("sales", "fits", "FROM (500) TO (601)")))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.getCode()).isEqualTo("default-partition");
                    assertThat(finding.getSamplesList()).containsExactly("500");
                });
    }

    @Test
    void rowsThatBreakRulesOfTheWholeAreShownAllAtOnce() throws SQLException {
        assertThat(refused(attach("sales", "broken", "FROM (600) TO (700)")))
                .extracting(Finding::getCode, finding -> finding.getSamplesCount())
                .containsExactly(tuple("duplicates", 1), tuple("orphans", 2), tuple("check-broken", 1));
    }

    @Test
    void triggersThatAPartitionCannotHaveAreNamed() throws SQLException {
        assertThat(refused(attach("sales", "triggered", "FROM (600) TO (700)")))
                .extracting(Finding::getCode)
                .containsExactly("trigger-exists", "trigger-watches");
    }

    @Test
    void keysThatTheTableCannotGetAreNamed() throws SQLException {
        assertThat(refused(attach("keyed", "keyed_2026", "DEFAULT")))
                .extracting(Finding::getCode, Finding::getMessage)
                .satisfiesExactly(
                        key -> assertThat(key.toList().toString())
                                .contains("primary-key-exists", "the primary key (id, at) of keyed, or none"),
                        once -> assertThat(once.toList().toString())
                                .contains("constraint-missing", "once of keyed", "UNIQUE (at, id) DEFERRABLE"));
    }

    @Test
    void whatADefaultPartitionTakesIsKnownBeforeTheChange() throws SQLException {
        Operation.Builder created = Operation.newBuilder()
                .setCreatePartition(CreatePartition.newBuilder()
                        .setTable("weak")
                        .setPartition("weak_2")
                        .setValues("IN (2)"));
        Operation.Builder rest = Operation.newBuilder()
                .setCreatePartition(CreatePartition.newBuilder()
                        .setTable("weak")
                        .setPartition("weak_rest")
                        .setValues("DEFAULT"));

        assertThat(refused(created.build(), attach("weak", "weak_1", "DEFAULT")))
                .extracting(Finding::getCode)
                .contains("partitions-change");
        assertThat(refused(rest.build(), attach("weak", "weak_1", "IN (1)")))
                .extracting(Finding::getCode)
                .contains("partitions-change");
    }

    private static List<Finding> refused(Operation... operations) throws SQLException {
        Change change = Change.newBuilder()
                .setName("sales-change")
                .setFleet("orders")
                .addAllOperations(List.of(operations))
                .build();
        return Refusals.of(node.plan(change));
    }

    private static Operation attach(String table, String partition, String values) {
        return Operation.newBuilder()
                .setAttachPartition(AttachPartition.newBuilder()
                        .setTable(table)
                        .setPartition(partition)
                        .setValues(values))
                .build();
    }

    private static Arguments refusal(String code, String words, String table, String partition, String values) {
        return Arguments.of(code, words, attach(table, partition, values));
    }
}
