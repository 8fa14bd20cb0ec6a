package dev.lockstep.integration.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.agent.engine.DatabaseAddress;
import dev.lockstep.agent.engine.DatabaseEngine;
import dev.lockstep.agent.engine.Secret;
import dev.lockstep.agent.engine.SessionPurpose;
import dev.lockstep.agent.engine.mysql.MySqlEngine;
import dev.lockstep.agent.engine.postgres.PostgresEngine;
import dev.lockstep.agent.node.JdbcNodeDatabase;
import dev.lockstep.agent.node.NodeDatabase;
import dev.lockstep.agent.node.NodeDatabaseContract;
import dev.lockstep.agent.node.NodeSession;
import dev.lockstep.deploy.servers.DatabaseServer;
import dev.lockstep.integration.servers.TestServers;
import dev.lockstep.v1.Statement;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

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
            return new JdbcNodeDatabase(engine, address(), "orders", "shard-1");
        }

        /** What a successor's start does (rules N3, N4): the row that says who serves the node is free as soon as the session is gone. */
        @Test
        void aSessionThatStandsStillInATransactionKeepsASuccessorOutUntilItIsEnded() throws Exception {
            NodeDatabase node = new JdbcNodeDatabase(engine, address(), "orders", "shard-1");
            Statement bounded = Statement.newBuilder()
                    .setTransactional(true)
                    .setLockTimeoutMillis(1000)
                    .build();
            try (NodeSession stuck = node.open(SessionPurpose.FOLLOWER);
                    NodeSession successor = node.open(SessionPurpose.FOLLOWER)) {
                stuck.begin();
                stuck.ledger().raiseIncarnation();
                successor.begin();
                successor.prepare(bounded);
                assertThatThrownBy(() -> successor.ledger().raiseIncarnation()).isInstanceOf(SQLException.class);
                successor.rollback();

                for (String each : successor.otherSessions()) {
                    successor.end(each);
                }

                Awaitility.await().until(() -> successor.otherSessions().isEmpty());
                successor.begin();
                successor.prepare(bounded);
                assertThat(successor.ledger().raiseIncarnation()).isEqualTo(2);
                successor.commit();
            }
        }

        private DatabaseAddress address() {
            return new DatabaseAddress(server.jdbcUrl(database), server.user(), new Secret(server.password()), ledger);
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
