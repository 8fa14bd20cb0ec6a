package dev.lockstep.integration.ledger;

import dev.lockstep.agent.engine.DatabaseAddress;
import dev.lockstep.agent.engine.DatabaseEngine;
import dev.lockstep.agent.engine.Secret;
import dev.lockstep.agent.engine.mysql.MySqlEngine;
import dev.lockstep.agent.engine.postgres.PostgresEngine;
import dev.lockstep.agent.node.JdbcNodeDatabase;
import dev.lockstep.agent.node.NodeDatabase;
import dev.lockstep.agent.node.NodeDatabaseContract;
import dev.lockstep.deploy.servers.DatabaseServer;
import dev.lockstep.integration.servers.TestServers;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

/** A node's database on real servers keeps what the one in memory keeps, on which the core's tests and the simulation rest. */
class NodeDatabaseIT {
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    /** On one engine's server, each test in databases of its own. */
    abstract static class OnServer extends NodeDatabaseContract {
        private final DatabaseServer server;
        private final DatabaseEngine engine;
        private final String ledger;
        private final String database = "ledger_" + ProcessHandle.current().pid() + "_" + NUMBERS.incrementAndGet();

        /** @param ledger where the ledger stands; on MySQL and MariaDB a database of its own */
        OnServer(DatabaseServer server, DatabaseEngine engine, String ledger) {
            this.server = server;
            this.engine = engine;
            this.ledger = ledger;
        }

        @Override
        protected NodeDatabase freshDatabase() {
            server.createDatabase(database);
            DatabaseAddress address =
                    new DatabaseAddress(server.jdbcUrl(database), server.user(), new Secret(server.password()), ledger);
            return new JdbcNodeDatabase(engine, address, "orders", "shard-1");
        }

        @AfterEach
        void dropDatabases() {
            server.dropDatabase(database);
            server.dropDatabase(ledger);
        }
    }

    @Nested
    class OnPostgres extends OnServer {
        OnPostgres() {
            super(TestServers.postgres(), new PostgresEngine(), "lockstep");
        }
    }

    @Nested
    class OnMySql extends OnServer {
        OnMySql() {
            super(TestServers.mySql(), new MySqlEngine(), "lockstep_contract");
        }
    }

    @Nested
    class OnMariaDb extends OnServer {
        OnMariaDb() {
            super(TestServers.mariaDb(), new MySqlEngine(), "lockstep_contract");
        }
    }
}
