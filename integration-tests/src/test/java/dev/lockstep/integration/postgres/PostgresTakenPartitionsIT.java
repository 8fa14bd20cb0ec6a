package dev.lockstep.integration.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.lockstep.v1.Change;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Planned;
import dev.lockstep.v1.StepFailed;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A person takes out the partition that the change itself takes out, or detaches one without locks, while the epoch is open. */
class PostgresTakenPartitionsIT {
    private static final int CONCURRENT_DETACH_SINCE = 14;
    private static final String DETACH = "detach_partition: {table: lines, partition: lines_1}";
    private static final String DROP = "drop_partition: {table: lines, partition: lines_1}";
    private static final String DETACHED = "ALTER TABLE lines DETACH PARTITION lines_1";
    private static final String DROPPED = "DROP TABLE lines_1";

    @Test
    void whatThePlanWouldDropMayBeDropped() throws Exception {
        try (PostgresNode node = node();
                Open open = new Open(node, DROP)) {
            node.run(DROPPED);

            assertThat(open.epoch.forward()).isEmpty();
            assertThat(detail(node)).isEqualTo("found done");
        }
    }

    @Test
    void whatThePlanWouldDetachMayBeDetached() throws Exception {
        try (PostgresNode node = node();
                Open open = new Open(node, DETACH)) {
            node.run(DETACHED);

            assertThat(open.epoch.forward()).isEmpty();
            assertThat(detail(node)).isEqualTo("found done");
            assertThat(node.ask("SELECT count(*) FROM lines_1")).isEqualTo("99");
        }
    }

    /** Nobody knows why its rows were kept. */
    @Test
    void whatThePlanWouldDropIsNotDroppedOnceItWasDetached() throws Exception {
        try (PostgresNode node = node();
                Open open = new Open(node, DROP)) {
            node.run(DETACHED);

            StepFailed failed = open.epoch.forward().orElseThrow();

            assertThat(failed.getServerMessage()).contains("table:lines_1");
            assertThat(failed.getAdvice())
                    .startsWith(
                            "Somebody changed this partition, or took it out otherwise than the plan does. Where the plan drops it, drop the table by hand or attach it again;");
            assertThat(node.ask("SELECT count(*) FROM lines_1")).isEqualTo("99");
            node.run(DROPPED);
            assertThat(open.epoch.open(Phase.CONTRACT)).isEmpty();
        }
    }

    /** Else the nodes of a fleet would end with different tables. */
    @Test
    void whatThePlanWouldKeepAsATableIsMissedOnceItWasDropped() throws Exception {
        try (PostgresNode node = node();
                Open open = new Open(node, DETACH)) {
            node.run(DROPPED);

            StepFailed failed = open.epoch.forward().orElseThrow();

            assertThat(failed.getServerMessage()).contains("table:lines_1: absent");
            assertThat(failed.getAdvice())
                    .contains(
                            "where it keeps the table, make the partition again, with its rows from a backup or empty. Then resume");
            node.run("CREATE TABLE lines_1 PARTITION OF lines FOR VALUES FROM (0) TO (100)");
            assertThat(open.epoch.open(Phase.CONTRACT)).isEmpty();
            assertThat(node.ask("SELECT count(*) FROM lines_1")).isEqualTo("0");
        }
    }

    @Test
    void itIsTakenOutOnceItsDetachWithoutLocksIsEnded() throws Exception {
        try (PostgresNode node = node()) {
            assumeThat(node.major()).isGreaterThanOrEqualTo(CONCURRENT_DETACH_SINCE);
            try (Open open = new Open(node, DETACH)) {
                leavePending(node);

                StepFailed failed = open.epoch.forward().orElseThrow();

                assertThat(failed.getServerMessage() + failed.getAdvice()).contains("lines_1", "FINALIZE");
                node.run("ALTER TABLE lines DETACH PARTITION lines_1 FINALIZE");
                assertThat(open.epoch.open(Phase.CONTRACT)).isEmpty();
            }
        }
    }

    @Test
    void whatThePlanDropsMayBeOnItsWayOutAlready() throws Exception {
        try (PostgresNode node = node()) {
            assumeThat(node.major()).isGreaterThanOrEqualTo(CONCURRENT_DETACH_SINCE);
            try (Open open = new Open(node, DROP)) {
                leavePending(node);

                assertThat(open.epoch.forward()).isEmpty();
                assertThat(node.ask("SELECT to_regclass('lines_1')")).isEqualTo("null");
            }
        }
    }

