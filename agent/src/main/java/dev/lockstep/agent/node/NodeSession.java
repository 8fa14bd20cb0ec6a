package dev.lockstep.agent.node;

import com.google.protobuf.ByteString;
import dev.lockstep.agent.engine.ServerIdentity;
import dev.lockstep.agent.engine.Strain;
import dev.lockstep.agent.ledger.Ledger;
import dev.lockstep.fingerprint.Catalog;
import dev.lockstep.v1.Backfill;
import dev.lockstep.v1.Change;
import dev.lockstep.v1.Planned;
import dev.lockstep.v1.Statement;
import dev.lockstep.v1.Step;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One session with a node's database. Used by one thread; only {@link #cancel} may come from another. Every statement commits by itself, except between
 * {@link #begin} and {@link #commit} or {@link #rollback}.
 */
public interface NodeSession extends AutoCloseable {
    /** The ledger, as this session and its transaction see it. */
    Ledger ledger();

    /** Begins a transaction. */
    void begin() throws SQLException;

    /** Commits it. When this fails with contact lost, only the ledger knows whether it happened. */
    void commit() throws SQLException;

    /** Ends the transaction without effect; does nothing when none is open. */
    void rollback() throws SQLException;

    /** Creates what the ledger lacks. */
    void createLedger() throws SQLException;

    /** Who the server is. */
    ServerIdentity identity() throws SQLException;

    /** What is wrong with talking to this server; empty for nothing. */
    List<String> objections() throws SQLException;

    /** Takes the node's lock if it is free; never waits. */
    boolean tryLock() throws SQLException;

    /** The server's id of the session that holds the node's lock. */
    Optional<String> lockHolder() throws SQLException;

    /** The server's ids of all other sessions that hold the node's lock or write into its ledger: those of agents before this one. */
    List<String> otherSessions() throws SQLException;

    /** Ends another session; it may live on for a moment. */
    void end(String sessionId) throws SQLException;

    /** The whole catalog. */
    Catalog catalog() throws SQLException;

    /** At least these objects of the catalog. */
    Catalog catalog(Collection<String> paths) throws SQLException;

    /**
     * Makes a plan; changes nothing that lasts.
     *
     * @param epoch 0 in a dry run
     */
    Planned plan(Change change, ByteString changeHash, long epoch) throws SQLException;

    /** Prepares the session for a step's statement. */
    void prepare(Statement statement) throws SQLException;

    /** Changes when a transaction ends; empty where the server has nothing of the kind. */
    Optional<String> transactionMark() throws SQLException;

    /** Log that the server has written in all, in bytes; empty where that cannot be told, or may not be asked. */
    default OptionalLong logWritten() throws SQLException {
        return OptionalLong.empty();
    }

    /** Runs one statement of a plan. */
    void run(String sql) throws SQLException;

    /** Whether the single value of a query is true, or a number other than 0. */
    boolean isTrue(String query) throws SQLException;

    /**
     * The first rows of a query, as texts.
     *
     * @param limit how many at most
     */
    List<String> rows(String query, int limit) throws SQLException;

    /** Who stands in the way of a step right now, one sentence each. */
    List<String> blockers(Step step) throws SQLException;

    /** Those of them for whom the step would wait in vain, and everybody else behind it; empty where that cannot be told. */
    default List<String> lastingBlockers(Step step) throws SQLException {
        return List.of();
    }

    /** The node's standbys, for one step; closed by whoever asked. */
    default Standbys standbys() {
        return Standbys.NONE;
    }

    /** Whether {@link #strains} looks at anything. */
    default boolean feelsStrain() {
        return false;
    }

    /** What holds a backfill back right now; remembers on this session what it saw before. */
    default List<Strain> strains(Backfill backfill) throws SQLException {
        return List.of();
    }

    /** The ranges of a backfill, on this session. */
    Ranges ranges(Backfill backfill);

    /** Asks the server to break off the statement that runs now, if any. Thread-safe; never fails. */
    void cancel();

    /** Never fails: a session that is broken is gone. */
    @Override
    void close();
}
