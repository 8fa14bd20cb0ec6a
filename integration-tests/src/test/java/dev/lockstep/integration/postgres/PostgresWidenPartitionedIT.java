package dev.lockstep.integration.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.lockstep.agent.engine.DatabaseAddress;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Step;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys become bigint where their table, or one that refers to it, is partitioned, while an application adds, changes, moves and deletes rows. */
class PostgresWidenPartitionedIT {

    private static final int THREADS = 3;

    private static final String EVENTS = """
            CREATE TABLE events (id @numbering@, at date NOT NULL, note text, amount integer, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
            CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01') PARTITION BY HASH (at);
            CREATE TABLE events_2026_0 PARTITION OF events_2026 FOR VALUES WITH (MODULUS 2, REMAINDER 0);
            CREATE TABLE events_2026_1 PARTITION OF events_2026 FOR VALUES WITH (MODULUS 2, REMAINDER 1);
            CREATE TABLE events_rest PARTITION OF events DEFAULT;
            INSERT INTO events (at, note, amount) SELECT date '2025-10-01' + n % 500, 'old', 0 FROM generate_series(1, 1000) AS n;
            """;

    private static final String LINES = """
            CREATE TABLE orders (id serial PRIMARY KEY, note text);
            INSERT INTO orders (note) SELECT 'old' FROM generate_series(1, 1000) AS n;
            CREATE TABLE lines (
              order_id integer CONSTRAINT lines_order_fk REFERENCES orders ON DELETE CASCADE, at date, amount integer NOT NULL,
              instead integer CONSTRAINT lines_instead_fk REFERENCES orders ON DELETE SET NULL, PRIMARY KEY (order_id, at)) PARTITION BY RANGE (at);
            CREATE TABLE lines_2026 PARTITION OF lines FOR VALUES FROM ('2026-01-01') TO ('2027-01-01') PARTITION BY HASH (at);
            CREATE TABLE lines_2026_0 PARTITION OF lines_2026 FOR VALUES WITH (MODULUS 1, REMAINDER 0);
            CREATE TABLE lines_rest PARTITION OF lines DEFAULT;
            CREATE INDEX lines_instead ON lines (instead);
            INSERT INTO lines SELECT n, date '2025-10-01' + n % 500, 0, CASE WHEN n % 3 = 0 THEN n / 3 END FROM generate_series(1, 1000) AS n;
            """;

    private static final String WIDEN_EVENTS = """
            change: events-bigint
            fleet: orders
            operations:
              - widen_key: {table: events, column: id}
            """;

    private static final String WIDEN_ORDERS = """
            change: orders-bigint
            fleet: orders
            operations:
              - widen_key: {table: orders}
            """;

    private static final String AMOUNT_TO_TOTAL = """
            change: events-total
            fleet: orders
            operations:
              - change_type: {table: events, column: amount, to: total, type: bigint}
            """;

    private static final String ROWS_OF_EVENTS = "SELECT id, amount FROM events WHERE note = 'new'";
    private static final String ROWS_OF_LINES = """
            SELECT o.id, sum(l.amount) FROM orders o LEFT JOIN lines l ON l.order_id = o.id WHERE o.note = 'new' GROUP BY 1
            """;

    private final Queue<SQLException> failures = new ConcurrentLinkedQueue<>();
    private final AtomicLong rounds = new AtomicLong();
    /** What the application has written and not deleted: amounts by key. */
    private final Map<Long, Long> amounts = new ConcurrentSkipListMap<>();

    private volatile boolean closed;

    /** Statements of one round, with {@code @id@} and {@code @day@}. */
    private record Work(String insert, List<String> more, String change, String delete) {}

    private static final Work ON_EVENTS = new Work(
            "INSERT INTO events (at, note, amount) VALUES (date '2025-10-01' + @day@, 'new', 1) RETURNING id",
            List.of(),
            "UPDATE events SET amount = amount + 1, at = date '2025-10-01' + @day@ WHERE id = @id@",
            "DELETE FROM events WHERE id = @id@");

    private static final Work ON_LINES = new Work(
            "INSERT INTO orders (note) VALUES ('new') RETURNING id",
            List.of(
                    "INSERT INTO lines (order_id, at, amount, instead) VALUES (@id@, date '2025-10-01' + @day@, 1, @id@)"),
            "UPDATE lines SET amount = amount + 1, instead = order_id, at = date '2025-10-01' + @day@ WHERE order_id = @id@",
            "DELETE FROM orders WHERE id = @id@");

