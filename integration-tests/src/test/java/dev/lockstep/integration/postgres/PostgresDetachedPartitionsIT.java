package dev.lockstep.integration.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.v1.Change;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Planned;
import dev.lockstep.v1.StepFailed;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Partitions that leave and come back, go while a step waits for them, or have others in their place: what is said, and that it helps. */
class PostgresDetachedPartitionsIT {
    private static final String INDEX = "add_index: {table: lines, name: lines_by_text, columns: [text, day]}";
    private static final String COLUMN = "add_column: {table: lines, column: source, type: text, value: \"'shop'\"}";
    private static final String REFER =
            "add_foreign_key: {table: lines, name: lines_order_fk, columns: [order_id], references: orders, referenced_columns: [id]}";
    private static final String FILL =
            "backfill: {table: lines, column: text, value: \"'filled'\", where: \"text <> 'filled'\"}";

    @Test
    void oneThatGoesWhileAStepWaitsForItIsPassedOver() throws Exception {
        try (PostgresNode node = new PostgresNode(PostgresGonePartitionsIT.SETUP);
                Connection retention = node.connect();
                Connection observer = node.connect()) {
            ExecutorService other = Executors.newSingleThreadExecutor();
            List<Future<?>> commits = new ArrayList<>();
            try (Epoch epoch = new Epoch(node, INDEX, (number, undo) -> {
                if (number == 1) {
                    retention.setAutoCommit(false);
                    PostgresNode.run(retention, "DROP TABLE lines_1");
                    commits.add(other.submit(() -> {
                        Awaitility.await().until(() -> waits(observer));
                        retention.commit();
                        return null;
                    }));
                }
            })) {
                assertThat(epoch.forward()).isEmpty();
                ended(commits.get(0));
                assertThat(isValid(node, "lines_by_text")).isEqualTo("t");
            } finally {
                other.shutdownNow();
            }
        }
    }

    @Test
    void whatStaysOnATableThatWasDetachedIsTold() throws Exception {
        try (PostgresNode node = new PostgresNode(PostgresGonePartitionsIT.SETUP);
                Epoch epoch = new Epoch(node, INDEX, (number, undo) -> {
                    if (number == 3 && !undo) {
                        node.run("ALTER TABLE lines DETACH PARTITION lines_1");
                    }
                })) {
            assertThat(epoch.through(Phase.VALIDATE)).isEmpty();
            assertThat(epoch.back()).isEmpty();

            assertThat(node.ask("SELECT detail FROM lockstep.log WHERE detail LIKE 'passed over%' AND step = 1"))
                    .isEqualTo(
                            "passed over: table:lines_1 belongs to its table no more; it keeps table:lines_1/index:lines_1_text_day_idx");
            assertThat(isValid(node, "lines_1_text_day_idx")).isEqualTo("t");
            assertThat(epoch.remarks())
                    .containsExactly(
                            "table:lines_1 is a partition no more, and keeps what this epoch made of index:lines_1_text_day_idx; change it back by hand when the epoch has ended, or drop the table");
        }
    }

    /** Also what no step passed over: it was done before the table was detached. */
    @Test
    void whatStaysOnATableThatWasDetachedIsReportedAtTheEnd() throws Exception {
        try (PostgresNode node = new PostgresNode(PostgresGonePartitionsIT.SETUP);
                Epoch epoch = new Epoch(node, COLUMN, (number, undo) -> {
                    if (number == 2 && isThere(node, "lines_2")) {
                        node.run("ALTER TABLE lines DETACH PARTITION lines_1");
                        node.run("DROP TABLE lines_2");
                    }
                })) {
            assertThat(epoch.forward()).isEmpty();
            assertThat(epoch.remarks())
                    .containsExactly(
                            "table:lines_1 is a partition no more, and keeps what this epoch made of column:source; change it back by hand when the epoch has ended, or drop the table");

            node.run("ALTER TABLE lines_1 DROP COLUMN source");
            assertThat(epoch.open(Phase.CONTRACT)).isEmpty();
            assertThat(epoch.remarks()).isEmpty();
        }
    }

    @Test
    void nothingIsReportedOfPartitionsThatStay() throws Exception {
        try (PostgresNode node = new PostgresNode(PostgresGonePartitionsIT.SETUP);
                Epoch epoch = new Epoch(node, COLUMN, (number, undo) -> {})) {
            assertThat(epoch.through(Phase.VALIDATE)).isEmpty();
            assertThat(epoch.remarks()).isEmpty();
            assertThat(epoch.back()).isEmpty();
            assertThat(epoch.remarks()).isEmpty();
        }
    }

    @Test
    void anotherNameStopsTheStepUntilItIsGivenBack() throws Exception {
        try (PostgresNode node = new PostgresNode(PostgresGonePartitionsIT.SETUP);
                Epoch epoch = new Epoch(node, FILL, (number, undo) -> {
                    if (number == 1
                            && node.ask("SELECT to_regclass('lines_old')").equals("null")) {
                        node.run("ALTER TABLE lines_1 RENAME TO lines_old");
                    }
                })) {
            assertThat(epoch.through(Phase.BACKFILL).orElseThrow().getServerMessage())
                    .contains("lines_old of lines is in the place of \"public\".\"lines_1\"");

            node.run("ALTER TABLE lines_old RENAME TO lines_1");
            node.run("CREATE TABLE lines_old ()");
            assertThat(epoch.open(Phase.BACKFILL)).isEmpty();
            assertThat(node.ask("SELECT count(*) FROM lines WHERE text <> 'filled'"))
                    .isEqualTo("0");
        }
    }

