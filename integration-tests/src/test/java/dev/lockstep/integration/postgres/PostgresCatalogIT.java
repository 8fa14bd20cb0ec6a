package dev.lockstep.integration.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.agent.engine.SessionPurpose;
import dev.lockstep.fingerprint.Catalog;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the catalog shows, what it is blind to, and that every kind of difference is seen. */
class PostgresCatalogIT {

    private static final String SCHEMA = """
            CREATE SCHEMA billing;
            CREATE TYPE mood AS ENUM ('good', 'bad');
            CREATE TYPE billing.place AS (street text, number int);
            CREATE DOMAIN billing.amount AS numeric(10, 2) DEFAULT 0 NOT NULL CONSTRAINT positive CHECK (VALUE >= 0);
            CREATE SEQUENCE numbers INCREMENT 10 CYCLE MAXVALUE 1000;
            CREATE TABLE orders (
              id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
              number int NOT NULL DEFAULT nextval('numbers'),
              country varchar(2) COLLATE "C" NOT NULL,
              feeling mood DEFAULT 'good',
              amount billing.amount,
              doubled numeric GENERATED ALWAYS AS (amount * 2) STORED,
              tags text[] DEFAULT '{}',
              CONSTRAINT orders_country_check CHECK (country <> ''),
              CONSTRAINT orders_number_key UNIQUE (number) DEFERRABLE
            );
            COMMENT ON TABLE orders IS 'it''s orders';
            COMMENT ON COLUMN orders.country IS 'ISO';
            CREATE TABLE billing.lines (order_id bigint NOT NULL REFERENCES orders, line serial, PRIMARY KEY (order_id, line));
            CREATE INDEX orders_country_idx ON orders USING btree (lower(country) DESC) WHERE feeling = 'good';
            CREATE INDEX orders_tags_idx ON orders USING gin (tags);
            CREATE FUNCTION remember() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
            CREATE FUNCTION billing.total(of orders) RETURNS numeric LANGUAGE sql STABLE AS 'SELECT of.amount';
            CREATE AGGREGATE billing.product(numeric) (SFUNC = numeric_mul, STYPE = numeric);
            CREATE PROCEDURE tidy() LANGUAGE sql AS 'DELETE FROM billing.lines WHERE order_id < 0';
            CREATE TRIGGER remember BEFORE UPDATE ON orders FOR EACH ROW WHEN (OLD.number IS DISTINCT FROM NEW.number) EXECUTE FUNCTION remember();
            CREATE VIEW open_orders AS SELECT o.id, l.line FROM orders o JOIN billing.lines l ON l.order_id = o.id;
            CREATE MATERIALIZED VIEW totals AS SELECT country, sum(amount) AS amount FROM orders GROUP BY country;
            CREATE UNIQUE INDEX totals_key ON totals (country);
            ALTER TABLE billing.lines ENABLE ROW LEVEL SECURITY;
            CREATE POLICY few ON billing.lines FOR SELECT USING (line < 10);
            CREATE RULE nothing AS ON DELETE TO billing.lines DO INSTEAD NOTHING;
            CREATE TABLE measures (at date NOT NULL, value int) PARTITION BY RANGE (at);
            CREATE TABLE measures_2026 PARTITION OF measures FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
            """;

    @Test
    void showsEachKindOfObject() throws SQLException {
        try (PostgresNode node = new PostgresNode(SCHEMA)) {
            Map<String, String> schema = node.catalog().schema();

            assertThat(schema)
                    .containsEntry("table:orders", "table comment 'it''s orders'")
                    .containsEntry("table:orders/column:id", "bigint not null generated always as identity")
                    .containsEntry(
                            "table:orders/column:number",
                            "integer not null default nextval('public.numbers'::regclass)")
                    .containsEntry(
                            "table:orders/column:country",
                            "character varying(2) collate pg_catalog.\"C\" not null comment 'ISO'")
                    .containsEntry("table:orders/column:feeling", "public.mood default 'good'::public.mood")
                    .containsEntry("table:orders/constraint:orders_pkey", "PRIMARY KEY (id)")
                    .containsEntry("table:orders/constraint:orders_number_key", "UNIQUE (number) DEFERRABLE")
                    .containsEntry(
                            "table:orders/index:orders_country_idx",
                            "using btree (lower((country)::text) DESC) WHERE (feeling = 'good'::public.mood)")
                    .containsEntry(
                            "table:orders/trigger:remember",
                            "TRIGGER remember BEFORE UPDATE FOR EACH ROW WHEN ((old.number IS DISTINCT FROM new.number)) EXECUTE FUNCTION public.remember()")
                    .containsEntry("table:billing.lines", "table row level security")
                    .containsEntry(
                            "table:billing.lines/constraint:lines_order_id_fkey",
                            "FOREIGN KEY (order_id) REFERENCES public.orders(id)")
                    .containsEntry("table:billing.lines/policy:few", "permissive for r using ((line < 10)) to public")
                    .containsEntry("table:measures", "table partitioned by RANGE (at)")
                    .containsEntry(
                            "table:measures_2026",
                            "table partition of public.measures FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')")
                    .containsEntry(
                            "sequence:numbers",
                            "integer increment 10 minimum 1 maximum 1000 cycle".replace("integer", "bigint"))
                    .containsEntry("type:mood", "enum ('good', 'bad')")
                    .containsEntry("type:billing.place", "composite (street text, number integer)")
                    .containsKeys(
                            "view:open_orders",
                            "materialized_view:totals",
                            "materialized_view:totals/index:totals_key",
                            "table:billing.lines/rule:nothing",
                            "sequence:billing.lines_line_seq",
                            "type:billing.amount",
                            "function:remember()",
                            "function:billing.total(of orders)".replace("of orders", "of public.orders"),
                            "function:billing.product(numeric)",
                            "function:tidy()");
            assertThat(schema.keySet())
                    .as("an index behind a constraint is shown once, the ledger and identity sequences not at all")
                    .doesNotContain("table:orders/index:orders_pkey", "sequence:orders_id_seq")
                    .noneMatch(path -> path.contains("lockstep"));
        }
    }