    @ParameterizedTest
    @ValueSource(strings = {"serial", "integer GENERATED BY DEFAULT AS IDENTITY"})
    void noRowOfAPartitionedTableIsLostAndNumbersGoOn(String numbering) throws SQLException, InterruptedException {
        try (PostgresNode node = new PostgresNode(EVENTS.replace("@numbering@", numbering))) {
            assumeThat(node.major()).isGreaterThanOrEqualTo(13);

            widen(node, WIDEN_EVENTS, ON_EVENTS);

            assertThat(rows(node, ROWS_OF_EVENTS)).isEqualTo(amounts);
            assertThat(node.ask("SELECT count(*) FROM events WHERE note = 'old'"))
                    .isEqualTo("1000");
            assertThat(node.ask("SELECT DISTINCT pg_typeof(id) FROM events")).isEqualTo("bigint");
            node.run("SELECT setval(pg_get_serial_sequence('events', 'id'), 3000000000)");
            assertThat(node.ask("INSERT INTO events (at) VALUES ('2026-05-05') RETURNING id"))
                    .isEqualTo("3000000001");
            assertThatThrownBy(() -> node.run("INSERT INTO events (id, at) VALUES (3000000001, '2026-05-05')"))
                    .hasMessageContaining("pkey");
            assertThat(node.catalog().own()).isEmpty();
        }
    }

    @Test
    void noRowThatRefersToTheKeyIsLost() throws SQLException, InterruptedException {
        try (PostgresNode node = new PostgresNode(LINES)) {
            assumeThat(node.major()).isGreaterThanOrEqualTo(13);

            widen(node, WIDEN_ORDERS, ON_LINES);

            assertThat(rows(node, ROWS_OF_LINES)).isEqualTo(amounts);
            assertThat(node.ask("SELECT count(*) || ' ' || count(instead) FROM lines WHERE order_id <= 1000"))
                    .isEqualTo("1000 333");
            assertThat(node.ask("SELECT DISTINCT pg_typeof(order_id) || ' ' || pg_typeof(instead) FROM lines"))
                    .isEqualTo("bigint bigint");
            // Each of both, on the whole, on its partition that is partitioned, and on two with rows.
            assertThat(
                            node.ask(
                                    "SELECT count(*) || ' ' || bool_and(convalidated) FROM pg_constraint WHERE contype = 'f' AND conname IN ('lines_order_fk', 'lines_instead_fk')"))
                    .isEqualTo("8 true");
            node.run("INSERT INTO orders (id) VALUES (3000000000)");
            node.run(
                    "INSERT INTO lines (order_id, at, amount, instead) VALUES (3000000000, '2026-05-05', 0, 3000000000)");
            assertThatThrownBy(() ->
                            node.run("INSERT INTO lines (order_id, at, amount) VALUES (3000000001, '2026-05-05', 0)"))
                    .hasMessageContaining("lines_order_fk");
            assertThatThrownBy(() ->
                            node.run("INSERT INTO lines (order_id, at, amount) VALUES (3000000000, '2026-05-05', 0)"))
                    .hasMessageContaining("pkey");
            assertThat(node.catalog().own()).isEmpty();
        }
    }

    private static final String EVENTS_1999 =
            "CREATE TABLE events_1999 PARTITION OF events FOR VALUES FROM ('1999-01-01') TO ('2000-01-01')";

    @Test
    void aSmallPartitionThatCameMeanwhileIsCaughtUpWith() throws SQLException {
        try (PostgresNode node = new PostgresNode(EVENTS.replace("@numbering@", "serial"))) {
            assumeThat(node.major()).isGreaterThanOrEqualTo(13);
            List<Step> steps = PostgresNode.plan(node.plan(WIDEN_EVENTS)).getStepsList();
            StepDriver driver = new StepDriver(node);
            forward(driver, steps, false);
            node.run(EVENTS_1999 + " PARTITION BY LIST (at)");
            node.run("CREATE TABLE events_1999_all PARTITION OF events_1999 DEFAULT");
            node.run(
                    "INSERT INTO events (id, at, note) SELECT n, '1999-09-09', 'late' FROM generate_series(5001, 5100) AS n");

            contractAmongOthers(driver, steps);

            assertThat(node.ask("SELECT pg_typeof(id) || ' ' || count(*) FROM events_1999_all GROUP BY pg_typeof(id)"))
                    .isEqualTo("bigint 100");
            assertThat(node.ask("SELECT min(id) || ' ' || max(id) FROM events WHERE at < '2000-01-01'"))
                    .isEqualTo("5001 5100");
            assertThat(node.ask("SELECT pg_get_indexdef(indexrelid) FROM pg_index"
                            + " WHERE indrelid = 'events_1999_all'::regclass AND indisprimary AND indisvalid"))
                    .contains("(id, at)");
            assertThat(node.catalog().own()).isEmpty();
        }
    }