    /** A name without a schema is one beside the whole. */
    @ParameterizedTest
    @ValueSource(strings = {DETACH, DROP})
    void itIsMissedInAnotherSchemaToo(String operation) throws Exception {
        String there = operation.replace("table: lines", "table: shop.lines");
        try (PostgresNode node = new PostgresNode(
                        "CREATE SCHEMA shop; SET search_path = shop;" + PostgresGonePartitionsIT.SETUP);
                Open open = new Open(node, there)) {
            node.run(
                    operation.equals(DROP)
                            ? "ALTER TABLE shop.lines DETACH PARTITION shop.lines_1"
                            : "DROP TABLE shop.lines_1");

            assertThat(open.epoch.forward().orElseThrow().getServerMessage()).contains("table:shop.lines_1");
        }
    }

    /** No query of the whole sees such a partition any more, whether its detach has ended or was broken off. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPartitionThatLeavesWithoutLocksStopsNoChangeOfTheOthers(boolean ends) throws Exception {
        for (PostgresGonePartitionsIT.Kind kind : PostgresGonePartitionsIT.Kind.values()) {
            try (PostgresNode node = node()) {
                assumeThat(node.major()).isGreaterThanOrEqualTo(CONCURRENT_DETACH_SINCE);
                Change change = kind.change();
                Planned planned = node.plan(change);
                int steps = PostgresNode.plan(planned).getStepsCount();
                boolean[] left = {false};
                try (GoneEpoch epoch = new GoneEpoch(node, change, planned, (number, undo) -> {
                    if (number >= (steps + 1) / 2 && !left[0]) {
                        left[0] = true;
                        leavePending(node);
                        if (ends) {
                            node.run("ALTER TABLE lines DETACH PARTITION lines_1 FINALIZE");
                        }
                    }
                })) {
                    assertThat(epoch.forward()).as(kind.name()).isEmpty();
                }
                assertThat(left[0]).isTrue();
                if (!ends) {
                    node.run("ALTER TABLE lines DETACH PARTITION lines_1 FINALIZE");
                }
                assertThat(
                                node.ask(
                                        "SELECT count(*) FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid WHERE c.relname LIKE 'lines%' AND NOT i.indisvalid"))
                        .as(kind.name())
                        .isEqualTo("0");
            }
        }
    }

    private static PostgresNode node() throws SQLException {
        return new PostgresNode(PostgresGonePartitionsIT.SETUP);
    }

    private static String detail(PostgresNode node) throws SQLException {
        return node.ask("SELECT detail FROM lockstep.log WHERE step > 0 ORDER BY 1 DESC LIMIT 1");
    }

    /** Somebody reads the whole, so the detach waits; then it is broken off. */
    private static void leavePending(PostgresNode node) throws SQLException {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try (Connection reader = node.connect();
                Connection retention = node.connect()) {
            reader.setAutoCommit(false);
            PostgresNode.run(reader, "SELECT count(*) FROM lines");
            Future<?> detach = other.submit(() -> {
                PostgresNode.run(retention, "ALTER TABLE lines DETACH PARTITION lines_1 CONCURRENTLY");
                return null;
            });
            Awaitility.await()
                    .until(() -> node.ask(
                                    "SELECT count(*) FROM pg_inherits WHERE inhrelid = 'lines_1'::regclass AND inhdetachpending")
                            .equals("1"));
            node.run(
                    "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE query LIKE 'ALTER TABLE lines DETACH%CONCURRENTLY' AND datname = current_database()");
            assertThatThrownBy(detach::get).hasMessageContaining("canceling statement");
        } finally {
            other.shutdownNow();
        }
    }

    /** An epoch that is open. */
    private static final class Open implements AutoCloseable {
        private final GoneEpoch epoch;

        Open(PostgresNode node, String operation) throws SQLException, InterruptedException {
            Change change = PostgresNode.read("change: taken\nfleet: orders\noperations:\n  - " + operation + "\n");
            Planned planned = node.plan(change);
            assertThat(planned.getPlan().isEmpty())
                    .as(planned.getFindingsList().toString())
                    .isFalse();
            epoch = new GoneEpoch(node, change, planned, (number, undo) -> {});
        }

        @Override
        public void close() {
            epoch.close();
        }
    }
}
