package dev.lockstep.integration.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.agent.engine.SessionPurpose;
import dev.lockstep.agent.engine.Strain;
import dev.lockstep.agent.engine.StrainGauge;
import dev.lockstep.agent.engine.StrainLimits;
import dev.lockstep.integration.servers.TestServers;
import dev.lockstep.v1.Backfill;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.Driver;
import org.postgresql.PGConnection;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;

/** Each reason to hold a backfill back, made real. */
class StrainGaugesIT {
    private static final int ANY = Integer.MAX_VALUE;

    private static PostgresNode node;

    @BeforeAll
    static void open() throws SQLException {
        node = new PostgresNode(
                "CREATE TABLE things (id int PRIMARY KEY, name text); INSERT INTO things SELECT n, repeat('x', 500) FROM generate_series(1, 5000) AS n");
    }

    @AfterAll
    static void close() throws SQLException {
        node.close();
    }

    @Test
    void nothingHoldsItBackOnAHealthyNode() throws SQLException {
        // What another test has written, the server may still be vacuuming.
        Awaitility.await()
                .untilAsserted(() -> assertThat(look(gauges(new StrainLimits(10, List.of(), ANY, 60_000))))
                        .isEmpty());
        assertThat(gauges(StrainLimits.NONE)).isEmpty();
    }

    @Test
    void someoneWaitsForRowsOfABatch() throws Exception {
        List<StrainGauge> gauges = gauges(new StrainLimits(600, List.of(), ANY, 60_000));
        try (Connection batch = node.open(SessionPurpose.BACKFILL);
                Connection shop = node.open(SessionPurpose.OBSERVER)) {
            PostgresNode.run(shop, "SET application_name = 'shop'");
            batch.setAutoCommit(false);
            PostgresNode.run(batch, "UPDATE things SET name = 'batch' WHERE id = 7");
            CompletableFuture<Void> waits = CompletableFuture.runAsync(
                    () -> runUnchecked(shop, "UPDATE things SET name = 'shop' WHERE id = 7"));
            Awaitility.await()
                    .untilAsserted(() -> assertThat(look(gauges))
                            .containsExactly(new Strain("1 session waits for rows of a batch", false)));
            batch.commit();
            waits.join();
            Awaitility.await().untilAsserted(() -> assertThat(look(gauges)).isEmpty());
        }
    }

    @Test
    void theServerWritesMuchLog() throws Exception {
        List<StrainGauge> gauges = gauges(new StrainLimits(ANY, List.of(), 1, ANY));
        // The server may still be vacuuming what another test has written.
        assertThat(look(gauges)).noneMatch(Strain::stops);
        node.run("CREATE TABLE log AS SELECT repeat(md5(n::text), 20) AS text FROM generate_series(1, 60000) AS n");
        assertThat(look(gauges)).filteredOn(Strain::stops).singleElement().satisfies(strain -> {
            assertThat(strain.reason()).matches("the server writes \\d+ MB of log a second");
            assertThat(strain.stops()).isTrue();
        });
    }

    @Test
    void anotherVacuumIsOnTheTable() throws Exception {
        List<StrainGauge> gauges = gauges(new StrainLimits(600, List.of(), ANY, 60_000));
        try (Connection other = node.open(SessionPurpose.OBSERVER)) {
            PostgresNode.run(other, "SET application_name = ''");
            PostgresNode.run(other, "SET vacuum_cost_delay = 100");
            PostgresNode.run(other, "SET vacuum_cost_limit = 1");
            node.run("UPDATE things SET name = 'other' WHERE id > 1000");
            try (Statement vacuum = other.createStatement()) {
                CompletableFuture<Void> runs = CompletableFuture.runAsync(() -> {
                    try {
                        vacuum.execute("VACUUM (FREEZE) things");
                    } catch (SQLException broken) {
                        assertThat(broken.getSQLState()).isEqualTo("57014");
                    }
                });
                Awaitility.await()
                        .untilAsserted(() -> assertThat(look(gauges))
                                .singleElement()
                                .satisfies(strain -> {
                                    assertThat(strain.reason()).matches("session \\d+ vacuums things");
                                    assertThat(strain.stops()).isFalse();
                                }));
                vacuum.cancel();
                runs.join();
            }
        }
    }

    @Test
    void theServerIsSlowToAnswer() throws SQLException {
        assertThat(look(gauges(new StrainLimits(ANY, List.of(), ANY, 0))))
                .singleElement()
                .satisfies(strain -> assertThat(strain.reason()).matches("the server takes \\d+ ms to answer"));
    }

    /** A standby that receives and never says that it has replayed anything after the beginning. */
    @Test
    void aReplicaLags() throws Exception {
        try (Connection connection = replica("standby1");
                PGReplicationStream stream = stream(connection)) {
            LogSequenceNumber first = stream.getLastReceiveLSN();
            stream.setAppliedLSN(first);
            stream.setFlushedLSN(first);
            stream.forceUpdateStatus();
            node.run("CREATE TABLE written AS SELECT 1 AS one");
            LogSequenceNumber written = LogSequenceNumber.valueOf(node.ask("SELECT pg_current_wal_lsn()"));
            Awaitility.await().until(() -> {
                stream.readPending();
                return stream.getLastReceiveLSN().asLong() >= written.asLong();
            });
            stream.setAppliedLSN(written);
            Awaitility.await().untilAsserted(() -> {
                stream.forceUpdateStatus();
                assertThat(node.ask("SELECT replay_lag FROM pg_stat_replication"))
                        .isNotEqualTo("null");
            });
            assertThat(look(gauges(new StrainLimits(0, List.of(), ANY, ANY))))
                    .singleElement()
                    .satisfies(strain -> {
                        assertThat(strain.reason()).matches("replica standby1 lags \\d+ s");
                        assertThat(strain.stops()).isTrue();
                    });
            assertThat(look(gauges(new StrainLimits(0, List.of("standby2"), ANY, ANY))))
                    .isEmpty();
            assertThat(look(gauges(new StrainLimits(600, List.of(), ANY, ANY)))).isEmpty();
        }
    }

    private static Connection replica(String name) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", TestServers.postgres().user());
        properties.setProperty("password", TestServers.postgres().password());
        properties.setProperty("replication", "true");
        properties.setProperty("assumeMinServerVersion", "9.4");
        properties.setProperty("preferQueryMode", "simple");
        properties.setProperty("ApplicationName", name);
        Connection connection = new Driver().connect(node.address().jdbcUrl(), properties);
        assertThat(connection).isNotNull();
        return connection;
    }

    private static PGReplicationStream stream(Connection connection) throws SQLException {
        return connection
                .unwrap(PGConnection.class)
                .getReplicationAPI()
                .replicationStream()
                .physical()
                .withStartPosition(LogSequenceNumber.valueOf(ask()))
                .start();
    }

    private static String ask() {
        try {
            return node.ask("SELECT pg_current_wal_lsn()");
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static List<StrainGauge> gauges(StrainLimits limits) {
        return node.engine()
                .strainGauges(Backfill.newBuilder().setTable("things").build(), limits);
    }

    private static List<Strain> look(List<StrainGauge> gauges) throws SQLException {
        List<Strain> strains = new ArrayList<>();
        for (StrainGauge gauge : gauges) {
            gauge.look(node.driver()).ifPresent(strains::add);
        }
        return strains;
    }

    private static void runUnchecked(Connection connection, String sql) {
        try {
            PostgresNode.run(connection, sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