    @Test
    void aForeignKeyToAPartitionedTableIsOneHoweverManyPartitionsAreThere() throws SQLException {
        String setup = """
                CREATE TABLE orders (id int PRIMARY KEY) PARTITION BY RANGE (id);
                CREATE TABLE orders_1 PARTITION OF orders FOR VALUES FROM (0) TO (100);
                CREATE TABLE lines (order_id int CONSTRAINT lines_fk REFERENCES orders);
                """;
        try (PostgresNode node = new PostgresNode(setup)) {
            Map<String, String> before = ofLines(node);
            node.run("CREATE TABLE orders_2 PARTITION OF orders FOR VALUES FROM (100) TO (200)");

            assertThat(before.keySet())
                    .filteredOn(path -> path.contains("/constraint:"))
                    .containsExactly("table:lines/constraint:lines_fk");
            assertThat(ofLines(node)).isEqualTo(before);
        }
    }

    private static Map<String, String> ofLines(PostgresNode node) throws SQLException {
        Map<String, String> found = new TreeMap<>(node.catalog().schema());
        found.keySet().removeIf(path -> !path.startsWith("table:lines"));
        return found;
    }

    @Test
    void isTheSameForTheSameSchemaHoweverItCameAbout() throws SQLException {
        String otherWay = SCHEMA.replace(
                        "CREATE SCHEMA billing;",
                        "CREATE SCHEMA billing; CREATE TABLE filler (x int); DROP TABLE filler;")
                .replace("  country varchar(2)", "  gone text,\n  country varchar(2)")
                .replace("COMMENT ON TABLE orders", "ALTER TABLE orders DROP COLUMN gone; COMMENT ON TABLE orders");
        try (PostgresNode one = new PostgresNode(SCHEMA);
                PostgresNode other = new PostgresNode(otherWay)) {
            other.run("INSERT INTO orders (country, amount) SELECT 'DE', n FROM generate_series(1, 100) AS n");
            other.run("ANALYZE");
            other.run("ALTER TABLE orders SET (fillfactor = 70)");
            other.run("SELECT setval('numbers', 500)");
            other.run("CREATE STATISTICS both_of_them ON country, number FROM orders");
            other.run("GRANT SELECT ON orders TO PUBLIC");

            assertThat(differences(one.catalog(), other.catalog())).isEmpty();
            assertThat(other.catalog().fingerprint().getRoot())
                    .isEqualTo(one.catalog().fingerprint().getRoot());
        }
    }

    @Test
    void doesNotDependOnTheSession() throws SQLException {
        try (PostgresNode node = new PostgresNode(SCHEMA);
                Connection session = node.open(SessionPurpose.FOLLOWER)) {
            PostgresNode.run(session, "SET search_path = billing, public; SET quote_all_identifiers = off");
            session.setAutoCommit(false);
            Catalog inside = node.engine().readCatalog(session, node.address());

            assertThat(inside).isEqualTo(node.catalog());
            try (var rows = session.createStatement().executeQuery("SHOW search_path")) {
                rows.next();
                assertThat(rows.getString(1)).isEqualTo("billing, public");
            }
            session.rollback();
        }
    }

    @Test
    void seesWhatItsOwnTransactionDid() throws SQLException {
        try (PostgresNode node = new PostgresNode(SCHEMA);
                Connection session = node.open(SessionPurpose.DRIVER)) {
            session.setAutoCommit(false);
            PostgresNode.run(session, "ALTER TABLE orders ADD COLUMN region text");

            assertThat(node.engine()
                            .readCatalog(session, node.address(), List.of("table:orders/column:region"))
                            .definition("table:orders/column:region"))
                    .contains("text");
            session.rollback();
        }
    }

