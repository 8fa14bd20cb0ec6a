package dev.lockstep.agent.node;

import com.google.protobuf.ByteString;
import dev.lockstep.agent.engine.BackfillRanges;
import dev.lockstep.agent.engine.DatabaseAddress;
import dev.lockstep.agent.engine.DatabaseEngine;
import dev.lockstep.agent.engine.NodeLock;
import dev.lockstep.agent.engine.NodeRates;
import dev.lockstep.agent.engine.PlanRequest;
import dev.lockstep.agent.engine.ServerIdentity;
import dev.lockstep.agent.engine.StandbyLook;
import dev.lockstep.agent.engine.Strain;
import dev.lockstep.agent.engine.StrainGauge;
import dev.lockstep.agent.engine.StrainLimits;
import dev.lockstep.agent.ledger.JdbcLedgerTables;
import dev.lockstep.agent.ledger.Ledger;
import dev.lockstep.agent.ledger.PastWork;
import dev.lockstep.fingerprint.Catalog;
import dev.lockstep.v1.Backfill;
import dev.lockstep.v1.Change;
import dev.lockstep.v1.Planned;
import dev.lockstep.v1.Statement;
import dev.lockstep.v1.Step;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One JDBC connection, with the engine that knows its server. */
final class JdbcNodeSession implements NodeSession {
    private static final Logger LOG = LoggerFactory.getLogger(JdbcNodeSession.class);

    private final DatabaseEngine engine;
    private final DatabaseAddress address;
    private final String fleet;
    private final String node;
    private final StrainLimits strainLimits;
    private final Connection connection;
    private final NodeLock lock;
    private final Ledger ledger;
    private final Map<Backfill, List<StrainGauge>> gauges = new HashMap<>();
    private final AtomicReference<java.sql.@Nullable Statement> running = new AtomicReference<>();

    JdbcNodeSession(
            DatabaseEngine engine,
            DatabaseAddress address,
            String fleet,
            String node,
            StrainLimits strainLimits,
            Connection connection) {
        this.engine = engine;
        this.address = address;
        this.fleet = fleet;
        this.node = node;
        this.strainLimits = strainLimits;
        this.connection = connection;
        this.lock = engine.nodeLock(address.ledgerSchema());
        this.ledger = new Ledger(new JdbcLedgerTables(connection, address.ledgerSchema()));
    }

    @Override
    public Ledger ledger() {
        return ledger;
    }

    @Override
    public void begin() throws SQLException {
        connection.setAutoCommit(false);
    }

    @Override
    public void commit() throws SQLException {
        connection.commit();
        connection.setAutoCommit(true);
    }

