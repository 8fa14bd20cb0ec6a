package dev.lockstep.integration.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.agent.engine.DatabaseAddress;
import dev.lockstep.agent.engine.PlanRequest;
import dev.lockstep.agent.engine.Secret;
import dev.lockstep.agent.engine.SessionPurpose;
import dev.lockstep.agent.engine.mysql.MySqlEngine;
import dev.lockstep.chain.Hashing;
import dev.lockstep.chain.Hashing.Domain;
import dev.lockstep.deploy.servers.DatabaseServer;
import dev.lockstep.fingerprint.Catalog;
import dev.lockstep.integration.servers.TestServers;
import dev.lockstep.v1.Change;
import dev.lockstep.v1.Finding;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.Planned;
import dev.lockstep.v1.Severity;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A schema of its own on a shared server, with a ledger's schema beside it. Both go when it is closed. */
final class Node implements AutoCloseable {
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    final MySqlEngine engine = new MySqlEngine();
    final DatabaseServer server;
    final String schema;
    final DatabaseAddress address;
    final Connection driver;

    private Node(DatabaseServer server) throws SQLException {
        this.server = server;
        int number = NUMBERS.incrementAndGet();
        this.schema = "shop_" + number;
        String ledger = "lockstep_it_" + number;
        this.address =
                new DatabaseAddress(server.jdbcUrl(schema), server.user(), new Secret(server.password()), ledger);
        execute(
                server.url(),
                "DROP DATABASE IF EXISTS " + schema,
                "DROP DATABASE IF EXISTS " + ledger,
                "CREATE DATABASE " + schema + " CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci");
        this.driver = open(SessionPurpose.DRIVER);
        for (String sql : engine.ledgerDefinition(ledger)) {
            execute(driver, sql);
        }
    }

    static Node on(String family) throws SQLException {
        return new Node(TestServers.running(family));
    }

    Connection open(SessionPurpose purpose) throws SQLException {
        return engine.open(address, purpose);
    }

    /** Runs statements that are parted by lines with a semicolon at their end. */
    void setUp(String script) throws SQLException {
        for (String sql : script.split(";\\s*(\n|$)")) {
            if (!sql.isBlank()) {
                execute(driver, sql);
            }
        }
    }

    Catalog catalog() throws SQLException {
        return engine.readCatalog(driver, address);
    }

    Planned planned(Change change) throws SQLException {
        Change canonical = Change.newBuilder().mergeFrom(change).build();
        return engine.plan(
                driver,
                new PlanRequest(
                        canonical,
                        Hashing.hash(Domain.CHANGE, Hashing.canonicalBytes(change)),
                        "shop",
                        1,
                        "node-1",
                        address));
    }

    /** The plan of a change that nothing speaks against. */
    Plan plan(Change change) throws Exception {
        Planned planned = planned(change);
        assertThat(refusals(planned)).isEmpty();
        return Plan.parseFrom(planned.getPlan());
    }

    static List<String> refusals(Planned planned) {
        return planned.getFindingsList().stream()
                .filter(finding -> finding.getSeverity() == Severity.REFUSE)
                .map(Finding::getMessage)
                .toList();
    }

    void execute(String sql) throws SQLException {
        execute(driver, sql);
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of each row. */
    static List<String> column(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    List<String> column(String sql) throws SQLException {
        return column(driver, sql);
    }

    private void execute(String url, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, server.user(), server.password())) {
            for (String sql : statements) {
                execute(connection, sql);
            }
        }
    }

    @Override
    public void close() throws SQLException {
        driver.close();
        execute(server.url(), "DROP DATABASE IF EXISTS " + schema, "DROP DATABASE IF EXISTS " + address.ledgerSchema());
    }
}
