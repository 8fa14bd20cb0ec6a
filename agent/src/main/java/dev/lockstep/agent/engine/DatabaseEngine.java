package dev.lockstep.agent.engine;

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
import java.util.OptionalLong;

/**
 * Everything that differs between families of database servers. Stateless and thread-safe; state lives in the connections that are passed in, each of
 * which is used by one thread.
 *
 * <p>Connections are direct ones and stay in auto-commit mode unless a method says otherwise. A {@link SQLException} leaves as it came: {@link #classify}
 * says what it means.
 */
public interface DatabaseEngine {

    /**
     * Opens a session of its own, never from a pool, with the driver's reconnect off, and settings that end a statement soon after its client has died where
     * the server can do that.
     */
    Connection open(DatabaseAddress address, SessionPurpose purpose) throws SQLException;

    /** Who the server says it is. Fails with a clear {@link SQLException} when it is of another family, or too old. */
    ServerIdentity identity(Connection connection, DatabaseAddress address) throws SQLException;

    /** What is wrong with talking to this server at all (a transaction pooler in between, settings that lose commits); empty for nothing. */
    List<String> objections(Connection connection, DatabaseAddress address) throws SQLException;

    /** Statements that create the ledger's schema and tables where they are absent; running them again changes nothing. */
    List<String> ledgerDefinition(String ledgerSchema);

    /** The session lock that makes one agent at a time the driver of the node. */
    NodeLock nodeLock(String ledgerSchema);

    /** The whole catalog of the node, read in one consistent look. */
    Catalog readCatalog(Connection connection, DatabaseAddress address) throws SQLException;

    /** At least the objects with these paths; faster than the whole on a big schema. */
    Catalog readCatalog(Connection connection, DatabaseAddress address, Collection<String> paths) throws SQLException;

    /**
     * Looks at server and catalog and makes the plan, or says all reasons why not. Changes nothing that lasts: a rehearsal on empty copies, which finds the
     * objects' hashes after each step and the server's objections to expressions, is undone before it returns.
     */
    Planned plan(Connection connection, PlanRequest request) throws SQLException;

    /**
     * Prepares a session for a step: lock time-out and the like. For a transactional statement it is called inside the transaction and must set nothing that
     * outlives it; otherwise it is called before the statement, in auto-commit mode, and sets all that a step before may have changed.
     */
    void prepare(Connection connection, Statement statement) throws SQLException;

    /** Something that changes when a transaction ends (a transaction id), read inside of one; empty where the server has nothing of the kind. */
    Optional<String> transactionMark(Connection connection) throws SQLException;

    /** Log that the server has written in all, in bytes; empty where that cannot be told, or this session may not ask. */
    default OptionalLong logWritten(Connection connection) throws SQLException {
        return OptionalLong.empty();
    }

    /** What an exception means for the step that met it. */
    SqlFailure classify(SQLException failure);

    /** Who stands in the way of a step right now, one sentence each with session id, age, query and application; empty when nobody can be named. */
    List<String> blockers(Connection observer, DatabaseAddress address, Step step) throws SQLException;

    /**
     * Those in the way of a step whose transaction has been open for longer than the step would wait for its lock, so that it would wait in vain, and everybody else behind
     * it; empty when nobody can be named.
     */
    default List<String> lastingBlockers(Connection observer, DatabaseAddress address, Step step) throws SQLException {
        return List.of();
    }

    /** Looks at the standbys that an address tells of; opens sessions there only when it has something to look for. */
    default StandbyLook standbyLook(DatabaseAddress address) {
        return StandbyLook.NONE;
    }

    /** What tells that a node is under strain while a backfill goes on; none where nothing is looked at. */
    default List<StrainGauge> strainGauges(Backfill backfill, StrainLimits limits) {
        return List.of();
    }

    /** The ranges of a backfill. */
    BackfillRanges ranges(Backfill backfill, DatabaseAddress address);
}
