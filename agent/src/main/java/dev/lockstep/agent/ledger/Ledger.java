package dev.lockstep.agent.ledger;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.lockstep.v1.Directive;
import dev.lockstep.v1.Order;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Position;
import dev.lockstep.v1.Report;
import dev.lockstep.v1.SignedEnvelope;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * The rules of the ledger, over one session with the node's database. Used by one thread.
 *
 * <p>Methods that change something must be called inside a transaction, so that either all of it is there or nothing.
 */
public final class Ledger {
    private static final int MOST_PAST_ROWS = 500;

    private final LedgerTables tables;

    public Ledger(LedgerTables tables) {
        this.tables = tables;
    }

    /** Who the node is; empty before adoption. */
    public Optional<NodeRow> node() throws SQLException {
        return tables.node();
    }

    /** Makes the database a node. */
    public void adopt(String fleet, String name, String databaseIdentity, String adoptionId) throws SQLException {
        tables.insertNode(new NodeRow(fleet, name, databaseIdentity, adoptionId, 0, Position.getDefaultInstance()));
        append(new LogEntry(0, 0, 0, LogKind.ADOPTED, Phase.PHASE_UNSPECIFIED, 0, databaseIdentity));
    }

    /**
     * The fence: from the commit on, every other process that checks its mandate finds itself superseded (rules N3, N4).
     *
     * @return the new incarnation
     */
    public long raiseIncarnation() throws SQLException {
        tables.raiseNodeIncarnation();
        long raised = requireNode().incarnation();
        tables.setEpochIncarnations(raised);
        append(new LogEntry(0, 0, raised, LogKind.INCARNATION, Phase.PHASE_UNSPECIFIED, 0, ""));
        return raised;
    }

    /** Fails when the ledger holds another incarnation than this process has. */
    public NodeRow requireIncarnation(long own) throws SQLException {
        NodeRow node = requireNode();
        if (node.incarnation() != own) {
            throw new SupersededException("node " + node.name(), own, node.incarnation());
        }
        return node;
    }

    /**
     * Receives the next directive: stores its signed bytes, advances the position by one, and sets the mandate when it binds this node (rule N1).
     *
     * @return false when the position is another one than expected: read it again
     * @throws SupersededException when another process serves the node
     */
    public boolean receive(SignedDirective signed, long incarnation) throws SQLException {
        Directive directive = signed.directive();
        ByteString hash = signed.hash();
        NodeRow node = requireIncarnation(incarnation);
        Position to = Position.newBuilder()
                .setNumber(directive.getNumber())
                .setHash(hash)
                .build();
        if (node.position().getNumber() != directive.getNumber() - 1
                || !tables.advance(directive.getNumber() - 1, incarnation, to)) {
            return false;
        }
        tables.insertDirective(
                new DirectiveRow(directive.getNumber(), directive.getEpoch(), hash, signed.envelopeBytes()));
        if (signed.binds(node.name())) {
            bind(directive, hash, incarnation);
        }
        return true;
    }

    private void bind(Directive directive, ByteString hash, long incarnation) throws SQLException {
        switch (directive.getOrder().getKindCase()) {
            case ADMIT -> voidMandates(directive, hash, incarnation, LogKind.ADMITTED);
            case DISMISS -> voidMandates(directive, hash, incarnation, LogKind.DISMISSED);
            default -> setMandate(directive, hash, incarnation);
        }
    }

    /** Whoever comes into a fleet, or goes, has nothing to do with what was ordered before: not even with an epoch that is still open elsewhere. */
    private void voidMandates(Directive directive, ByteString hash, long incarnation, LogKind kind)
            throws SQLException {
        for (EpochRow open : tables.openEpochs()) {
            Optional<EpochRow> locked = tables.lockEpoch(open.epoch());
            if (locked.isPresent()) {
                tables.updateEpoch(locked.get().closedBy(directive.getNumber(), hash, incarnation));
            }
        }
        append(new LogEntry(
                0,
                directive.getNumber(),
                incarnation,
                kind,
                Phase.PHASE_UNSPECIFIED,
                0,
                "directive " + directive.getNumber()));
    }

    private void setMandate(Directive directive, ByteString hash, long incarnation) throws SQLException {
        Optional<EpochRow> before = tables.lockEpoch(directive.getEpoch());
        Order order = directive.getOrder();
        EpochRow after = new EpochRow(
                directive.getEpoch(),
                directive.getNumber(),
                incarnation,
                hash,
                order.hasPrepare()
                        ? order.getPrepare().getChange()
                        : before.map(EpochRow::changeBytes).orElse(ByteString.EMPTY),
                order.hasPrepare()
                        ? order.getPrepare().getChangeHash()
                        : before.map(EpochRow::changeHash).orElse(ByteString.EMPTY),
                before.map(EpochRow::outcomeBytes).orElse(ByteString.EMPTY),
                !order.hasClose());
        if (before.isPresent()) {
            tables.updateEpoch(after);
        } else {
            tables.insertEpoch(after);
        }
    }

    /** The epochs that are open, by number. */
    public List<EpochRow> openEpochs() throws SQLException {
        return tables.openEpochs();
    }

