package dev.lockstep.agent.node;

import com.google.protobuf.ByteString;
import dev.lockstep.agent.ledger.BackfillRow;
import dev.lockstep.agent.ledger.DirectiveRow;
import dev.lockstep.agent.ledger.EpochRow;
import dev.lockstep.agent.ledger.LedgerTables;
import dev.lockstep.agent.ledger.LogRow;
import dev.lockstep.agent.ledger.NodeRow;
import dev.lockstep.agent.ledger.ObservationRow;
import dev.lockstep.agent.ledger.PastWork;
import dev.lockstep.agent.ledger.PlanRow;
import dev.lockstep.v1.Position;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The ledger's tables in a toy database; every method is one call over its network. */
final class ToyTables implements LedgerTables {
    private final ToySession session;

    ToyTables(ToySession session) {
        this.session = session;
    }

    private void write(Runnable how) throws SQLException {
        session.call(() -> {
            how.run();
            return true;
        });
    }

    @Override
    public Optional<NodeRow> node() throws SQLException {
        return session.call(() -> Optional.ofNullable(session.now().node));
    }

    @Override
    public void insertNode(NodeRow row) throws SQLException {
        write(() -> session.now().node = row);
    }

    @Override
    public void raiseNodeIncarnation() throws SQLException {
        write(() -> {
            NodeRow node = Objects.requireNonNull(session.now().node);
            session.now().node = new NodeRow(
                    node.fleet(),
                    node.name(),
                    node.databaseIdentity(),
                    node.adoptionId(),
                    node.incarnation() + 1,
                    node.position());
        });
    }

    @Override
    public void setEpochIncarnations(long incarnation) throws SQLException {
        write(() -> session.now().epochs.replaceAll((number, row) -> row.open() ? with(row, incarnation) : row));
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
            NodeRow node = Objects.requireNonNull(session.now().node);
            if (node.position().getNumber() != fromNumber || node.incarnation() != incarnation) {
                return false;
            }
            session.now().node = new NodeRow(
                    node.fleet(), node.name(), node.databaseIdentity(), node.adoptionId(), node.incarnation(), to);
            return true;
        });
    }

    @Override
    public List<EpochRow> openEpochs() throws SQLException {
        return session.call(() ->
                session.now().epochs.values().stream().filter(EpochRow::open).toList());
    }

    @Override
    public Optional<EpochRow> lockEpoch(long epoch) throws SQLException {
        return session.call(() -> Optional.ofNullable(session.now().epochs.get(epoch)));
    }

    @Override
    public void insertEpoch(EpochRow row) throws SQLException {
        write(() -> session.now().epochs.put(row.epoch(), row));
    }

    @Override
    public void updateEpoch(EpochRow row) throws SQLException {
        write(() -> session.now()
                .epochs
                .computeIfPresent(row.epoch(), (number, before) -> row.withOutcome(before.outcomeBytes())));
    }

    @Override
    public void updateOutcome(long epoch, ByteString outcomeBytes) throws SQLException {
        write(() -> session.now().epochs.computeIfPresent(epoch, (number, row) -> row.withOutcome(outcomeBytes)));
    }

    @Override
    public Optional<LogRow> lastLog() throws SQLException {
        return session.call(() -> {
            List<LogRow> log = session.now().log;
            return log.isEmpty() ? Optional.empty() : Optional.of(log.get(log.size() - 1));
        });
    }

    @Override
    public Optional<LogRow> lastLogOfWork() throws SQLException {
        return session.call(() -> session.now().log.stream()
                .filter(row -> row.epoch() > 0)
                .max(Comparator.comparingLong(LogRow::number)));
    }

    @Override
    public void insertLog(LogRow row) throws SQLException {
        session.call(() -> {
            if (session.now().log.stream().anyMatch(other -> other.number() == row.number())) {
                throw new SQLException("row " + row.number() + " is there already", "23505");
            }
            return session.now().log.add(row);
        });
    }

    @Override
    public List<LogRow> log(long epoch) throws SQLException {
        return session.call(() ->
                session.now().log.stream().filter(row -> row.epoch() == epoch).toList());
    }

    @Override
    public List<LogRow> costs(int limit) throws SQLException {
        return session.call(() -> session.now().log.stream()
                .filter(PastWork::isIn)
                .sorted(Comparator.comparingLong(LogRow::number).reversed())
                .limit(limit)
                .toList());
    }

    @Override
    public Optional<PlanRow> plan(long epoch) throws SQLException {
        return session.call(() -> Optional.ofNullable(session.now().plans.get(epoch)));
    }

    @Override
    public void putPlan(PlanRow row) throws SQLException {
        write(() -> session.now().plans.put(row.epoch(), row));
    }

    @Override
    public List<BackfillRow> backfill(long epoch, int step) throws SQLException {
        return session.call(() -> session.now().backfills.values().stream()
                .filter(row -> row.epoch() == epoch && row.step() == step)
                .toList());
    }

    @Override
    public void putBackfill(BackfillRow row) throws SQLException {
        write(() -> session.now().backfills.put(row.epoch() + "/" + row.step() + "/" + row.rangeNumber(), row));
    }

    @Override
    public void deleteBackfill(long epoch, int step) throws SQLException {
        write(() -> session.now().backfills.values().removeIf(row -> row.epoch() == epoch && row.step() == step));
    }

    @Override
    public List<ObservationRow> observations(long epoch) throws SQLException {
        return session.call(() -> session.now().observations.values().stream()
                .filter(row -> row.epoch() == epoch)
                .toList());
    }

    @Override
    public void putObservation(ObservationRow row) throws SQLException {
        write(() -> session.now().observations.put(row.number(), row));
    }

    @Override
    public void deleteOpenObservations(long epoch, int step) throws SQLException {
        write(() -> session.now()
                .observations
                .values()
                .removeIf(row -> row.epoch() == epoch && row.step() == step && !row.ended()));
    }

    @Override
    public void insertDirective(DirectiveRow row) throws SQLException {
        write(() -> session.now().directives.put(row.number(), row));
    }

    @Override
    public Optional<DirectiveRow> directive(long number) throws SQLException {
        return session.call(() -> Optional.ofNullable(session.now().directives.get(number)));
    }
}
