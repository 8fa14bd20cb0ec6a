package dev.lockstep.integration.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.v1.AddForeignKey;
import dev.lockstep.v1.AddPrimaryKey;
import dev.lockstep.v1.AddUnique;
import dev.lockstep.v1.Change;
import dev.lockstep.v1.ChangeType;
import dev.lockstep.v1.CreatePartition;
import dev.lockstep.v1.DetachPartition;
import dev.lockstep.v1.DropColumn;
import dev.lockstep.v1.DropNotNull;
import dev.lockstep.v1.DropPartition;
import dev.lockstep.v1.DropTable;
import dev.lockstep.v1.FillRows;
import dev.lockstep.v1.Finding;
import dev.lockstep.v1.Operation;
import dev.lockstep.v1.PerEngine;
import dev.lockstep.v1.RenameColumn;
import dev.lockstep.v1.RenameConstraint;
import dev.lockstep.v1.RenameIndex;
import dev.lockstep.v1.RenameTable;
import dev.lockstep.v1.ReplacePrimaryKey;
import dev.lockstep.v1.ReplicaIdentity;
import dev.lockstep.v1.SetReplicaIdentity;
import dev.lockstep.v1.Severity;
import dev.lockstep.v1.WidenKey;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What stands in the way of a change of a partitioned table: mostly something that only one of its partitions has. */
class PostgresPartitionRefusalsIT {

