package dev.lockstep.integration.postgres;

import static dev.lockstep.integration.postgres.Refusals.operation;
import static dev.lockstep.integration.postgres.Refusals.refusal;
import static dev.lockstep.integration.postgres.Refusals.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.v1.AddColumn;
import dev.lockstep.v1.AddIndex;
import dev.lockstep.v1.Change;
import dev.lockstep.v1.ColumnSpec;
import dev.lockstep.v1.CreateTable;
import dev.lockstep.v1.DropColumn;
import dev.lockstep.v1.DropIndex;
import dev.lockstep.v1.Finding;
import dev.lockstep.v1.Operation;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Planned;
import dev.lockstep.v1.RawSql;
import dev.lockstep.v1.RawStatement;
import dev.lockstep.v1.SetNotNull;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a node refuses or remarks, with the code that scripts rely on. */
class PostgresRefusalsIT {

    private static final String SETUP = """
            CREATE TABLE orders (
              id bigint PRIMARY KEY,
              email text UNIQUE,
              country text NOT NULL,
              total int,
              doubled int GENERATED ALWAYS AS (total * 2) STORED,
              a int, b int, CHECK (a < b),
              region text,
              code text,
              parent bigint REFERENCES orders
            );
            CREATE UNIQUE INDEX orders_code_key ON orders (code);
            INSERT INTO orders (id, country, total, region) VALUES (1, 'DE', 1, 'eu'), (2, 'FR', 0, NULL), (3, 'FR', 0, NULL);
            CREATE TABLE lines (order_code text REFERENCES orders (code), quantity int);
            CREATE VIEW regions AS SELECT region FROM orders;
            CREATE MATERIALIZED VIEW totals AS SELECT sum(quantity) AS quantity FROM lines;
            CREATE TABLE measures (at date, value int) PARTITION BY RANGE (at);
            CREATE TABLE measures_2026 PARTITION OF measures FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
            CREATE TABLE base (id int); CREATE TABLE derived () INHERITS (base);
            CREATE DOMAIN positive AS int CHECK (VALUE > 0);
            CREATE TABLE secrets (id int PRIMARY KEY, owner text);
            ALTER TABLE secrets ENABLE ROW LEVEL SECURITY;
            ALTER TABLE secrets FORCE ROW LEVEL SECURITY;
            CREATE POLICY own ON secrets USING (owner = current_user);
            DO $$ BEGIN EXECUTE (SELECT 'CREATE TABLE broad (' || string_agg('c' || n || ' int', ', ') || ')' FROM generate_series(1, 1600) AS n); END $$;
            CREATE TABLE feed (note text);
            CREATE PUBLICATION feeds FOR TABLE feed;
            CREATE FUNCTION remember() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.email := lower(NEW.email); RETURN NEW; END $$;
            CREATE TRIGGER remember BEFORE INSERT OR UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION remember();
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
                refusal("table-missing", add("ordres", "x", "text")),
                refusal("table-kind", add("regions", "x", "text")),
                refusal("table-kind", add("totals", "x", "text")),
                refusal("dependent", dropColumn("measures", "at")),
                refusal("value-refused", withValue("x", "int", "measures.value").setTable("measures")),
                refusal(
                        "partition-key-missing",
                        addIndex("measures", "new_idx", "value").setUnique(true)),
                refusal("too-many-columns", add("broad", "x", "text")),
                refusal("table-obstacle", add("measures_2026", "x", "text")),
                refusal("table-obstacle", add("base", "x", "text")),
                refusal("table-obstacle", add("derived", "x", "text")),
                refusal("table-obstacle", add("secrets", "x", "text")),
                refusal("column-exists", add("orders", "region", "text")),
                refusal("name-length", add("orders", "c".repeat(64), "text")),
                refusal("type-unknown", add("orders", "x", "txet")),
                refusal("type-unknown", add("orders", "x", "serial")),
                refusal("type-unknown", add("orders", "x", "text DEFAULT 'y'")),
                refusal("type-unknown", add("orders", "x", "text, DROP COLUMN total")),
                refusal("not-null-without-value", column("x", "text").setNullable(false)),
                refusal("expression-malformed", withDefault("x", "int", "0, DROP COLUMN total")),
                refusal("expression-malformed", withDefault("x", "int", "0; DROP TABLE lines")),
                refusal("expression-malformed", withDefault("x", "int", "0 -- and no more")),
                refusal("default-moment", withDefault("x", "timestamp", "'now'")),
                refusal("default-moment", withDefault("x", "date", "date 'tomorrow'")),
                refusal("would-rewrite", withDefault("x", "double precision", "random()")),
                refusal("would-rewrite", add("orders", "x", "positive")),
                refusal("statement-refused", withDefault("x", "int", "'many'")),
                refusal("statement-refused", withDefault("x", "int", "country")),
                refusal("value-refused", withValue("x", "text", "contry")),
                refusal("value-refused", withValue("x", "text", "no_such_function(country)")),
                refusal("value-refused", withValue("x", "int", "ARRAY[country]")),
                refusal("value-refused", withValue("x", "bigint", "sum(total)")),
                refusal("value-volatile", withValue("x", "text", "country || random()")),
                refusal("value-volatile", withValue("x", "timestamptz", "clock_timestamp()")),
                refusal("value-generated", withValue("x", "int", "coalesce(doubled, 0)")),
                refusal("value-not-of-row", withValue("x", "bigint", "(SELECT count(*) FROM lines)")),
                refusal("value-null", withValue("x", "text", "region")),
                refusal("value-fails", withValue("x", "int", "1 / total")),
                refusal("expression-malformed", withValue("x", "text", "country) WHERE (true")),
                refusal("no-replica-identity", withValue("x", "text", "note").setTable("feed")),
                refusal("column-missing", dropColumn("orders", "regoin")),
                refusal("dependent", dropColumn("orders", "region")),
                refusal("dependent", dropColumn("orders", "id")),
                refusal("dependent", dropColumn("orders", "total")),
                refusal("dependent", dropColumn("orders", "a")),
                refusal("dependent", dropColumn("orders", "parent")),
                refusal("dependent", dropColumn("orders", "code")),
                refusal("table-obstacle", dropColumn("secrets", "owner")),
                refusal("column-missing", addIndex("orders", "new_idx", "regoin")),
                refusal("index-exists", addIndex("orders", "orders_code_key", "region")),
                refusal("index-exists", addIndex("orders", "lines", "region")),
                refusal("index-invalid", addIndex("orders", "orders_broken", "country")),
                refusal(
                        "index-columns",
                        AddIndex.newBuilder().setTable("orders").setName("new_idx")),
                refusal("duplicates", addIndex("orders", "new_idx", "country").setUnique(true)),
                refusal("index-missing", dropIndex("orders_cod_key")),
                refusal("index-backs-constraint", dropIndex("orders_pkey")),
                refusal("dependent", dropIndex("orders_code_key")),
                refusal("nulls-remain", setNotNull("region", "")),
                refusal("not-null-already", setNotNull("country", "")),
                refusal("value-null", setNotNull("region", "nullif(country, 'FR')")),
                refusal("table-exists", table("lines")),
                refusal("column-missing", table("new").addPrimaryKey("key")),
                refusal("no-columns", CreateTable.newBuilder().setTable("new")),
                refusal("raw-without-probe", raw("CREATE INDEX CONCURRENTLY x ON orders (country)")),
                refusal("raw-transaction-control", raw("COMMIT")),
                refusal("raw-session-state", raw("SET search_path = pg_catalog")),
                refusal("raw-statements", raw("SELECT 1; SELECT 2")),
                refusal("raw-malformed", raw("SELECT 'x")),
                refusal("raw-copy", raw("COPY lines FROM STDIN")),
                refusal("raw-phase", raw("SELECT 1").setPhase(Phase.RELEASE)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("refusals")
    void refuses(String code, Operation operation) throws SQLException {
        Planned planned = plan(operation);

        assertThat(planned.getPlan()).isEmpty();
        assertThat(Refusals.of(planned)).extracting(Finding::getCode).contains(code);
        assertThat(planned.getFindingsList())
                .allSatisfy(
                        finding -> assertThat(finding.getMessage()).isNotBlank().doesNotContain("ERROR:"));
        assertThat(Refusals.of(planned))
                .allSatisfy(finding -> assertThat(finding.getLine()).isEqualTo(7));
    }

    @Test
    void saysAllReasonsAtOnce() throws SQLException {
        Change change = Change.newBuilder()
                .addOperations(operation(add("ordres", "x", "text")))
                .addOperations(operation(dropColumn("orders", "region")))
                .addOperations(operation(withValue("x", "text", "contry")))
                .build();

        assertThat(Refusals.of(node.plan(change)))
                .extracting(Finding::getCode)
                .containsExactly("table-missing", "dependent", "value-refused");
    }

    @Test
    void namesWhatDepends() throws SQLException {
        assertThat(Refusals.of(plan(operation(dropColumn("orders", "region")))))
                .extracting(Finding::getMessage)
                .containsExactly(
                        "expected nothing else to need orders.region, but view regions does; change or drop that first");
    }

    @Test
    void givesKeysOfRowsThatBreakTheRule() throws SQLException {
        assertThat(Refusals.of(plan(operation(setNotNull("region", "")))))
                .flatExtracting(Finding::getSamplesList)
                .containsExactly("2", "3");
    }

    @Test
    void remarksWhatIsWorthKnowing() throws SQLException {
        assertThat(plan(operation(withValue("y", "text", "country"))).getFindingsList())
                .extracting(Finding::getCode)
                .contains("triggers-fire", "index-invalid-left");
        assertThat(plan(operation(dropColumn("orders", "email"))).getFindingsList())
                .extracting(Finding::getCode)
                .contains("mentioned-in-function", "dropped-along");
    }

    @Test
    void remarksASlotThatNobodyReads() throws SQLException {
        Operation nothingMuch = operation(add("orders", "y", "text"));
        node.run("SELECT pg_create_physical_replication_slot('forgotten', true)");
        try {
            assertThat(plan(nothingMuch).getFindingsList())
                    .filteredOn(finding -> finding.getCode().equals("slot-unread"))
                    .extracting(Finding::getMessage)
                    .singleElement()
                    .asString()
                    .startsWith("nobody reads the replication slot forgotten, which keeps ");
        } finally {
            node.run("SELECT pg_drop_replication_slot('forgotten')");
        }
        assertThat(plan(nothingMuch).getFindingsList())
                .extracting(Finding::getCode)
                .doesNotContain("slot-unread");
    }

    @Test
    void remarksManyDeadRows() throws SQLException {
        node.run("CREATE TABLE worn (id int) WITH (autovacuum_enabled = false)");
        node.run("INSERT INTO worn SELECT n FROM generate_series(1, 60000) AS n");
        node.run("DELETE FROM worn WHERE id > 100");

        // The server's statistics come a moment after what they tell of.
        Awaitility.await()
                .untilAsserted(() -> assertThat(
                                plan(operation(add("worn", "y", "text"))).getFindingsList())
                        .filteredOn(finding -> finding.getCode().equals("dead-rows"))
                        .extracting(Finding::getMessage)
                        .containsExactly("worn has 59,900 dead rows beside 100 live ones; run VACUUM, and look for"
                                + " what keeps them if they stay"));
    }

    @Test
    void needsToReadTheLiveTableOnly() throws SQLException {
        try (Connection other = node.open(dev.lockstep.agent.engine.SessionPurpose.OBSERVER)) {
            other.setAutoCommit(false);
            PostgresNode.run(other, "LOCK TABLE orders IN EXCLUSIVE MODE");

            Planned planned = plan(operation(withValue("y", "text", "country")));

            assertThat(Refusals.of(planned)).isEmpty();
            other.rollback();
        }
    }

    @Test
    void refusesAFunctionLeftOver() throws SQLException {
        Planned planned = plan(operation(withValue("z", "text", "country")));
        String create = PostgresNode.plan(planned).getSteps(1).getStatement().getSql(0);
        node.run(create);
        try {
            assertThat(Refusals.of(plan(operation(withValue("z", "text", "country")))))
                    .extracting(Finding::getCode)
                    .contains("helper-left-over");
        } finally {
            node.run(PostgresNode.plan(planned).getSteps(1).getUndo().getSql(0));
        }
    }

    private static Planned plan(Operation operation) throws SQLException {
        return node.plan(Change.newBuilder().addOperations(operation).build());
    }

    private static AddColumn.Builder column(String column, String type) {
        return AddColumn.newBuilder().setTable("orders").setColumn(column).setType(text(type));
    }

    private static AddColumn.Builder add(String table, String column, String type) {
        return column(column, type).setTable(table).setNullable(true);
    }

    private static AddColumn.Builder withDefault(String column, String type, String constant) {
        return column(column, type).setDefault(text(constant));
    }

    private static AddColumn.Builder withValue(String column, String type, String value) {
        return column(column, type).setValue(text(value));
    }

    private static DropColumn.Builder dropColumn(String table, String column) {
        return DropColumn.newBuilder().setTable(table).setColumn(column);
    }

    private static AddIndex.Builder addIndex(String table, String name, String column) {
        return AddIndex.newBuilder().setTable(table).setName(name).addColumns(column);
    }

    private static DropIndex.Builder dropIndex(String name) {
        return DropIndex.newBuilder().setTable("orders").setName(name);
    }

    private static SetNotNull.Builder setNotNull(String column, String value) {
        return SetNotNull.newBuilder().setTable("orders").setColumn(column).setValue(text(value));
    }

    private static CreateTable.Builder table(String name) {
        return CreateTable.newBuilder()
                .setTable(name)
                .addColumns(ColumnSpec.newBuilder().setName("id").setType(text("int")));
    }

    private static RawSql.Builder raw(String run) {
        return RawSql.newBuilder()
                .setPhase(Phase.EXPAND)
                .setPostgres(RawStatement.newBuilder().setRun(run));
    }
}