    @Test
    void aSmallPartitionOfLinesThatCameMeanwhileRefersAsTheOthersDo() throws SQLException {
        try (PostgresNode node = new PostgresNode(LINES)) {
            assumeThat(node.major()).isGreaterThanOrEqualTo(13);
            List<Step> steps = PostgresNode.plan(node.plan(WIDEN_ORDERS)).getStepsList();
            StepDriver driver = new StepDriver(node);
            forward(driver, steps, false);
            node.run("CREATE TABLE lines_1999 PARTITION OF lines FOR VALUES FROM ('1999-01-01') TO ('2000-01-01')");
            node.run("INSERT INTO lines (order_id, at, amount, instead) VALUES (7, '1999-02-02', 0, 8)");

            contractAmongOthers(driver, steps);

            assertThat(node.ask("SELECT order_id || ' ' || instead || ' ' || pg_typeof(instead) FROM lines_1999"))
                    .isEqualTo("7 8 bigint");
            assertThat(node.ask("SELECT string_agg(conname, ' ' ORDER BY conname) FROM pg_constraint"
                            + " WHERE conrelid = 'lines_1999'::regclass AND contype = 'f' AND convalidated"))
                    .isEqualTo("lines_instead_fk lines_order_fk");
            assertThatThrownBy(() -> node.run("UPDATE lines_1999 SET instead = 4711"))
                    .hasMessageContaining("lines_instead_fk");
            node.run("DELETE FROM orders WHERE id = 8");
            assertThat(node.ask("SELECT instead IS NULL FROM lines_1999")).isEqualTo("t");
            assertThat(node.catalog().own()).isEmpty();
        }
    }

    @Test
    void aLargePartitionThatCameMeanwhileStopsTheSwap() throws SQLException {
        try (PostgresNode node = new PostgresNode(EVENTS.replace("@numbering@", "serial"))) {
            assumeThat(node.major()).isGreaterThanOrEqualTo(13);
            List<Step> steps = PostgresNode.plan(node.plan(WIDEN_EVENTS)).getStepsList();
            StepDriver driver = new StepDriver(node);
            forward(driver, steps, false);
            node.run(EVENTS_1999);
            node.run(
                    "INSERT INTO events (at, note) SELECT '1999-09-09', repeat('late', 100) FROM generate_series(1, 4000)");

            assertThat(steps.get(steps.size() - 2).getCheck().getExpectation())
                    .contains("has the partitions that the plan knows")
                    .endsWith("and beside them none of more than 1 MB");
            assertThatThrownBy(() -> forward(driver, steps, true))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("events_1999");
            assertThat(node.ask("SELECT pg_typeof(id) FROM events LIMIT 1")).isEqualTo("integer");

            node.run("ALTER TABLE events DETACH PARTITION events_1999");
            forward(driver, steps, true);
            node.run("CREATE TABLE events_99 PARTITION OF events FOR VALUES FROM ('1999-01-01') TO ('2000-01-01')");
            node.run("INSERT INTO events (id, at, note, amount) SELECT id, at, note, amount FROM events_1999");
            assertThat(node.ask("SELECT pg_typeof(id) || ' ' || left(note, 4) FROM events WHERE at < '2000-01-01'"))
                    .isEqualTo("bigint late");
        }
    }

    /** No trigger saw its rows, so what they refer to would go with the old column. */
    @Test
    void aTableWhoseRowsHaveNoWideValueBecomesNoPartition() throws SQLException {
        try (PostgresNode node = new PostgresNode(LINES)) {
            assumeThat(node.major()).isGreaterThanOrEqualTo(13);
            forward(
                    new StepDriver(node),
                    PostgresNode.plan(node.plan(WIDEN_ORDERS)).getStepsList(),
                    false);
            node.run("CREATE TABLE lines_1999 (LIKE lines INCLUDING DEFAULTS)");
            // Of the column in no key the server asks nothing else.
            node.run(
                    "DO $$ BEGIN EXECUTE (SELECT 'INSERT INTO lines_1999 (order_id, at, amount, instead, ' || quote_ident(attname)"
                            + " || ') VALUES (7, ''1999-02-02'', 0, 7, 7)' FROM pg_attribute WHERE attrelid = 'lines'::regclass"
                            + " AND attname LIKE 'lockstep_type_lines_order%'); END $$");
            node.run(
                    "DO $$ BEGIN EXECUTE (SELECT 'ALTER TABLE lines_1999 ADD CONSTRAINT ' || quote_ident(conname) || ' ' || pg_get_constraintdef(oid)"
                            + " FROM pg_constraint WHERE conrelid = 'lines'::regclass AND conname LIKE 'lockstep_not_null%'); END $$");

            assertThatThrownBy(
                            () -> node.run(
                                    "ALTER TABLE lines ATTACH PARTITION lines_1999 FOR VALUES FROM ('1999-01-01') TO ('2000-01-01')"))
                    .hasMessageContaining("lockstep_same_lines_instead");
        }
    }

