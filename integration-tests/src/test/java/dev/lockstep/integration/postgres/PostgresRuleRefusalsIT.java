package dev.lockstep.integration.postgres;

import static dev.lockstep.integration.postgres.Refusals.operation;
import static dev.lockstep.integration.postgres.Refusals.refusal;
import static dev.lockstep.integration.postgres.Refusals.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.v1.AddCheck;
import dev.lockstep.v1.AddEnumValue;
import dev.lockstep.v1.AddForeignKey;
import dev.lockstep.v1.AddPrimaryKey;
import dev.lockstep.v1.AddUnique;
import dev.lockstep.v1.Change;
import dev.lockstep.v1.DropConstraint;
import dev.lockstep.v1.DropDefault;
import dev.lockstep.v1.DropNotNull;
import dev.lockstep.v1.DropTable;
import dev.lockstep.v1.Finding;
import dev.lockstep.v1.OnDelete;
import dev.lockstep.v1.Operation;
import dev.lockstep.v1.Planned;
import dev.lockstep.v1.RenameConstraint;
import dev.lockstep.v1.RenameIndex;
import dev.lockstep.v1.ReplicaIdentity;
import dev.lockstep.v1.SetComment;
import dev.lockstep.v1.SetDefault;
import dev.lockstep.v1.SetReplicaIdentity;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a node refuses of rules, names and whole tables, with the code that scripts rely on. */
class PostgresRuleRefusalsIT {

    private static final String SETUP = """
            CREATE TABLE orders (
              id bigint PRIMARY KEY,
              email text UNIQUE,
              country text NOT NULL,
              total int,
              doubled int GENERATED ALWAYS AS (total * 2) STORED,
              region text,
              code text
            );
            CREATE UNIQUE INDEX orders_code_key ON orders (code);
            INSERT INTO orders (id, country, total, region) VALUES (1, 'DE', 1, 'eu'), (2, 'FR', 0, NULL), (3, 'FR', 0, NULL);
            CREATE TABLE lines (order_code text REFERENCES orders (code), quantity int);
            CREATE VIEW regions AS SELECT region FROM orders;
            CREATE TABLE empty (id bigint PRIMARY KEY);
            COMMENT ON TABLE empty IS 'Said';
            CREATE TYPE mood AS ENUM ('sad');
            CREATE DOMAIN positive AS int CHECK (VALUE > 0);
            """;

    private static PostgresNode node;

    @BeforeAll
    static void open() throws SQLException {
        node = new PostgresNode(SETUP);
        node.leaveInvalid("CREATE UNIQUE INDEX CONCURRENTLY orders_broken ON orders (country)");
    }