    @Test
    void readsPartsAsInTheWhole() throws SQLException {
        try (PostgresNode node = new PostgresNode(SCHEMA)) {
            Catalog whole = node.catalog();

            for (String path : whole.schema().keySet()) {
                Catalog part = node.engine().readCatalog(node.driver(), node.address(), List.of(path));
                assertThat(part.hash(path)).as(path).isEqualTo(whole.hash(path));
                assertThat(whole.schema()).containsAllEntriesOf(part.schema());
            }
        }
    }

    static Stream<Arguments> differences() {
        return Stream.of(
                Arguments.of("ALTER TABLE orders ADD COLUMN region text", "table:orders/column:region"),
                Arguments.of("ALTER TABLE orders ALTER tags TYPE varchar(9)[]", "table:orders/column:tags"),
                Arguments.of("ALTER TABLE orders ALTER country DROP NOT NULL", "table:orders/column:country"),
                Arguments.of("ALTER TABLE orders ALTER feeling SET DEFAULT 'bad'", "table:orders/column:feeling"),
                Arguments.of("ALTER TABLE orders ALTER id SET GENERATED BY DEFAULT", "table:orders/column:id"),
                Arguments.of("COMMENT ON COLUMN orders.country IS NULL", "table:orders/column:country"),
                Arguments.of("ALTER TABLE orders SET UNLOGGED", "table:orders"),
                Arguments.of("ALTER TABLE orders REPLICA IDENTITY FULL", "table:orders"),
                Arguments.of("ALTER TABLE orders FORCE ROW LEVEL SECURITY", "table:orders"),
                Arguments.of("DROP INDEX orders_country_idx", "table:orders/index:orders_country_idx"),
                Arguments.of(
                        "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'orders_tags_idx'::regclass",
                        "table:orders/index:orders_tags_idx"),
                Arguments.of(
                        "ALTER TABLE orders DROP CONSTRAINT orders_country_check",
                        "table:orders/constraint:orders_country_check"),
                Arguments.of("ALTER TABLE orders DISABLE TRIGGER remember", "table:orders/trigger:remember"),
                Arguments.of(
                        "CREATE OR REPLACE FUNCTION remember() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN OLD; END $$",
                        "function:remember()"),
                Arguments.of("ALTER FUNCTION remember() STRICT", "function:remember()"),
                Arguments.of(
                        "CREATE OR REPLACE VIEW open_orders AS SELECT o.id, l.line FROM orders o LEFT JOIN billing.lines l ON l.order_id = o.id",
                        "view:open_orders"),
                Arguments.of("ALTER VIEW open_orders SET (security_barrier = true)", "view:open_orders"),
                Arguments.of("ALTER SEQUENCE numbers INCREMENT 20", "sequence:numbers"),
                Arguments.of("ALTER TYPE mood ADD VALUE 'so' BEFORE 'bad'", "type:mood"),
                Arguments.of("ALTER DOMAIN billing.amount DROP NOT NULL", "type:billing.amount"),
                Arguments.of("ALTER TYPE billing.place ADD ATTRIBUTE city text", "type:billing.place"),
                Arguments.of("ALTER POLICY few ON billing.lines USING (line < 20)", "table:billing.lines/policy:few"),
                Arguments.of("DROP RULE nothing ON billing.lines", "table:billing.lines/rule:nothing"),
                Arguments.of("CREATE TABLE billing.new ()", "table:billing.new"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("differences")
    void seesTheDifference(String sql, String path) throws SQLException {
        try (PostgresNode node = new PostgresNode(SCHEMA.replace("REFERENCES orders, line", ", line"))) {
            Catalog before = node.catalog();

            node.run(sql);

            assertThat(differences(before, node.catalog())).containsExactly(path);
        }
    }

    @Test
    void keepsItsOwnObjectsApart() throws SQLException {
        try (PostgresNode node = new PostgresNode(SCHEMA)) {
            Catalog before = node.catalog();
            node.run(
                    "CREATE FUNCTION lockstep.lockstep_fill() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'");
            node.run(
                    "CREATE TRIGGER lockstep_fill BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION lockstep.lockstep_fill()");
            node.run("ALTER TABLE orders ADD CONSTRAINT lockstep_rule CHECK (number IS NOT NULL) NOT VALID");

            Catalog after = node.catalog();

            assertThat(after.schema()).isEqualTo(before.schema());
            assertThat(after.own())
                    .containsOnlyKeys(
                            "function:lockstep.lockstep_fill()",
                            "table:orders/constraint:lockstep_rule",
                            "table:orders/trigger:lockstep_fill");
        }
    }

    private static Collection<String> differences(Catalog one, Catalog other) {
        TreeMap<String, String> all = new TreeMap<>(one.schema());
        all.putAll(other.schema());
        TreeSet<String> paths = new TreeSet<>(all.keySet());
        paths.removeIf(path -> one.hash(path).equals(other.hash(path)));
        return paths;
    }
}