    @Override
    public void rollback() throws SQLException {
        if (!connection.getAutoCommit()) {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    @Override
    public void createLedger() throws SQLException {
        for (String sql : engine.ledgerDefinition(address.ledgerSchema())) {
            run(sql);
        }
    }

    @Override
    public ServerIdentity identity() throws SQLException {
        return engine.identity(connection, address);
    }

    @Override
    public List<String> objections() throws SQLException {
        return engine.objections(connection, address);
    }

    @Override
    public boolean tryLock() throws SQLException {
        return lock.tryTake(connection);
    }

    @Override
    public Optional<String> lockHolder() throws SQLException {
        return lock.holder(connection);
    }

    @Override
    public List<String> otherSessions() throws SQLException {
        return lock.others(connection);
    }

    @Override
    public void end(String sessionId) throws SQLException {
        lock.end(connection, sessionId);
    }

    @Override
    public Catalog catalog() throws SQLException {
        return engine.readCatalog(connection, address);
    }

    @Override
    public Catalog catalog(Collection<String> paths) throws SQLException {
        return engine.readCatalog(connection, address, paths);
    }

    @Override
    public Planned plan(Change change, ByteString changeHash, long epoch) throws SQLException {
        NodeRates rates = NodeRates.NONE;
        for (PastWork work : ledger.pastWork()) {
            rates = rates.with(work.estimate(), work.actual(), work.rows());
        }
        return engine.plan(connection, new PlanRequest(change, changeHash, fleet, epoch, node, address, rates));
    }

    @Override
    public void prepare(Statement statement) throws SQLException {
        engine.prepare(connection, statement);
    }

    @Override
    public Optional<String> transactionMark() throws SQLException {
        return engine.transactionMark(connection);
    }

    @Override
    public OptionalLong logWritten() throws SQLException {
        return engine.logWritten(connection);
    }

    @Override
    public void run(String sql) throws SQLException {
        try (java.sql.Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            running.set(statement);
            statement.execute(sql);
        } finally {
            running.set(null);
        }
    }

    @Override
    public boolean isTrue(String query) throws SQLException {
        List<String> rows = rows(query, 2);
        if (rows.size() != 1) {
            throw new SQLException("expected one row with one value from the probe, found "
                    + (rows.isEmpty() ? "none" : "several") + ": " + query);
        }
        return !List.of("f", "false", "0", "null").contains(rows.get(0));
    }

    @Override
    public List<String> rows(String query, int limit) throws SQLException {
        try (java.sql.Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.setMaxRows(limit);
            running.set(statement);
            try (ResultSet found = statement.executeQuery(query)) {
                List<String> rows = new ArrayList<>();
                while (found.next()) {
                    rows.add(rowText(found));
                }
                return rows;
            }
        } finally {
            running.set(null);
        }
    }

    private static String rowText(ResultSet row) throws SQLException {
        List<String> values = new ArrayList<>();
        for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
            values.add(String.valueOf(row.getString(column)));
        }
        return String.join(", ", values);
    }

    @Override
    public List<String> blockers(Step step) throws SQLException {
        return engine.blockers(connection, address, step);
    }

    @Override
    public List<String> lastingBlockers(Step step) throws SQLException {
        return engine.lastingBlockers(connection, address, step);
    }

    @Override
    public Standbys standbys() {
        StandbyLook look = engine.standbyLook(address);
        return new Standbys() {
            @Override
            public List<String> inTheWay(Step step, Statement statement) throws SQLException {
                return look.inTheWay(connection, step, statement);
            }

            @Override
            public void close() {
                look.close();
            }
        };
    }

    @Override
    public boolean feelsStrain() {
        return !engine.strainGauges(Backfill.getDefaultInstance(), strainLimits).isEmpty();
    }

    @Override
    public List<Strain> strains(Backfill backfill) throws SQLException {
        List<Strain> strains = new ArrayList<>();
        for (StrainGauge gauge :
                gauges.computeIfAbsent(backfill, filled -> engine.strainGauges(filled, strainLimits))) {
            gauge.look(connection).ifPresent(strains::add);
        }
        return strains;
    }

    @Override
    public Ranges ranges(Backfill backfill) {
        return over(engine.ranges(backfill, address));
    }

    private Ranges over(BackfillRanges ranges) {
        return new Ranges() {
            @Override
            public Optional<List<String>> upperBound(
                    @Nullable List<String> lower, @Nullable List<String> limit, int rows) throws SQLException {
                return ranges.upperBound(connection, lower, limit, rows);
            }

            @Override
            public int fill(@Nullable List<String> lower, List<String> upper) throws SQLException {
                return ranges.fill(connection, lower, upper);
            }

            @Override
            public OptionalInt fillMoved() throws SQLException {
                return ranges.fillMoved(connection);
            }

            @Override
            public Optional<Ranges> filling() {
                return ranges.filling().map(way -> over(way));
            }

            @Override
            public int rows(@Nullable List<String> lower, List<String> upper, int asked) {
                return ranges.rows(lower, upper, asked);
            }

            @Override
            public int leftBehind(int filled) {
                return ranges.leftBehind(filled);
            }

            @Override
            public List<List<String>> inside(@Nullable List<String> lower, List<String> upper, int parts) {
                return ranges.inside(lower, upper, parts);
            }

            @Override
            public boolean endsPart(List<String> upper) {
                return ranges.endsPart(upper);
            }

            @Override
            public long estimateRows() throws SQLException {
                return ranges.estimateRows(connection);
            }

            @Override
            public List<List<String>> split(int parts) throws SQLException {
                return ranges.split(connection, parts);
            }

            @Override
            public List<String> tidying() throws SQLException {
                return ranges.tidying(connection);
            }
        };
    }

    @Override
    public void cancel() {
        java.sql.Statement statement = running.get();
        if (statement != null) {
            try {
                statement.cancel();
            } catch (SQLException | RuntimeException failed) {
                // A statement that ends at this very moment is no longer whole: Connector/J answers with a
                // NullPointerException.
                LOG.info("node {}: the server could not be asked to break off: {}", node, failed.getMessage());
            }
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException failed) {
            LOG.debug("node {}: a session ended badly", node, failed);
        }
    }
}
