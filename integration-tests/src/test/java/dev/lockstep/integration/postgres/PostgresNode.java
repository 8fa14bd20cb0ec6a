package dev.lockstep.integration.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.lockstep.agent.engine.DatabaseAddress;
import dev.lockstep.agent.engine.PlanRequest;
import dev.lockstep.agent.engine.Secret;
import dev.lockstep.agent.engine.SessionPurpose;
import dev.lockstep.agent.engine.postgres.PostgresEngine;
import dev.lockstep.chain.Hashing;
import dev.lockstep.chain.Hashing.Domain;
import dev.lockstep.change.ChangeFile;
import dev.lockstep.change.ChangeFileResult;
import dev.lockstep.deploy.servers.DatabaseServer;
import dev.lockstep.fingerprint.Catalog;
import dev.lockstep.integration.servers.TestServers;
import dev.lockstep.v1.Change;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.Planned;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** A database of its own, with a ledger, and sessions on it. */
public final class PostgresNode implements AutoCloseable {

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final DatabaseServer server;
    private final String database = "engine_" + ProcessHandle.current().pid() + "_" + COUNT.incrementAndGet();
    private final PostgresEngine engine = new PostgresEngine();
    private final Connection driver;

    PostgresNode(String setup) throws SQLException {
        this(TestServers.postgres(), setup);
    }

    public PostgresNode(DatabaseServer server, String setup) throws SQLException {
        this.server = server;
        server.createDatabase(database);
        driver = open(SessionPurpose.DRIVER);
        for (String statement : engine.ledgerDefinition("lockstep")) {
            run(driver, statement);
        }
        if (!setup.isBlank()) {
            try (Connection application = open(SessionPurpose.OBSERVER)) {
                run(application, setup);
            }
        }
    }

    /** A copy of a database that nobody is on. */
    private PostgresNode(DatabaseServer server, PostgresNode template) throws SQLException {
        this.server = server;
        try (Connection connection =
                DriverManager.getConnection(server.jdbcUrl("postgres"), server.user(), server.password())) {
            run(connection, "CREATE DATABASE %s TEMPLATE %s".formatted(database, template.database));
        }
        driver = open(SessionPurpose.DRIVER);
    }

    /** The same again; this one takes no more statements. */
    public PostgresNode copy() throws SQLException {
        driver.close();
        return new PostgresNode(server, this);
    }

    /** Its name on the server. */
    public String database() {
        return database;
    }

    /** As an application connects. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(database), server.user(), server.password());
    }

    PostgresEngine engine() {
        return engine;
    }

    DatabaseAddress address() {
        return new DatabaseAddress(server.jdbcUrl(database), server.user(), new Secret(server.password()), "lockstep");
    }

    Connection driver() {
        return driver;
    }

    Connection open(SessionPurpose purpose) throws SQLException {
        return engine.open(address(), purpose);
    }

    public Catalog catalog() throws SQLException {
        return engine.readCatalog(driver, address());
    }

    public int major() throws SQLException {
        String version = engine.identity(driver, address()).version();
        return Integer.parseInt(version.substring(0, version.indexOf('.')));
    }

    Planned plan(String changeFile) throws SQLException {
        return plan(read(changeFile));
    }

    public Planned plan(Change change) throws SQLException {
        ByteString hash = Hashing.hash(Domain.CHANGE, Hashing.canonicalBytes(change));
        return engine.plan(driver, new PlanRequest(change, hash, "orders", 1, "node-1", address()));
    }

    public static Plan plan(Planned planned) {
        try {
            return Plan.parseFrom(planned.getPlan());
        } catch (com.google.protobuf.InvalidProtocolBufferException impossible) {
            throw new AssertionError(impossible);
        }
    }

    public static Change read(String changeFile) {
        ChangeFileResult result = ChangeFile.read("change.yaml", changeFile);
        if (result instanceof ChangeFileResult.Read read) {
            return read.change();
        }
        throw new AssertionError("the change file of the test is wrong: " + result);
    }

    void run(String sql) throws SQLException {
        run(driver, sql);
    }

    /** Builds a unique index beside writers, which finds duplicates: an INVALID one is left. */
    void leaveInvalid(String build) {
        assertThatThrownBy(() -> run(build))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        duplicates -> assertThat(duplicates.getSQLState()).isEqualTo("23505"));
    }

    static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    String ask(String query) throws SQLException {
        try (Statement statement = driver.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? String.valueOf(rows.getString(1)) : "";
        }
    }

    @Override
    public void close() throws SQLException {
        driver.close();
        server.dropDatabase(database);
    }
}
