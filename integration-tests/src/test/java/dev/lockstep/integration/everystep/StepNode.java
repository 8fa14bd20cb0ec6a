package dev.lockstep.integration.everystep;

import dev.lockstep.agent.engine.DatabaseAddress;
import dev.lockstep.agent.engine.Secret;
import dev.lockstep.agent.engine.SessionPurpose;
import dev.lockstep.agent.engine.postgres.PostgresEngine;
import dev.lockstep.agent.node.JdbcNodeDatabase;
import dev.lockstep.agent.node.NodeDatabase;
import dev.lockstep.agent.node.NodeSession;
import dev.lockstep.deploy.servers.DatabaseServer;
import dev.lockstep.integration.crash.CrashNode;
import dev.lockstep.integration.crash.PostgresWitness;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.postgresql.PGConnection;

/** A database of its own, often a copy of another one, with a witness in it who writes down which statements of DDL last. */
final class StepNode implements AutoCloseable {
    /** Triggers of foreign keys have a number that differs from run to run. */
    private static final Pattern NUMBERED = Pattern.compile("(RI_ConstraintTrigger_[ac]_)\\d+");

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final DatabaseServer server;
    private final String database;
    private final PostgresEngine engine = new PostgresEngine();

    private StepNode(DatabaseServer server, String template) throws SQLException {
        this.server = server;
        this.database = "every_step_" + ProcessHandle.current().pid() + "_" + COUNT.incrementAndGet();
        try (Connection connection = connect(server, "postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE %s TEMPLATE %s".formatted(database, template));
        }
    }

    /** One with nothing in it but the ledger, the witness and what a script makes. */
    static StepNode with(DatabaseServer server, String script) throws SQLException {
        StepNode node = new StepNode(server, "template1");
        try (Connection connection = node.connect();
                Statement statement = connection.createStatement()) {
            for (String definition : node.engine.ledgerDefinition("lockstep")) {
                statement.execute(definition);
            }
            statement.execute(script);
            statement.execute(PostgresWitness.DEFINITION);
        }
        return node;
    }

    /** A copy of a database that has a ledger, without a witness. Nobody may be on that one. */
    static StepNode copyOf(DatabaseServer server, String database) throws SQLException {
        return new StepNode(server, database);
    }

    /** The same again. Nobody may be on this one. */
    StepNode copy() throws SQLException {
        return new StepNode(server, database);
    }

    NodeDatabase agents() {
        DatabaseAddress address =
                new DatabaseAddress(server.jdbcUrl(database), server.user(), new Secret(server.password()), "lockstep");
        return new JdbcNodeDatabase(engine, address, CrashNode.FLEET, CrashNode.NAME);
    }

    /** A session that is not the agent's work. */
    NodeSession observer() throws SQLException {
        return agents().open(SessionPurpose.OBSERVER);
    }

    /** As an application connects. What a change of type does to statements that were prepared before is not asked here. */
    Connection connect() throws SQLException {
        Connection connection = connect(server, database);
        connection.unwrap(PGConnection.class).setPrepareThreshold(0);
        return connection;
    }

    private static Connection connect(DatabaseServer server, String database) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(database), server.user(), server.password());
    }

    /** How often each statement lasted since {@link #forgetEffects}. */
    static Map<String, Integer> effects(Connection witness) throws SQLException {
        Map<String, Integer> effects = new TreeMap<>();
        Sql.rows(witness, "SELECT what FROM witness.effects", List.of())
                .forEach(row -> effects.merge(
                        NUMBERED.matcher(String.valueOf(row.get(0))).replaceAll("$1"), 1, Integer::sum));
        return effects;
    }

    static void forgetEffects(Connection witness) throws SQLException {
        Sql.run(witness, "DELETE FROM witness.effects", List.of());
    }

    @Override
    public void close() throws SQLException {
        server.dropDatabase(database);
    }
}
