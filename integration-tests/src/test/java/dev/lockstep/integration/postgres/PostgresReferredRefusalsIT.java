package dev.lockstep.integration.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.v1.AddForeignKey;
import dev.lockstep.v1.Change;
import dev.lockstep.v1.CreatePartition;
import dev.lockstep.v1.DetachPartition;
import dev.lockstep.v1.Operation;
import dev.lockstep.v1.RenameConstraint;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Why a partition cannot come to, or leave, a table that foreign keys refer to. */
class PostgresReferredRefusalsIT {

    private static final String SETUP = """
            CREATE TABLE shops (id bigint PRIMARY KEY) PARTITION BY HASH (id);
            CREATE TABLE shops_0 PARTITION OF shops FOR VALUES WITH (MODULUS 2, REMAINDER 0);
            CREATE TABLE tills (shop bigint CONSTRAINT tills_shop_fk REFERENCES shops);
            CREATE TABLE shops_key (id bigint PRIMARY KEY, code int NOT NULL) PARTITION BY HASH (id);
            CREATE TABLE shops_key_0 PARTITION OF shops_key FOR VALUES WITH (MODULUS 1, REMAINDER 0);
            CREATE TABLE desks (shop bigint CONSTRAINT desks_shop_fk REFERENCES shops_key);
            INSERT INTO shops_key VALUES (7, 7);
            INSERT INTO desks VALUES (7);
            CREATE TABLE staff (id bigint PRIMARY KEY, boss bigint CONSTRAINT staff_boss_fk REFERENCES staff) PARTITION BY RANGE (id);
            CREATE TABLE staff_0 PARTITION OF staff FOR VALUES FROM (0) TO (10);
            CREATE TABLE rooms (id bigint PRIMARY KEY) PARTITION BY RANGE (id);
            CREATE TABLE rooms_0 PARTITION OF rooms FOR VALUES FROM (0) TO (10);
            CREATE TABLE lamps (room int CONSTRAINT lamps_room_fk REFERENCES rooms);
            CREATE TABLE halls (id bigint PRIMARY KEY) PARTITION BY RANGE (id);
            CREATE TABLE halls_0 PARTITION OF halls FOR VALUES FROM (0) TO (10);
            CREATE TABLE doors (hall bigint);
            ALTER TABLE doors ADD CONSTRAINT doors_hall_fk FOREIGN KEY (hall) REFERENCES halls NOT VALID;
            CREATE TABLE books (id bigint PRIMARY KEY) PARTITION BY RANGE (id);
            CREATE TABLE books_0 PARTITION OF books FOR VALUES FROM (0) TO (10);
            CREATE TABLE shelves (book bigint CONSTRAINT shelves_book_fk REFERENCES books);
            CREATE TABLE roofs (id bigint PRIMARY KEY) PARTITION BY RANGE (id);
            CREATE TABLE roofs_0 PARTITION OF roofs FOR VALUES FROM (0) TO (10);
            CREATE TABLE tiles (roof bigint CONSTRAINT tiles_roof_fk REFERENCES roofs) PARTITION BY RANGE (roof);
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
                        "foreign-key-unindexed",
                        "tills that begins with (shop), because the way back",
                        create("shops", "shops_2", "WITH (MODULUS 4, REMAINDER 3)")),
                refusal("referenced", "of staff to refer to itself", create("staff", "staff_1", "FROM (10) TO (20)")),
                refusal("referenced", "but staff_boss_fk does", detach("staff", "staff_0")),
                refusal("referenced", "tiles to have partitions", detach("roofs", "roofs_0")),
                refusal(
                        "constraint-unproved",
                        "doors_hall_fk of doors, which refers to halls",
                        detach("halls", "halls_0")),
                refusal("types-differ", "lamps.room to have the type", detach("rooms", "rooms_0")),
                refusal(
                        "still-referenced",
                        "no row of desks to refer to shops_key_0 (desks_shop_fk)",
                        detach("shops_key", "shops_key_0")),
                refusal(
                        "foreign-key-partitioned",
                        "staff to refer to another table",
                        Operation.newBuilder()
                                .setAddForeignKey(AddForeignKey.newBuilder()
                                        .setTable("staff")
                                        .setName("staff_fk")
                                        .addColumns("id")
                                        .setReferences("staff")
                                        .addReferencedColumns("id"))));
    }

    @Test
    void aKeyWithANameThatTheSameChangeGivesIsNotKnownToTheServerYet() throws SQLException {
        Change change = Change.newBuilder()
                .setName("rooms-change")
                .setFleet("orders")
                .addOperations(Operation.newBuilder()
                        .setRenameConstraint(RenameConstraint.newBuilder()
                                .setTable("shelves")
                                .setName("shelves_book_fk")
                                .setTo("shelves_fk")))
                .addOperations(detach("books", "books_0"))
                .build();

        assertThat(Refusals.of(node.plan(change))).singleElement().satisfies(finding -> {
            assertThat(finding.getCode()).isEqualTo("dependent");
            assertThat(finding.getMessage()).contains("makes or renames shelves_fk of shelves");
        });
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void namesWhatStandsInTheWay(String code, String words, Operation operation) throws SQLException {
        Change change = Change.newBuilder()
                .setName("shops-change")
                .setFleet("orders")
                .addOperations(operation)
                .build();

        assertThat(Refusals.of(node.plan(change))).singleElement().satisfies(finding -> {
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

    private static Operation.Builder detach(String table, String partition) {
        return Operation.newBuilder()
                .setDetachPartition(DetachPartition.newBuilder().setTable(table).setPartition(partition));
    }

    private static Arguments refusal(String code, String words, Operation.Builder operation) {
        return Arguments.of(code, words, operation.build());
    }
}