    private static final String SETUP = """
            CREATE TABLE customers (id bigint PRIMARY KEY);
            CREATE TABLE orders (id bigint NOT NULL, at date NOT NULL, note text, amount int CONSTRAINT positive CHECK (amount > 0))
              PARTITION BY RANGE (at);
            CREATE TABLE orders_2025 PARTITION OF orders FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
            CREATE TABLE orders_2026 PARTITION OF orders FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
            ALTER TABLE orders_2025 ADD CONSTRAINT own_key PRIMARY KEY (id), ADD CONSTRAINT own_check CHECK (id > 0);
            ALTER TABLE orders_2026 ALTER COLUMN note SET NOT NULL;
            CREATE UNIQUE INDEX orders_2026_own ON orders_2026 (id, at);
            CREATE VIEW large AS SELECT amount FROM orders_2026;
            CREATE TABLE parted (id int, word text) PARTITION BY LIST (id);
            CREATE TABLE parted_1 PARTITION OF parted FOR VALUES IN (1) PARTITION BY LIST (lower(word));
            CREATE TABLE parted_1_rest PARTITION OF parted_1 (PRIMARY KEY (id)) DEFAULT;
            CREATE TABLE visits (id bigint NOT NULL, place text NOT NULL, since date NOT NULL, note varchar(10) DEFAULT 'none', PRIMARY KEY (id, place)) PARTITION BY LIST (place);
            CREATE TABLE visits_here PARTITION OF visits FOR VALUES IN ('here');
            CREATE TABLE visits_rest PARTITION OF visits DEFAULT;
            INSERT INTO visits VALUES (1, 'there', '2026-01-01');
            CREATE INDEX visits_rest_note ON visits_rest (id) WHERE note <> 'none';
            CREATE TABLE heard (words varchar(10), place text) PARTITION BY LIST (place);
            CREATE TABLE heard_1 PARTITION OF heard DEFAULT;
            CREATE VIEW hearings AS SELECT words FROM heard_1;
            CREATE TABLE shops_key (id bigint PRIMARY KEY, code int NOT NULL) PARTITION BY HASH (id);
            CREATE TABLE shops_key_0 PARTITION OF shops_key FOR VALUES WITH (MODULUS 1, REMAINDER 0);
            CREATE TABLE desks (shop bigint CONSTRAINT desks_shop_fk REFERENCES shops_key);
            CREATE TABLE kept (id int) PARTITION BY LIST (id);
            CREATE TABLE kept_1 PARTITION OF kept DEFAULT;
            CREATE POLICY few ON kept_1 USING (EXISTS (SELECT FROM kept AS other WHERE other.id > kept_1.id));
            ALTER TABLE visits_rest ADD CONSTRAINT own_fk CHECK (id > 0);
            CREATE TABLE shops (id bigint PRIMARY KEY) PARTITION BY HASH (id);
            CREATE TABLE shops_0 PARTITION OF shops FOR VALUES WITH (MODULUS 2, REMAINDER 0);
            CREATE TABLE shops_1 PARTITION OF shops FOR VALUES WITH (MODULUS 2, REMAINDER 1) PARTITION BY HASH (id);
            CREATE TABLE told (id bigint NOT NULL, place text NOT NULL, CONSTRAINT told_key UNIQUE (place, id)) PARTITION BY LIST (place);
            CREATE TABLE told_here PARTITION OF told FOR VALUES IN ('here');
            ALTER TABLE told ADD COLUMN words text DEFAULT 'none';
            ALTER TABLE told_here ALTER COLUMN words SET DEFAULT 'here';
            CREATE TABLE sorted (id int, words text, more text, third varchar(10), PRIMARY KEY (id)) PARTITION BY RANGE (id);
            CREATE UNIQUE INDEX sorted_third ON sorted (third, id);
            CREATE TABLE sorted_1 PARTITION OF sorted (CONSTRAINT own_words CHECK (words <> '')) DEFAULT;
            ALTER TABLE sorted_1 ALTER COLUMN more SET NOT NULL;
            CREATE TABLE wordy (words text, place text) PARTITION BY LIST (place);
            CREATE TABLE wordy_1 PARTITION OF wordy DEFAULT;
            CREATE INDEX told_place ON told (place);
            ALTER TABLE told REPLICA IDENTITY USING INDEX told_key;
            CREATE TABLE named (LIKE told) PARTITION BY LIST (place);
            CREATE UNIQUE INDEX named_key ON named (id, place);
            ALTER TABLE named REPLICA IDENTITY USING INDEX named_key;
            ALTER TABLE told_here REPLICA IDENTITY USING INDEX told_here_place_id_key;
            CREATE PUBLICATION news FOR TABLE told_here;
            CREATE TABLE tills (shop bigint CONSTRAINT tills_shop_fk REFERENCES shops);
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

    static Stream<Arguments> refusals() {
        return Stream.of(
                refusal(
                        "dependent",
                        "orders_2026.amount, but view large does",
                        Operation.newBuilder().setDropColumn(dropColumn("amount"))),
                refusal("dependent", "orders.at", Operation.newBuilder().setDropColumn(dropColumn("at"))),
                refusal(
                        "not-null-already",
                        "orders_2026",
                        Operation.newBuilder().setDropColumn(dropColumn("note"))),
                refusal(
                        "dependent",
                        "orders_2026, but view large does",
                        Operation.newBuilder()
                                .setDropTable(DropTable.newBuilder().setTable("orders"))),
                refusal(
                        "dependent",
                        "primary key own_key",
                        Operation.newBuilder()
                                .setDropNotNull(DropNotNull.newBuilder()
                                        .setTable("orders")
                                        .setColumn("id"))),
                refusal(
                        "constraint-exists",
                        "orders_2025 to have no constraint own_check",
                        Operation.newBuilder()
                                .setRenameConstraint(RenameConstraint.newBuilder()
                                        .setTable("orders")
                                        .setName("positive")
                                        .setTo("own_check"))),
                refusal(
                        "partition-key-missing",
                        "it lacks at",
                        Operation.newBuilder()
                                .setAddUnique(AddUnique.newBuilder()
                                        .setTable("orders")
                                        .setName("orders_id_key")
                                        .addColumns("id"))),
                refusal("not-partitioned", "customers to be partitioned", create("customers", "c_1", "IN (1)")),
                refusal("table-exists", "orders_2026 to be free", create("orders", "orders_2026", "DEFAULT")),
                refusal("partition-elsewhere", "x.orders_2027", create("orders", "x.orders_2027", "DEFAULT")),
                refusal(
                        "expression-malformed",
                        "bounds of one partition",
                        create("orders", "orders_2027", "FROM ('2027-01-01') TO ('2028-01-01'); DROP TABLE (x)")),
                refusal(
                        "statement-refused",
                        "would overlap partition \"orders_2026\"",
                        create("orders", "orders_2027", "FROM ('2026-06-01') TO ('2028-01-01')")),
                refusal(
                        "default-partition",
                        "visits_rest to be empty",
                        create("visits", "visits_there", "IN ('there')")),
                refusal(
                        "partition-missing",
                        "did you mean orders_2025?",
                        Operation.newBuilder()
                                .setDetachPartition(DetachPartition.newBuilder()
                                        .setTable("orders")
                                        .setPartition("orders_2024"))),
                refusal(
                        "dependent",
                        "orders_2026, but view large does",
                        Operation.newBuilder()
                                .setDropPartition(DropPartition.newBuilder()
                                        .setTable("orders")
                                        .setPartition("orders_2026"))),
                refusal(
                        "primary-key-exists",
                        "orders_2025 to have no primary key",
                        Operation.newBuilder()
                                .setAddPrimaryKey(AddPrimaryKey.newBuilder()
                                        .setTable("orders")
                                        .setName("orders_pkey")
                                        .addAllColumns(List.of("id", "at")))),
                refusal("dependent", "to need orders, because", renameTable("orders")),
                refusal(
                        "dependent",
                        "of kept_1 to write the name of kept out, but the policy few",
                        renameTable("kept")),
                refusal("primary-key-nullable", "visits.note to be NOT NULL", replaceKey("visits", "note", "place")),
                refusal("partition-key-missing", "it lacks place", replaceKey("visits", "id", "since")),
                refusal("referenced", "shops_key by the key that goes", replaceKey("shops_key", "code", "id")),
                refusal("key-column", "found one of id, place; name the `column`", widen("visits")),
                refusal("partition-key", "but it is by at", rename("orders", "at")),
                refusal(
                        "partition-key",
                        "may move no row to another, but it is by place",
                        fill("wordy", "place", "place")),
                refusal("partition-key", "but it is by word", rename("parted", "word")),
                refusal("partition-key", "but it is by word", fill("parted", "word", "word || ''")),
                refusal("backfill-of-key", "goes through told_here by it", fill("told", "id", "id + 1")),
                refusal("value-refused", "missing FROM-clause", fill("told", "words", "told.words || ''")),
                refusal("backfill-endless", "`where` not to hold any more", fill("visits", "note", "'x'")),
                refusal("dependent", "orders_2026 to name amount, but view large does", rename("orders", "amount")),
                refusal("default-differs", "of the partition told_here", rename("told", "words")),
                refusal("no-key", "expected wordy_1 to have a primary key", rename("wordy", "words")),
                refusal("partition-key", "but it is by word", retype("parted", "word", "")),
                refusal(
                        "type-in-place",
                        "because sorted is partitioned, and the server would build sorted_third",
                        retype("sorted", "third", "")),
                refusal("type-in-place", "because orders is partitioned, and a type", retype("orders", "amount", "")),
                refusal("type-in-place", "would build visits_rest_note anew", retype("visits", "note", "")),
                refusal("dependent", "the type of heard_1.words, but view hearings does", retype("heard", "words", "")),
                refusal("dependent", "but sorted_third does; drop it first", retype("sorted", "third", "other")),
                refusal(
                        "dependent",
                        "sorted_1 to have no rule of its own on words",
                        retype("sorted", "words", "other")),
                refusal("not-null-already", "sorted_1 to allow NULL", retype("sorted", "more", "other")),
                refusal(
                        "no-effect",
                        "than USING INDEX \"told_key\"",
                        identity(ReplicaIdentity.REPLICA_IDENTITY_INDEX, "told_key")),
                refusal(
                        "index-no-key",
                        "told_place of told",
                        identity(ReplicaIdentity.REPLICA_IDENTITY_INDEX, "told_place")),
                refusal(
                        "published",
                        "told_here to be published by nobody",
                        identity(ReplicaIdentity.REPLICA_IDENTITY_NOTHING, "")),
                refusal("index-exists", "tills to be free", renameIndex("told", "told_place", "tills")),
                refusal("dependent", "the replica identity of named", renameIndex("named", "named_key", "other")),
                refusal(
                        "foreign-key-unindexed",
                        "begins with (amount)",
                        foreignKey("orders", "amount_fk", "amount", "customers")),
                refusal(
                        "constraint-exists",
                        "visits_rest to have no constraint own_fk",
                        foreignKey("visits", "own_fk", "id", "customers")),
                refusal(
                        "orphans",
                        "every row of visits to find its row",
                        foreignKey("visits", "visits_fk", "id", "customers")));
    }

    @Test
    void aPartitionThatTheSameChangeMakesHasNoReplicaIdentityYet() throws SQLException {
        Change change = Change.newBuilder()
                .setName("told-change")
                .setFleet("orders")
                .addOperations(create("told", "told_there", "IN ('there')"))
                .addOperations(identity(ReplicaIdentity.REPLICA_IDENTITY_FULL, ""))
                .build();

        assertThat(node.plan(change).getFindingsList())
                .filteredOn(finding -> finding.getSeverity() == Severity.REFUSE)
                .extracting(Finding::getCode)
                .containsExactly("table-fresh");
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void namesWhatStandsInTheWay(String code, String words, Operation operation) throws SQLException {
        Change change = Change.newBuilder()
                .setName("orders-change")
                .setFleet("orders")
                .addOperations(operation)
                .build();

        List<Finding> refused = Refusals.of(node.plan(change));

        assertThat(refused).singleElement().satisfies(finding -> {
            assertThat(finding.getCode()).isEqualTo(code);
            assertThat(finding.getMessage()).contains(words);
        });
    }

    private static Operation.Builder create(String table, String partition, String values) {
        return Operation.newBuilder()
                .setCreatePartition(CreatePartition.newBuilder()
                        .setTable(table)
                        .setPartition(partition)
                        .setValues(values));
    }

    private static Operation.Builder rename(String table, String column) {
        return Operation.newBuilder()
                .setRenameColumn(RenameColumn.newBuilder()
                        .setTable(table)
                        .setColumn(column)
                        .setTo("other"));
    }

    private static Operation.Builder renameTable(String table) {
        return Operation.newBuilder()
                .setRenameTable(RenameTable.newBuilder().setTable(table).setTo("other_name"));
    }

    private static Operation.Builder replaceKey(String table, String... columns) {
        return Operation.newBuilder()
                .setReplacePrimaryKey(
                        ReplacePrimaryKey.newBuilder().setTable(table).addAllColumns(List.of(columns)));
    }

    private static Operation.Builder widen(String table) {
        return Operation.newBuilder().setWidenKey(WidenKey.newBuilder().setTable(table));
    }

    private static Operation.Builder fill(String table, String column, String value) {
        return Operation.newBuilder()
                .setBackfill(FillRows.newBuilder()
                        .setTable(table)
                        .setColumn(column)
                        .setValue(PerEngine.newBuilder().setAny(value))
                        .setWhere(PerEngine.newBuilder().setAny(column + " IS NOT NULL")));
    }

    private static Operation.Builder retype(String table, String column, String to) {
        return Operation.newBuilder()
                .setChangeType(ChangeType.newBuilder()
                        .setTable(table)
                        .setColumn(column)
                        .setTo(to)
                        .setType(PerEngine.newBuilder().setAny("varchar(20)")));
    }

    private static Operation.Builder foreignKey(String table, String name, String column, String references) {
        return Operation.newBuilder()
                .setAddForeignKey(AddForeignKey.newBuilder()
                        .setTable(table)
                        .setName(name)
                        .addColumns(column)
                        .setReferences(references)
                        .addReferencedColumns("id"));
    }

    private static Operation.Builder identity(ReplicaIdentity identity, String index) {
        return Operation.newBuilder()
                .setSetReplicaIdentity(SetReplicaIdentity.newBuilder()
                        .setTable("told")
                        .setIdentity(identity)
                        .setIndex(index));
    }

    private static Operation.Builder renameIndex(String table, String name, String to) {
        return Operation.newBuilder()
                .setRenameIndex(
                        RenameIndex.newBuilder().setTable(table).setName(name).setTo(to));
    }

    private static DropColumn.Builder dropColumn(String column) {
        return DropColumn.newBuilder().setTable("orders").setColumn(column);
    }

    private static Arguments refusal(String code, String words, Operation.Builder operation) {
        return Arguments.of(code, words, operation.build());
    }
}