    /** The order of a directive that was received. */
    public Order order(long number) throws SQLException {
        DirectiveRow row = tables.directive(number)
                .orElseThrow(() -> new SQLException("expected directive " + number
                        + " in the ledger, because a mandate names it, but it is not there; the ledger was changed"));
        try {
            SignedEnvelope envelope = SignedEnvelope.parseFrom(row.envelopeBytes());
            return Directive.parseFrom(envelope.getPayload()).getOrder();
        } catch (InvalidProtocolBufferException unreadable) {
            throw new SQLException("directive " + number + " in the ledger cannot be read", unreadable);
        }
    }

    /**
     * Locks the mandate until the transaction ends, and says whether it is still this one.
     *
     * @throws SupersededException when another process serves the node
     */
    public Standing lock(Mandate mandate) throws SQLException {
        return standing(mandate, tables.lockEpoch(mandate.epoch()));
    }

    private static Standing standing(Mandate mandate, Optional<EpochRow> found) {
        if (found.isEmpty() || !found.get().open()) {
            return Standing.MOVED;
        }
        EpochRow row = found.get();
        if (row.incarnation() != mandate.incarnation()) {
            throw new SupersededException(
                    "the node, for epoch " + mandate.epoch() + ",", mandate.incarnation(), row.incarnation());
        }
        return row.mandate() == mandate.number() ? Standing.HOLDS : Standing.MOVED;
    }

    /**
     * As {@link #lock}, but others may share it: several workers of one step hold it at once, and whoever changes the mandate waits for all of them.
     *
     * @throws SupersededException when another process serves the node
     */
    public Standing share(Mandate mandate) throws SQLException {
        return standing(mandate, tables.shareEpoch(mandate.epoch()));
    }

    /** Appends a row to the log. */
    public void append(LogEntry entry) throws SQLException {
        Optional<LogRow> last = tables.lastLog();
        tables.insertLog(LogRow.after(
                last.map(LogRow::number).orElse(0L), last.map(LogRow::hash).orElse(ByteString.EMPTY), entry));
    }

    /** Number of the newest row of the log. */
    public long logNumber() throws SQLException {
        return tables.lastLog().map(LogRow::number).orElse(0L);
    }

    /** Number of the newest row about an epoch. Starts of agents add rows too, and must not make a restored ledger look as new as it was. */
    public long workNumber() throws SQLException {
        return tables.lastLogOfWork().map(LogRow::number).orElse(0L);
    }

    /** The log of an epoch, in order. */
    public List<LogRow> log(long epoch) throws SQLException {
        return tables.log(epoch);
    }

    /** What the log says of one step of an epoch, in order: of a plan of a thousand steps the rest is not read. */
    public List<LogRow> log(long epoch, int step) throws SQLException {
        return tables.log(epoch, step);
    }

    /** The newest steps that say how fast this node is, newest first. */
    public List<PastWork> pastWork() throws SQLException {
        return PastWork.of(tables.costs(MOST_PAST_ROWS));
    }

    /** The plan of an epoch. */
    public Optional<PlanRow> plan(long epoch) throws SQLException {
        return tables.plan(epoch);
    }

    /** Stores the plan of an epoch, in the place of one that was never run. */
    public void putPlan(PlanRow plan) throws SQLException {
        tables.putPlan(plan);
    }

    /** The passes over the ranges of a backfill, in order, with the row that says where the ranges part. */
    public List<BackfillRow> backfill(long epoch, int step) throws SQLException {
        return tables.backfill(epoch, step);
    }

    /** Notes how far a pass is. */
    public void putBackfill(BackfillRow row) throws SQLException {
        tables.putBackfill(row);
    }

    /** Forgets the passes of a backfill. */
    public void deleteBackfill(long epoch, int step) throws SQLException {
        tables.deleteBackfill(epoch, step);
    }

    /** The runs of an epoch's steps that were observed, in order. */
    public List<ObservationRow> observations(long epoch) throws SQLException {
        return tables.observations(epoch);
    }

    /** Notes the catalog before a run that begins with the log's newest row, in the place of earlier runs of the step that broke. */
    public void beginObservation(long epoch, int step, ByteString before) throws SQLException {
        tables.deleteOpenObservations(epoch, step);
        tables.putObservation(new ObservationRow(logNumber(), epoch, step, before, ByteString.EMPTY, false));
    }

    /** Notes what a run changed. */
    public void endObservation(ObservationRow open, ByteString changed) throws SQLException {
        tables.putObservation(
                new ObservationRow(open.number(), open.epoch(), open.step(), ByteString.EMPTY, changed, true));
    }

    /** Stores an outcome with its mandate, before it is reported. */
    public void storeOutcome(Mandate mandate, Phase phase, Report outcome, String detail) throws SQLException {
        tables.updateOutcome(mandate.epoch(), outcome.toByteString());
        append(LogEntry.ofStep(mandate, LogKind.OUTCOME, phase, 0, detail));
    }

    private NodeRow requireNode() throws SQLException {
        return tables.node()
                .orElseThrow(() -> new SQLException(
                        "expected the row of the node in the ledger, found none; the ledger's tables were emptied"));
    }
}
