package dev.lockstep.integration.simulation;

import com.google.protobuf.ByteString;
import dev.lockstep.agent.ledger.BackfillRow;
import dev.lockstep.agent.ledger.DirectiveRow;
import dev.lockstep.agent.ledger.EpochRow;
import dev.lockstep.agent.ledger.LedgerTables;
import dev.lockstep.agent.ledger.LogRow;
import dev.lockstep.agent.ledger.NodeRow;
import dev.lockstep.agent.ledger.ObservationRow;
import dev.lockstep.agent.ledger.PlanRow;
import dev.lockstep.v1.Position;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The ledger's tables as one session sees them. */
final class SimulatedTables implements LedgerTables {
    private final SimulatedSession session;

    SimulatedTables(SimulatedSession session) {
        this.session = session;
    }

    private interface Write {
        void to(LedgerRows rows) throws SQLException;
    }

    private void write(Write how) throws SQLException {
        session.call(() -> {
            how.to(session.ledgerToWrite());
            session.afterWrite();
            return true;
        });
    }

    @Override
    public Optional<NodeRow> node() throws SQLException {
        return session.call(() -> Optional.ofNullable(session.ledgerNow().node)
                .map(row -> session.lies().node(session, row)));
    }

    @Override
    public void insertNode(NodeRow row) throws SQLException {
        write(rows -> {
            requireAbsent(rows.node == null);
            rows.node = row;
        });
    }

    @Override
    public void raiseNodeIncarnation() throws SQLException {
        write(rows -> {
            NodeRow node = Objects.requireNonNull(rows.node);
            rows.node = new NodeRow(
                    node.fleet(),
                    node.name(),
                    node.databaseIdentity(),
                    node.adoptionId(),
                    node.incarnation() + 1,
                    node.position());
            session.incarnation(rows.node.incarnation());
        });
    }

    @Override
    public void setEpochIncarnations(long incarnation) throws SQLException {
        write(rows -> rows.epochs.replaceAll((number, row) -> row.open() ? with(row, incarnation) : row));
    }

    private static EpochRow with(EpochRow row, long incarnation) {
        return new EpochRow(
                row.epoch(),
                row.mandate(),
                incarnation,
                row.mandateHash(),
                row.changeBytes(),
                row.changeHash(),
                row.outcomeBytes(),
                row.open());
    }

    @Override
    public boolean advance(long fromNumber, long incarnation, Position to) throws SQLException {
        return session.call(() -> {
            LedgerRows rows = session.ledgerToWrite();
            NodeRow node = Objects.requireNonNull(rows.node);
            if (!session.lies().mayAdvance(session, node, fromNumber, incarnation)) {
                return false;
            }
            rows.node = new NodeRow(
                    node.fleet(), node.name(), node.databaseIdentity(), node.adoptionId(), node.incarnation(), to);
            session.afterWrite();
            return true;
        });
    }

    @Override
    public List<EpochRow> openEpochs() throws SQLException {
        return session.call(() -> session.lies()
                .openEpochs(
                        session,
                        session.ledgerNow().epochs.values().stream()
                                .filter(EpochRow::open)
                                .toList()));
    }

    @Override
    public Optional<EpochRow> lockEpoch(long epoch) throws SQLException {
        return session.call(() -> {
            session.lockLedger();
            return Optional.ofNullable(session.ledgerNow().epochs.get(epoch))
                    .map(row -> session.lies().lockedEpoch(session, row));
        });
    }

    @Override
    public void insertEpoch(EpochRow row) throws SQLException {
        write(rows -> requireAbsent(rows.epochs.put(row.epoch(), row) == null));
    }

    @Override
    public void updateEpoch(EpochRow row) throws SQLException {
        write(rows ->
                rows.epochs.computeIfPresent(row.epoch(), (number, before) -> row.withOutcome(before.outcomeBytes())));
    }

    @Override
    public void updateOutcome(long epoch, ByteString outcomeBytes) throws SQLException {
        write(rows -> {
            rows.epochs.computeIfPresent(epoch, (number, row) -> row.withOutcome(outcomeBytes));
            session.lies().outcomeStored(session, outcomeBytes);
        });
    }

    @Override
    public Optional<LogRow> lastLog() throws SQLException {
        return session.call(() -> {
            List<LogRow> log = session.ledgerNow().log;
            return log.isEmpty() ? Optional.empty() : Optional.of(log.get(log.size() - 1));
        });
    }

    @Override
    public Optional<LogRow> lastLogOfWork() throws SQLException {
        return session.call(() -> {
            List<LogRow> log = session.ledgerNow().log;
            for (int i = log.size() - 1; i >= 0; i--) {
                if (log.get(i).epoch() > 0) {
                    return Optional.of(log.get(i));
                }
            }
            return Optional.empty();
        });
    }

    @Override
    public void insertLog(LogRow row) throws SQLException {
        write(rows -> {
            long last =
                    rows.log.isEmpty() ? 0 : rows.log.get(rows.log.size() - 1).number();
            if (row.number() <= last) {
                throw new SQLException("row " + row.number() + " is there already", "23505");
            }
            if (session.lies().mayLog(session, row)) {
                rows.log.add(row);
            }
        });
    }

    @Override
    public List<LogRow> log(long epoch) throws SQLException {
        return session.call(() -> session.lies()
                .log(
                        session,
                        epoch,
                        session.ledgerNow().log.stream()
                                .filter(row -> row.epoch() == epoch)
                                .toList()));
    }

    @Override
    public Optional<PlanRow> plan(long epoch) throws SQLException {
        return session.call(() -> Optional.ofNullable(session.ledgerNow().plans.get(epoch)));
    }

    @Override
    public void putPlan(PlanRow row) throws SQLException {
        write(rows -> rows.plans.put(row.epoch(), row));
    }

    @Override
    public List<BackfillRow> backfill(long epoch, int step) throws SQLException {
        return session.call(() -> session.ledgerNow().backfills.values().stream()
                .filter(row -> row.epoch() == epoch && row.step() == step)
                .toList());
    }

    @Override
    public void putBackfill(BackfillRow row) throws SQLException {
        write(rows -> rows.backfills.put(row.epoch() + "/" + row.step() + "/" + row.rangeNumber(), row));
    }

    @Override
    public void deleteBackfill(long epoch, int step) throws SQLException {
        write(rows -> rows.backfills.values().removeIf(row -> row.epoch() == epoch && row.step() == step));
    }

    @Override
    public List<ObservationRow> observations(long epoch) throws SQLException {
        return session.call(() -> session.ledgerNow().observations.values().stream()
                .filter(row -> row.epoch() == epoch)
                .toList());
    }

    @Override
    public void putObservation(ObservationRow row) throws SQLException {
        write(rows -> rows.observations.put(row.number(), row));
    }

    @Override
    public void deleteOpenObservations(long epoch, int step) throws SQLException {
        write(rows ->
                rows.observations.values().removeIf(row -> row.epoch() == epoch && row.step() == step && !row.ended()));
    }

    @Override
    public void insertDirective(DirectiveRow row) throws SQLException {
        write(rows -> {
            requireAbsent(rows.directives.isEmpty()
                    || rows.directives.get(rows.directives.size() - 1).number() < row.number());
            rows.directives.add(row);
        });
    }

    private static void requireAbsent(boolean absent) throws SQLException {
        if (!absent) {
            throw new SQLException("the row is there already", "23505");
        }
    }

    @Override
    public Optional<DirectiveRow> directive(long number) throws SQLException {
        return session.call(() -> session.ledgerNow().directives.stream()
                .filter(row -> row.number() == number)
                .findFirst());
    }
}
