package dev.lockstep.agent.ledger;

import com.google.protobuf.ByteString;
import dev.lockstep.v1.Position;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The ledger's rows on one session, without rules: those are in {@link Ledger}. Used by one thread. */
public interface LedgerTables {
    /** The only row of {@code node}; empty before adoption. */
    Optional<NodeRow> node() throws SQLException;

    /** Inserts the only row. */
    void insertNode(NodeRow row) throws SQLException;

    /** Adds one to the incarnation. */
    void raiseNodeIncarnation() throws SQLException;

    /** Sets the incarnation of every open epoch. */
    void setEpochIncarnations(long incarnation) throws SQLException;

    /** Sets the position if number and incarnation are still these; false when they are not. */
    boolean advance(long fromNumber, long incarnation, Position to) throws SQLException;

    /** The rows of the epochs that are open, by number. */
    List<EpochRow> openEpochs() throws SQLException;

    /** One epoch's row, locked until the transaction ends. */
    Optional<EpochRow> lockEpoch(long epoch) throws SQLException;

    /** One epoch's row, locked until the transaction ends against everybody who would change it, and against nobody who only shares it. */
    default Optional<EpochRow> shareEpoch(long epoch) throws SQLException {
        return lockEpoch(epoch);
    }

    void insertEpoch(EpochRow row) throws SQLException;

    /** Writes all but the outcome. */
    void updateEpoch(EpochRow row) throws SQLException;

    void updateOutcome(long epoch, ByteString outcomeBytes) throws SQLException;

    /** The newest row of the log. */
    Optional<LogRow> lastLog() throws SQLException;

    /** The newest row of the log that is about an epoch. */
    Optional<LogRow> lastLogOfWork() throws SQLException;

    /** Fails when the number is taken: of two writers one wins. */
    void insertLog(LogRow row) throws SQLException;

    /** The log of an epoch, in order. */
    List<LogRow> log(long epoch) throws SQLException;

    /** The rows of an epoch's log that are about one step, in order. */
    default List<LogRow> log(long epoch, int step) throws SQLException {
        return log(epoch).stream().filter(row -> row.step() == step).toList();
    }

    /** The newest rows that hold an estimate or a cost, newest first; none where nobody plans by them. */
    default List<LogRow> costs(int limit) throws SQLException {
        return List.of();
    }

    Optional<PlanRow> plan(long epoch) throws SQLException;

    /** Inserts, or replaces. */
    void putPlan(PlanRow row) throws SQLException;

    /** The passes over the ranges of a backfill, in order, with the row that says where the ranges part. */
    List<BackfillRow> backfill(long epoch, int step) throws SQLException;

    /** Inserts, or replaces. */
    void putBackfill(BackfillRow row) throws SQLException;

    void deleteBackfill(long epoch, int step) throws SQLException;

    /** The observations of an epoch, by number. */
    List<ObservationRow> observations(long epoch) throws SQLException;

    /** Inserts, or replaces. */
    void putObservation(ObservationRow row) throws SQLException;

    /** Deletes those of a step that have no end. */
    void deleteOpenObservations(long epoch, int step) throws SQLException;

    void insertDirective(DirectiveRow row) throws SQLException;

    Optional<DirectiveRow> directive(long number) throws SQLException;
}
