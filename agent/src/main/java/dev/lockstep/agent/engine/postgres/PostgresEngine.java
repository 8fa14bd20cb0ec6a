package dev.lockstep.agent.engine.postgres;

import dev.lockstep.agent.engine.BackfillRanges;
import dev.lockstep.agent.engine.DatabaseAddress;
import dev.lockstep.agent.engine.DatabaseEngine;
import dev.lockstep.agent.engine.NodeLock;
import dev.lockstep.agent.engine.PlanRequest;
import dev.lockstep.agent.engine.ServerIdentity;
import dev.lockstep.agent.engine.SessionPurpose;
import dev.lockstep.agent.engine.SqlFailure;
import dev.lockstep.agent.engine.StandbyLimits;
import dev.lockstep.agent.engine.StandbyLook;
import dev.lockstep.agent.engine.StrainGauge;
import dev.lockstep.agent.engine.StrainLimits;
import dev.lockstep.fingerprint.Catalog;
import dev.lockstep.v1.Backfill;
import dev.lockstep.v1.Planned;
import dev.lockstep.v1.Statement;
import dev.lockstep.v1.Step;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** PostgreSQL 12 to 18. Stateless, so safe for any number of threads. */
public final class PostgresEngine implements DatabaseEngine {

    @Override
    public Connection open(DatabaseAddress address, SessionPurpose purpose) throws SQLException {
        return PostgresSessions.open(address, purpose);
    }

    @Override
    public ServerIdentity identity(Connection connection, DatabaseAddress address) throws SQLException {
        return PostgresSessions.identity(connection);
    }

    @Override
    public List<String> objections(Connection connection, DatabaseAddress address) throws SQLException {
        return PostgresObjections.of(connection);
    }

    @Override
    public List<String> ledgerDefinition(String ledgerSchema) {
        return PostgresLedger.definition(ledgerSchema);
    }

    @Override
    public NodeLock nodeLock(String ledgerSchema) {
        return new PostgresNodeLock();
    }

    @Override
    public Catalog readCatalog(Connection connection, DatabaseAddress address) throws SQLException {
        return PostgresCatalog.read(connection, CatalogScope.live(address.ledgerSchema()));
    }

    @Override
    public Catalog readCatalog(Connection connection, DatabaseAddress address, Collection<String> paths)
            throws SQLException {
        return PostgresCatalog.read(
                connection, CatalogScope.live(address.ledgerSchema()).only(paths));
    }

    @Override
    public Planned plan(Connection connection, PlanRequest request) throws SQLException {
        connection.setAutoCommit(false);
        try (java.sql.Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL lock_timeout = '2s'");
            return new ChangePlanner(connection, request).plan();
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    @Override
    public void prepare(Connection connection, Statement statement) throws SQLException {
        PostgresSessions.prepare(connection, statement);
    }

    /** The transaction's id; a step that commits in between has another one at its end. */
    @Override
    public Optional<String> transactionMark(Connection connection) throws SQLException {
        try (java.sql.Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT txid_current()::text")) {
            rows.next();
            return Optional.of(rows.getString(1));
        }
    }

    @Override
    public OptionalLong logWritten(Connection connection) throws SQLException {
        try (java.sql.Statement statement = connection.createStatement()) {
            return LogPosition.read(statement);
        }
    }

    @Override
    public SqlFailure classify(SQLException failure) {
        return PostgresFailures.classify(failure);
    }

    @Override
    public List<String> blockers(Connection observer, DatabaseAddress address, Step step) throws SQLException {
        return PostgresBlockers.of(observer, step, 0);
    }

    @Override
    public List<String> lastingBlockers(Connection observer, DatabaseAddress address, Step step) throws SQLException {
        int waitMillis = step.getStatement().getLockTimeoutMillis();
        return PostgresBlockers.of(observer, step, waitMillis == 0 ? PostgresStandbys.USUAL_WAIT_MILLIS : waitMillis);
    }

    @Override
    public StandbyLook standbyLook(DatabaseAddress address) {
        return address.standbys().equals(StandbyLimits.NONE) ? StandbyLook.NONE : new PostgresStandbys(address);
    }

    @Override
    public List<StrainGauge> strainGauges(Backfill backfill, StrainLimits limits) {
        return limits.equals(StrainLimits.NONE)
                ? List.of()
                : List.of(
                        new ReplicaLagGauge(limits.replicaLagSeconds(), limits.replicas()),
                        new WalRateGauge(limits.walMegabytesPerSecond()),
                        new AutovacuumGauge(TableName.of(backfill.getTable())),
                        new LockWaitGauge(),
                        new AnswerTimeGauge(limits.answerMillis()));
    }

    @Override
    public BackfillRanges ranges(Backfill backfill, DatabaseAddress address) {
        return backfill.getKeyColumnsCount() == 0
                ? new PostgresPageRanges(backfill)
                : new PostgresBackfillRanges(backfill);
    }
}
