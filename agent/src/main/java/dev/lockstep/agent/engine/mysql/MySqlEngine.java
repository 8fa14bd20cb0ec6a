package dev.lockstep.agent.engine.mysql;

import dev.lockstep.agent.engine.BackfillRanges;
import dev.lockstep.agent.engine.DatabaseAddress;
import dev.lockstep.agent.engine.DatabaseEngine;
import dev.lockstep.agent.engine.NodeLock;
import dev.lockstep.agent.engine.PlanRequest;
import dev.lockstep.agent.engine.ServerIdentity;
import dev.lockstep.agent.engine.SessionPurpose;
import dev.lockstep.agent.engine.SqlFailure;
import dev.lockstep.fingerprint.Catalog;
import dev.lockstep.v1.Backfill;
import dev.lockstep.v1.Planned;
import dev.lockstep.v1.Statement;
import dev.lockstep.v1.Step;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** MySQL from 8.0.12 and MariaDB from 10.11, whose small differences are asked of {@link MySqlServer} and {@link OnlineDdl}. Thread-safe. */
public final class MySqlEngine implements DatabaseEngine {

    @Override
    public Connection open(DatabaseAddress address, SessionPurpose purpose) throws SQLException {
        return Sessions.open(address, purpose);
    }

    @Override
    public ServerIdentity identity(Connection connection, DatabaseAddress address) throws SQLException {
        return Identities.read(connection);
    }

    @Override
    public List<String> objections(Connection connection, DatabaseAddress address) throws SQLException {
        return ServerObjections.of(connection);
    }

    @Override
    public List<String> ledgerDefinition(String ledgerSchema) {
        return LedgerDefinition.statements(ledgerSchema);
    }

    @Override
    public NodeLock nodeLock(String ledgerSchema) {
        return new MySqlNodeLock(ledgerSchema);
    }

    @Override
    public Catalog readCatalog(Connection connection, DatabaseAddress address) throws SQLException {
        return new MySqlCatalog(MySqlServer.read(connection)).read(connection, NodeSchema.of(connection));
    }

    @Override
    public Catalog readCatalog(Connection connection, DatabaseAddress address, Collection<String> paths)
            throws SQLException {
        return new MySqlCatalog(MySqlServer.read(connection)).read(connection, NodeSchema.of(connection), paths);
    }

    @Override
    public Planned plan(Connection connection, PlanRequest request) throws SQLException {
        return new NodePlanner(connection, request).plan();
    }

    @Override
    public void prepare(Connection connection, Statement statement) throws SQLException {
        Sessions.settle(connection, Sessions.lockWaitSeconds(statement.getLockTimeoutMillis()));
    }

    /** Always empty: the servers number only transactions that write, and no DDL of theirs is in one. */
    @Override
    public Optional<String> transactionMark(Connection connection) {
        return Optional.empty();
    }

    @Override
    public SqlFailure classify(SQLException failure) {
        return MySqlFailures.classify(failure);
    }

    @Override
    public List<String> blockers(Connection observer, DatabaseAddress address, Step step) throws SQLException {
        return Blockers.of(observer, step);
    }

    @Override
    public BackfillRanges ranges(Backfill backfill, DatabaseAddress address) {
        return new MySqlBackfillRanges(backfill);
    }
}