    @Test
    void oneThatIsMadeAnewStopsTheStepUntilItIsDetached() throws Exception {
        try (PostgresNode node = new PostgresNode(PostgresGonePartitionsIT.SETUP);
                Epoch epoch = new Epoch(node, INDEX, (number, undo) -> {
                    if (number == 3 && isThere(node, "lines_1_text_day_idx")) {
                        node.run("DROP TABLE lines_1");
                        node.run("CREATE TABLE lines_1 PARTITION OF lines FOR VALUES FROM (0) TO (100)");
                    }
                })) {
            StepFailed failed = epoch.through(Phase.EXPAND).orElseThrow();
            assertThat(failed.getServerMessage()).contains("lines_1_text_day_idx");
            assertThat(failed.getAdvice()).contains("detach that one, resume, and attach it when the epoch has ended");

            node.run("ALTER TABLE lines DETACH PARTITION lines_1");
            assertThat(epoch.open(Phase.EXPAND)).isEmpty();
            assertThat(isValid(node, "lines_by_text")).isEqualTo("t");
            node.run("ALTER TABLE lines ATTACH PARTITION lines_1 FOR VALUES FROM (0) TO (100)");
            assertThat(isValid(node, "lines_by_text")).isEqualTo("t");
        }
    }

    @Test
    void aLargeNewOneIsSeenAlsoWhenAnotherIsGoneAndComesBackAsTheMessageSays() throws Exception {
        try (PostgresNode node = new PostgresNode(PostgresGonePartitionsIT.SETUP)) {
            try (Epoch epoch = new Epoch(node, REFER, (number, undo) -> {
                if (number == 5 && isThere(node, "lines_1")) {
                    node.run("DROP TABLE lines_1");
                    node.run("CREATE TABLE lines_4 PARTITION OF lines FOR VALUES FROM (300) TO (400)");
                    node.run(
                            "INSERT INTO lines SELECT n, 1 + n % 100, 300 + n % 100, repeat('x', 1000), n FROM generate_series(1000, 3000) AS n");
                }
            })) {
                StepFailed failed = epoch.forward().orElseThrow();
                assertThat(failed.getPhase()).isEqualTo(Phase.CONTRACT);
                assertThat(failed.getServerMessage()).contains("none of more than 1 MB, found lines_4");
                assertThat(failed.getAdvice())
                        .startsWith(
                                "Detach it (ALTER TABLE … DETACH PARTITION …), resume the epoch, and bring it back by an"
                                        + " attach_partition when the epoch has ended");

                node.run("ALTER TABLE lines DETACH PARTITION lines_4");
                assertThat(epoch.open(Phase.CONTRACT)).isEmpty();
            }
            attach(node);
            assertThat(node.ask(
                            "SELECT count(*) FROM pg_constraint WHERE conrelid = 'lines_4'::regclass AND contype = 'f'"
                                    + " AND convalidated AND conparentid <> 0"))
                    .isEqualTo("1");
            assertThat(node.ask("SELECT count(*) FROM lines WHERE day >= 300")).isEqualTo("2001");
        }
    }

    private static void attach(PostgresNode node) throws SQLException {
        StepDriver driver = new StepDriver(node);
        Planned planned = node.plan(PostgresNode.read(
                change("attach_partition: {table: lines, partition: lines_4, values: \"FROM (300) TO (400)\"}")));
        assertThat(planned.getPlan().isEmpty())
                .as(planned.getFindingsList().toString())
                .isFalse();
        for (var step : PostgresNode.plan(planned).getStepsList()) {
            driver.forward(step);
        }
    }

    private static String change(String operation) {
        return "change: gone\nfleet: orders\noperations:\n  - " + operation + "\n";
    }

    private static boolean waits(Connection observer) throws SQLException {
        try (var statement = observer.createStatement();
                var rows = statement.executeQuery(
                        "SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid WHERE NOT l.granted"
                                + " AND a.datname = current_database()")) {
            rows.next();
            return rows.getInt(1) > 0;
        }
    }

    private static void ended(Future<?> task) throws InterruptedException, ExecutionException {
        task.get();
    }

    private static boolean isThere(PostgresNode node, String relation) throws SQLException {
        return !node.ask("SELECT to_regclass('" + relation + "')").equals("null");
    }

    private static String isValid(PostgresNode node, String index) throws SQLException {
        return node.ask("SELECT indisvalid FROM pg_index WHERE indexrelid = '" + index + "'::regclass");
    }

    /** One that is planned on a node and run there by the agent's code. */
    private static final class Epoch implements AutoCloseable {
        private final GoneEpoch epoch;

        Epoch(PostgresNode node, String operation, GoneEpoch.Meddling meddling)
                throws SQLException, InterruptedException {
            Change change = PostgresNode.read(change(operation));
            Planned planned = node.plan(change);
            assertThat(planned.getPlan().isEmpty())
                    .as(planned.getFindingsList().toString())
                    .isFalse();
            epoch = new GoneEpoch(node, change, planned, meddling);
        }

        Optional<StepFailed> forward() throws SQLException, InterruptedException {
            return epoch.forward();
        }

        Optional<StepFailed> through(Phase last) throws SQLException, InterruptedException {
            return epoch.through(last);
        }

        Optional<StepFailed> open(Phase phase) throws SQLException, InterruptedException {
            return epoch.open(phase);
        }

        List<String> remarks() {
            return epoch.remarks();
        }

        Optional<StepFailed> back() throws SQLException, InterruptedException {
            return epoch.back();
        }

        @Override
        public void close() {
            epoch.close();
        }
    }
}
