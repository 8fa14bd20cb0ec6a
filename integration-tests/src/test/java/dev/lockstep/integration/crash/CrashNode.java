package dev.lockstep.integration.crash;

import dev.lockstep.agent.engine.DatabaseAddress;
import dev.lockstep.agent.engine.DatabaseEngine;
import dev.lockstep.agent.engine.Secret;
import dev.lockstep.agent.engine.SessionPurpose;
import dev.lockstep.agent.node.JdbcNodeDatabase;
import dev.lockstep.agent.node.NodeDatabase;
import dev.lockstep.agent.node.NodeSession;
import dev.lockstep.deploy.servers.DatabaseServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A node that can be set back to where it was, behind a proxy, with a witness: the server itself writes down every effect that lasts, so a doubled one shows
 * even where the catalog looks the same. Used by one thread.
 */
public abstract class CrashNode implements AutoCloseable {
    public static final String FLEET = "orders";
    public static final String NAME = "shard-1";
    private static final long MOST_QUIET_SECONDS = 15;

    private final DatabaseServer server;
    private final String database;
    private final String ledgerSchema;
    private final FaultProxy proxy;
    private final DatabaseEngine engine;
    private final Connection witness;
    private @Nullable NodeSession keeper;

    CrashNode(DatabaseServer server, String database, String ledgerSchema, DatabaseEngine engine) throws SQLException {
        this.server = server;
        this.database = database;
        this.ledgerSchema = ledgerSchema;
        this.engine = engine;
        server.createDatabase(database);
        this.proxy = FaultProxy.before(hostAndPort(server.jdbcUrl(database)));
        this.witness = engine.open(directAddress(), SessionPurpose.OBSERVER);
    }

    /** Makes a node of an engine; the number keeps it apart from others. */
    static CrashNode of(DatabaseServer server, int number) throws SQLException {
        String database = "crash_" + ProcessHandle.current().pid() + "_" + number;
        return server.engine().equals("postgres")
                ? new PostgresCrashNode(server, database)
                : new MySqlCrashNode(server, database);
    }

    /** Sets the application's tables and the ledger back to their beginning, and forgets what was witnessed. */
    abstract void setBack(StepKind kind) throws SQLException;

    /** Forgets what was witnessed. */
    abstract void forgetEffects() throws SQLException;

    /** Each effect that lasted since {@link #forgetEffects}: statements of DDL, rows that were filled, marks that were made. */
    abstract List<String> effects() throws SQLException;

    /** How many sessions are on the node, beside the witness. */
    abstract int sessions() throws SQLException;

    /** Waits until nobody else is on the node: what a dead session still does would come after the verdict. */
    final boolean awaitQuiet() {
        try {
            Awaitility.await()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(2))
                    .atMost(Duration.ofSeconds(MOST_QUIET_SECONDS))
                    .until(() -> sessions() <= (keeper == null ? 0 : 1));
            return true;
        } catch (ConditionTimeoutException late) {
            return false;
        }
    }

    /** The node as its agent reaches it. */
    final NodeDatabase proxied() {
        return new JdbcNodeDatabase(engine, proxiedAddress(), FLEET, NAME);
    }

    /** The node without a proxy. */
    final NodeDatabase direct() {
        return new JdbcNodeDatabase(engine, directAddress(), FLEET, NAME);
    }

    /** A session without a proxy that stays open from run to run. */
    final NodeSession keeper() throws SQLException {
        NodeSession open = keeper;
        if (open == null) {
            open = direct().open(SessionPurpose.OBSERVER);
            keeper = open;
        }
        return open;
    }

    final FaultProxy proxy() {
        return proxy;
    }

    final DatabaseEngine engine() {
        return engine;
    }

    final String ledgerSchema() {
        return ledgerSchema;
    }

    final String database() {
        return database;
    }

    final Connection witness() {
        return witness;
    }

    final DatabaseAddress directAddress() {
        return addressOf(server.jdbcUrl(database));
    }

    private DatabaseAddress proxiedAddress() {
        String url = server.jdbcUrl(database);
        return addressOf(url.replace("//" + hostAndPort(url) + "/", "//" + proxy.address() + "/"));
    }

    private DatabaseAddress addressOf(String url) {
        return new DatabaseAddress(url, server.user(), new Secret(server.password()), ledgerSchema);
    }

    private static String hostAndPort(String jdbcUrl) {
        int start = jdbcUrl.indexOf("//") + 2;
        return jdbcUrl.substring(start, jdbcUrl.indexOf('/', start));
    }

    final void run(String... statements) throws SQLException {
        try (Statement statement = witness.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The first column of each row. */
    final List<String> column(String query) throws SQLException {
        try (Statement statement = witness.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    @Override
    public void close() throws SQLException {
        proxy.close();
        if (keeper != null) {
            keeper.close();
        }
        witness.close();
        server.dropDatabase(database);
    }
}
