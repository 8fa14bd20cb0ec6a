package dev.lockstep.agent.engine.mysql;

import com.mysql.cj.jdbc.Driver;
import dev.lockstep.agent.engine.DatabaseAddress;
import dev.lockstep.agent.engine.SessionPurpose;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Properties;

/** Opens sessions with settings that do not depend on the server's defaults. */
final class Sessions {

    /** The rules that expressions and DDL are read and checked by; stored with the triggers that a step makes. */
    static final String SQL_MODE =
            "STRICT_TRANS_TABLES,STRICT_ALL_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,"
                    + "NO_ENGINE_SUBSTITUTION";

    /** How long a step that names no limit may wait for a lock: the most that the servers accept. */
    private static final int MAX_LOCK_WAIT_SECONDS = 31_536_000;

    private static final int DEFAULT_LOCK_WAIT_SECONDS = 5;
    private static final int IDLE_SECONDS = 7 * 24 * 3600;
    /** For sessions that always have something to ask. These servers know no limit for transactions alone, and one of an agent that stands still must not keep its rows for ever when no successor comes. */
    private static final int BUSY_IDLE_SECONDS = 60;

    private static final int CONNECT_TIMEOUT_MILLIS = 10_000;

    private Sessions() {}

    static Connection open(DatabaseAddress address, SessionPurpose purpose) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", address.user());
        properties.setProperty("password", address.password().reveal());
        properties.setProperty("autoReconnect", "false");
        properties.setProperty("allowMultiQueries", "false");
        properties.setProperty("characterEncoding", "UTF-8");
        properties.setProperty("connectionTimeZone", "UTC");
        properties.setProperty("connectTimeout", Integer.toString(CONNECT_TIMEOUT_MILLIS));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("useAffectedRows", "false");
        properties.setProperty(
                "connectionAttributes",
                "program_name:lockstep-agent " + purpose.name().toLowerCase(Locale.ROOT));
        Connection connection = new Driver().connect(url(address), properties);
        if (connection == null) {
            throw new SQLException("expected an address such as jdbc:mysql://host:3306/schema, found another kind; "
                    + "correct the node's url");
        }
        try {
            settle(connection, purpose);
        } catch (SQLException refused) {
            connection.close();
            throw refused;
        }
        return connection;
    }

    /** What every session starts with, and what a raw step may have changed. */
    static void settle(Connection connection, int lockWaitSeconds) throws SQLException {
        // first of all: a short limit of the server would end the statements that follow
        Query.execute(
                connection,
                MySqlServer.of(connection.getMetaData().getDatabaseProductVersion())
                                .isMariaDb()
                        ? "SET SESSION max_statement_time = 0"
                        : "SET SESSION max_execution_time = 0");
        // In a transaction it would end that, and each statement that follows would be one of its own.
        String autocommit = connection.getAutoCommit() ? ", autocommit = 1" : "";
        Query.execute(
                connection,
                "SET SESSION sql_mode = " + Sql.text(SQL_MODE) + ", time_zone = '+00:00'" + autocommit
                        + ", foreign_key_checks = 1, unique_checks = 1, sql_safe_updates = 0, sql_select_limit = DEFAULT"
                        + ", group_concat_max_len = 1048576, lock_wait_timeout = " + lockWaitSeconds
                        + ", innodb_lock_wait_timeout = " + Math.min(lockWaitSeconds, DEFAULT_LOCK_WAIT_SECONDS));
    }

    /**
     * How long to wait for a lock, in the whole seconds that the servers know.
     *
     * @param lockTimeoutMillis 0 for no limit
     */
    static int lockWaitSeconds(int lockTimeoutMillis) {
        if (lockTimeoutMillis == 0) {
            return MAX_LOCK_WAIT_SECONDS;
        }
        return Math.max(1, (int) Math.ceil(lockTimeoutMillis / 1000.0));
    }

    private static void settle(Connection connection, SessionPurpose purpose) throws SQLException {
        settle(connection, DEFAULT_LOCK_WAIT_SECONDS);
        Query.execute(
                connection, "SET SESSION wait_timeout = " + (purpose.isMarked() ? BUSY_IDLE_SECONDS : IDLE_SECONDS));
        // Filling rows must not lock the gaps between them, or it would block the application's inserts.
        String isolation = purpose == SessionPurpose.BACKFILL ? "READ COMMITTED" : "REPEATABLE READ";
        Query.execute(connection, "SET SESSION TRANSACTION ISOLATION LEVEL " + isolation);
    }

    private static String url(DatabaseAddress address) {
        String url = address.jdbcUrl();
        return url.startsWith("jdbc:mariadb:") ? "jdbc:mysql:" + url.substring("jdbc:mariadb:".length()) : url;
    }
}