    /** The same of a type that gets a name of its own. */
    @Test
    void aTableWhoseRowsHaveNoValueUnderTheNewNameBecomesNoPartition() throws SQLException {
        try (PostgresNode node = new PostgresNode(EVENTS.replace("@numbering@", "serial"))) {
            assumeThat(node.major()).isGreaterThanOrEqualTo(13);
            forward(
                    new StepDriver(node),
                    PostgresNode.plan(node.plan(AMOUNT_TO_TOTAL)).getStepsList(),
                    false);
            node.run("CREATE TABLE events_1999 (LIKE events)");
            node.run("INSERT INTO events_1999 (id, at, amount) VALUES (7, '1999-02-02', 7)");

            assertThatThrownBy(
                            () -> node.run(
                                    "ALTER TABLE events ATTACH PARTITION events_1999 FOR VALUES FROM ('1999-01-01') TO ('2000-01-01')"))
                    .hasMessageContaining("lockstep_same_events_amount");
        }
    }

    private static void contractAmongOthers(StepDriver driver, List<Step> steps) throws SQLException {
        for (Step step : steps) {
            if (step.getPhase() == Phase.CONTRACT) {
                driver.forwardAmongOthers(step);
            }
        }
    }

    private static void forward(StepDriver driver, List<Step> steps, boolean contract) throws SQLException {
        for (Step step : steps) {
            if (contract == (step.getPhase() == Phase.CONTRACT)) {
                driver.persist(step);
            }
        }
    }

    private void widen(PostgresNode node, String change, Work work) throws SQLException, InterruptedException {
        List<Step> steps = PostgresNode.plan(node.plan(change)).getStepsList();
        List<Thread> threads = start(node.address(), work);
        try {
            StepDriver driver = new StepDriver(node);
            for (Step step : steps) {
                driver.persist(step);
                long before = rounds.get();
                Awaitility.await()
                        .alias("the application goes on after " + step.getSummary())
                        .until(() -> rounds.get() > before + 20 || !failures.isEmpty());
                assertThat(failures).as(step.getSummary()).isEmpty();
            }
        } finally {
            closed = true;
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    private static Map<Long, Long> rows(PostgresNode node, String query) throws SQLException {
        Map<Long, Long> rows = new TreeMap<>();
        try (Statement statement = node.driver().createStatement();
                ResultSet found = statement.executeQuery(query)) {
            while (found.next()) {
                rows.put(found.getLong(1), found.getLong(2));
            }
        }
        return rows;
    }

    private List<Thread> start(DatabaseAddress address, Work work) {
        List<Thread> threads = new ArrayList<>();
        for (int number = 0; number < THREADS; number++) {
            long seed = number;
            Thread thread = new Thread(() -> run(address, work, new SplittableRandom(seed)), "keys " + number);
            thread.start();
            threads.add(thread);
        }
        return threads;
    }

    private void run(DatabaseAddress address, Work work, SplittableRandom random) {
        List<Long> own = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(
                        address.jdbcUrl(), address.user(), address.password().reveal());
                Statement statement = connection.createStatement()) {
            while (!closed) {
                long id = insert(statement, filled(work.insert(), 0, random));
                for (String sql : work.more()) {
                    statement.execute(filled(sql, id, random));
                }
                amounts.put(id, 1L);
                own.add(id);
                long changed = own.get(random.nextInt(own.size()));
                statement.execute(filled(work.change(), changed, random));
                amounts.merge(changed, 1L, Long::sum);
                if (random.nextInt(3) == 0) {
                    long gone = own.remove(random.nextInt(own.size()));
                    statement.execute(filled(work.delete(), gone, random));
                    amounts.remove(gone);
                }
                rounds.incrementAndGet();
            }
        } catch (SQLException failure) {
            failures.add(failure);
        }
    }

    private static String filled(String sql, long id, SplittableRandom random) {
        return sql.replace("@id@", String.valueOf(id)).replace("@day@", String.valueOf(random.nextInt(500)));
    }

    private static long insert(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