    @AfterAll
    static void close() throws SQLException {
        node.close();
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                refusal(
                        "nullable-already",
                        DropNotNull.newBuilder().setTable("orders").setColumn("region")),
                refusal("dependent", DropNotNull.newBuilder().setTable("orders").setColumn("id")),
                refusal(
                        "column-missing",
                        DropNotNull.newBuilder().setTable("orders").setColumn("contry")),
                refusal("column-generated", setDefault("doubled", "1")),
                refusal("no-effect", setDefault("email", "NULL")),
                refusal("statement-refused", setDefault("total", "'many'")),
                refusal("expression-malformed", setDefault("total", "1; DROP TABLE lines")),
                refusal(
                        "default-missing",
                        DropDefault.newBuilder().setTable("orders").setColumn("region")),
                refusal("check-broken", check("orders_ok", "country <> 'FR'")),
                refusal("constraint-exists", check("orders_pkey", "total > 0")),
                refusal("statement-refused", check("orders_ok", "contry = 'DE'")),
                refusal("statement-refused", check("orders_ok", "total IN (SELECT quantity FROM lines)")),
                refusal("statement-refused", check("orders_ok", "total + 1")),
                refusal("check-volatile", check("orders_ok", "total < 5 OR random() < 2")),
                refusal(
                        "expression-malformed",
                        check("orders_ok", "true) NOT VALID, DROP COLUMN total, ADD CHECK (true")),
                refusal("value-fails", check("orders_ok", "1 / total > 0")),
                refusal("foreign-key-unindexed", foreignKey("total", "orders", "id")),
                refusal("orphans", foreignKey("id", "empty", "id")),
                refusal("key-missing", foreignKey("id", "lines", "quantity")),
                refusal("column-missing", foreignKey("regoin", "orders", "id")),
                refusal("statement-refused", foreignKey("email", "orders", "id")),
                refusal("table-missing", foreignKey("id", "ordres", "id")),
                refusal(
                        "set-null-on-not-null",
                        foreignKey("id", "empty", "id").setOnDelete(OnDelete.ON_DELETE_SET_NULL)),
                refusal("duplicates", unique("new_key", "country")),
                refusal("index-invalid", unique("orders_broken", "country")),
                refusal("index-exists", unique("orders_code_key", "code")),
                refusal("column-missing", unique("new_key", "contry")),
                refusal("constraint-missing", dropConstraint("orders_emal_key")),
                refusal("primary-key", dropConstraint("orders_pkey")),
                refusal("constraint-missing", renameConstraint("orders_emal_key", "x")),
                refusal("constraint-exists", renameConstraint("orders_email_key", "orders_pkey")),
                refusal("index-exists", renameConstraint("orders_email_key", "lines")),
                refusal("index-missing", renameIndex("orders_cod_key", "x")),
                refusal("index-exists", renameIndex("orders_code_key", "lines")),
                refusal("index-backs-constraint", renameIndex("orders_pkey", "x")),
                refusal("no-effect", SetComment.newBuilder().setTable("empty").setComment("Said")),
                refusal("dependent", DropTable.newBuilder().setTable("orders")),
                refusal("table-missing", DropTable.newBuilder().setTable("ordres")),
                refusal("table-kind", DropTable.newBuilder().setTable("regions")),
                refusal("primary-key-exists", primaryKey("orders", "code")),
                refusal("primary-key-nullable", primaryKey("lines", "quantity")),
                refusal(
                        "type-missing",
                        AddEnumValue.newBuilder().setType("positive").setValue("x")),
                refusal(
                        "value-exists",
                        AddEnumValue.newBuilder().setType("mood").setValue("sad")),
                refusal(
                        "value-missing",
                        AddEnumValue.newBuilder().setType("mood").setValue("x").setAfter("sda")),
                refusal("index-no-key", replicaIdentity("orders_code_key")),
                refusal("index-missing", replicaIdentity("orders_cod_key")),
                refusal("no-effect", replicaIdentity("").setIdentity(ReplicaIdentity.REPLICA_IDENTITY_DEFAULT)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("refusals")
    void refuses(String code, Operation operation) throws SQLException {
        Planned planned = plan(operation);

        assertThat(planned.getPlan()).isEmpty();
        assertThat(Refusals.of(planned)).extracting(Finding::getCode).contains(code);
        assertThat(Refusals.of(planned)).allSatisfy(finding -> {
            assertThat(finding.getMessage()).startsWith("expected ").doesNotContain("ERROR:", "\"\"");
            assertThat(finding.getLine()).isEqualTo(7);
        });
    }

    @Test
    void saysAllReasonsAtOnce() throws SQLException {
        Planned planned = node.plan(Change.newBuilder()
                .addOperations(operation(check("orders_ok", "country <> 'FR'")))
                .addOperations(operation(unique("new_key", "country")))
                .addOperations(operation(foreignKey("total", "empty", "id")))
                .addOperations(operation(DropTable.newBuilder().setTable("lines")))
                .addOperations(operation(setDefault("email", "NULL")))
                .build());

        assertThat(Refusals.of(planned))
                .extracting(Finding::getCode)
                .containsExactly("check-broken", "duplicates", "foreign-key-unindexed", "no-effect");
    }

    @Test
    void namesEverythingThatADroppedTableWouldTakeAlong() throws SQLException {
        assertThat(Refusals.of(plan(operation(DropTable.newBuilder().setTable("orders")))))
                .extracting(Finding::getMessage)
                .containsExactly(
                        "expected nothing else to need orders, but constraint lines_order_code_fkey on table lines does; change or drop that first",
                        "expected nothing else to need orders, but view regions does; change or drop that first");
    }

    @Test
    void givesKeysOfRowsThatBreakACheckOrReferToNothing() throws SQLException {
        assertThat(Refusals.of(plan(operation(check("orders_ok", "country <> 'FR'")))))
                .flatExtracting(Finding::getSamplesList)
                .containsExactly("2", "3");
        assertThat(Refusals.of(plan(operation(foreignKey("id", "empty", "id")))))
                .flatExtracting(Finding::getSamplesList)
                .containsExactly("1", "2", "3");
    }

    private static Planned plan(Operation operation) throws SQLException {
        return node.plan(Change.newBuilder().addOperations(operation).build());
    }

    private static SetDefault.Builder setDefault(String column, String constant) {
        return SetDefault.newBuilder().setTable("orders").setColumn(column).setDefault(text(constant));
    }

    private static AddCheck.Builder check(String name, String condition) {
        return AddCheck.newBuilder().setTable("orders").setName(name).setCheck(text(condition));
    }

    private static AddForeignKey.Builder foreignKey(String column, String other, String referenced) {
        return AddForeignKey.newBuilder()
                .setTable("orders")
                .setName("orders_new_fk")
                .addColumns(column)
                .setReferences(other)
                .addReferencedColumns(referenced);
    }

    private static AddUnique.Builder unique(String name, String column) {
        return AddUnique.newBuilder().setTable("orders").setName(name).addColumns(column);
    }

    private static DropConstraint.Builder dropConstraint(String name) {
        return DropConstraint.newBuilder().setTable("orders").setName(name);
    }

    private static RenameConstraint.Builder renameConstraint(String name, String to) {
        return RenameConstraint.newBuilder().setTable("orders").setName(name).setTo(to);
    }

    private static RenameIndex.Builder renameIndex(String name, String to) {
        return RenameIndex.newBuilder().setTable("orders").setName(name).setTo(to);
    }

    private static AddPrimaryKey.Builder primaryKey(String table, String column) {
        return AddPrimaryKey.newBuilder().setTable(table).setName("new_pkey").addColumns(column);
    }

    private static SetReplicaIdentity.Builder replicaIdentity(String index) {
        return SetReplicaIdentity.newBuilder()
                .setTable("orders")
                .setIdentity(ReplicaIdentity.REPLICA_IDENTITY_INDEX)
                .setIndex(index);
    }
}
