package dev.lockstep.agent.engine.postgres;

import dev.lockstep.agent.engine.DatabaseAddress;
import dev.lockstep.agent.engine.ServerIdentity;
import dev.lockstep.agent.engine.SessionPurpose;
import dev.lockstep.v1.Engine;
import dev.lockstep.v1.Statement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.postgresql.Driver;

/** Sessions of the agent: one connection each, with every setting that matters said out loud, whatever role and database have as defaults. */
final class PostgresSessions {

    private static final String UNSUPPORTED_VALUE = "22023";
    private static final String FEATURE_NOT_SUPPORTED = "0A000";

    private static final String PROTOCOL_VIOLATION = "08P01";

    private static final int STANDBY_ANSWERS_WITHIN_SECONDS = 10;

    private PostgresSessions() {}

    /** On a standby, which may vanish without a word. */
    static Connection openStandby(DatabaseAddress standby) throws SQLException {
        return open(standby, SessionPurpose.OBSERVER, STANDBY_ANSWERS_WITHIN_SECONDS);
    }

    static Connection open(DatabaseAddress address, SessionPurpose purpose) throws SQLException {
        return open(address, purpose, 0);
    }

    private static Connection open(DatabaseAddress address, SessionPurpose purpose, int answersWithinSeconds)
            throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", address.user());
        properties.setProperty("password", address.password().reveal());
        properties.setProperty(
                "ApplicationName", "lockstep-agent " + purpose.name().toLowerCase(Locale.ROOT));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("socketTimeout", Integer.toString(answersWithinSeconds));
        // said with the greeting, because a short one of the role would end the statement that takes it away
        properties.setProperty("options", "-c statement_timeout=0");
        Connection connection = connect(address, properties);
        try {
            settle(connection);
            return connection;
        } catch (SQLException | RuntimeException failure) {
            connection.close();
            throw failure;
        }
    }

    private static Connection connect(DatabaseAddress address, Properties properties) throws SQLException {
        Connection connection;
        try {
            connection = new Driver().connect(address.jdbcUrl(), properties);
        } catch (SQLException refused) {
            if (!PROTOCOL_VIOLATION.equals(refused.getSQLState())) {
                throw refused;
            }
            throw new SQLException(
                    "expected a direct connection, found a server that refuses what PostgreSQL allows (%s): a pooler, which loses session locks; give the agent the server's own address"
                            .formatted(refused.getMessage()),
                    PROTOCOL_VIOLATION,
                    refused);
        }
        if (connection == null) {
            throw new SQLException(
                    "expected a URL that begins with jdbc:postgresql:, found another; correct the node's address",
                    "08001");
        }
        return connection;
    }

    private static void settle(Connection connection) throws SQLException {
        connection.setAutoCommit(true);
        PostgresVersion version = PostgresVersion.read(connection);
        try (java.sql.Statement statement = connection.createStatement()) {
            statement.execute(String.join("; ", settings(version)));
            if (version.noticesLostClients()) {
                noticeLostClients(statement);
            }
        }
    }

    /** Names in a raw step and functions in an expression are looked for in public; all other statements write the schema. */
    private static List<String> settings(PostgresVersion version) {
        List<String> settings = new ArrayList<>(List.of(
                "SET search_path = public, pg_temp",
                "SET TimeZone = 'UTC'",
                "SET DateStyle = 'ISO, YMD'",
                "SET IntervalStyle = 'postgres'",
                "SET quote_all_identifiers = off",
                "SET transform_null_equals = off",
                "SET standard_conforming_strings = on",
                "SET bytea_output = 'hex'",
                "SET synchronous_commit = on",
                "SET default_transaction_isolation = 'read committed'",
                "SET statement_timeout = 0",
                "SET lock_timeout = 0",
                // an agent that stands still in a transaction must not keep its rows for ever when no successor comes
                "SET idle_in_transaction_session_timeout = '60s'",
                // hidden rows must be an error, never rows that are skipped
                "SET row_security = off",
                "SET jit = off",
                "SET tcp_keepalives_idle = 10",
                "SET tcp_keepalives_interval = 5",
                "SET tcp_keepalives_count = 3"));
        if (version.major() >= 14) {
            settings.add("SET idle_session_timeout = 0");
        }
        if (version.major() >= 17) {
            settings.add("SET transaction_timeout = 0");
        }
        return settings;
    }

    /** Not every operating system lets the server look; where it does not, the node's lock still keeps a successor waiting. */
    private static void noticeLostClients(java.sql.Statement statement) throws SQLException {
        try {
            statement.execute("SET client_connection_check_interval = '1s'");
        } catch (SQLException refused) {
            if (!UNSUPPORTED_VALUE.equals(refused.getSQLState())
                    && !FEATURE_NOT_SUPPORTED.equals(refused.getSQLState())) {
                throw refused;
            }
        }
    }

    static ServerIdentity identity(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        if (!product.equals("PostgreSQL")) {
            throw new SQLException(
                    "expected PostgreSQL, found %s; correct the node's engine or address".formatted(product), "0A000");
        }
        PostgresVersion version = PostgresVersion.read(connection);
        if (version.major() < PostgresVersion.OLDEST_MAJOR) {
            throw new SQLException(
                    "expected PostgreSQL %d or later, found %s; update the server"
                            .formatted(PostgresVersion.OLDEST_MAJOR, version.text()),
                    "0A000");
        }
        String query =
                "SELECT s.system_identifier || '/' || d.oid FROM pg_control_system() s, pg_database d WHERE d.datname = current_database()";
        try (java.sql.Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return new ServerIdentity(Engine.POSTGRES, version.text(), rows.getString(1));
        }
    }

    /** Every setting that a step relies on, said again: an earlier step may have changed it. */
    static void prepare(Connection connection, Statement step) throws SQLException {
        String scope = step.getTransactional() ? "SET LOCAL " : "SET ";
        List<String> settings = new ArrayList<>();
        for (String setting : List.of(
                "lock_timeout = " + step.getLockTimeoutMillis(),
                "statement_timeout = 0",
                "idle_in_transaction_session_timeout = 0",
                "synchronous_commit = on",
                "search_path = public, pg_temp",
                "row_security = off")) {
            settings.add(scope + setting);
        }
        try (java.sql.Statement statement = connection.createStatement()) {
            statement.execute(String.join("; ", settings));
        }
    }
}
