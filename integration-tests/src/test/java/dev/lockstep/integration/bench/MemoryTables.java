package dev.lockstep.integration.bench;

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
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** The ledger's tables of a database in memory. Nothing is filled or observed there. */
final class MemoryTables implements LedgerTables {
    private final MemorySession session;

    MemoryTables(MemorySession session) {
        this.session = session;
    }

    private MemoryRows rows() {
        return session.rows();
    }

    private void write(Consumer<MemoryRows> how) {
        session.write(how);
    }

    @Override
    public Optional<NodeRow> node() {
        return Optional.ofNullable(rows().node);
    }

    @Override
    public void insertNode(NodeRow row) {
        write(rows -> rows.node = row);
    }

    @Override
    public void raiseNodeIncarnation() {
        write(rows -> {
            NodeRow node = Objects.requireNonNull(rows.node);
            rows.node = with(node, node.incarnation() + 1, node.position());
        });
    }

    private static NodeRow with(NodeRow node, long incarnation, Position position) {
        return new NodeRow(
                node.fleet(), node.name(), node.databaseIdentity(), node.adoptionId(), incarnation, position);
    }

    @Override
    public void setEpochIncarnations(long incarnation) {
        write(rows -> rows.epochs.replaceAll((number, row) -> new EpochRow(
                row.epoch(),
                row.mandate(),
                incarnation,
                row.mandateHash(),
                row.changeBytes(),
                row.changeHash(),
                row.outcomeBytes(),
                row.open())));
    }

    @Override
    public boolean advance(long fromNumber, long incarnation, Position to) {
        NodeRow node = Objects.requireNonNull(rows().node);
        boolean inPlace = node.position().getNumber() == fromNumber && node.incarnation() == incarnation;
        if (inPlace) {
            write(rows -> rows.node = with(node, incarnation, to));
        }
        return inPlace;
    }

    @Override
    public List<EpochRow> openEpochs() {
        return List.copyOf(rows().epochs.values());
    }

    @Override
    public Optional<EpochRow> lockEpoch(long epoch) {
        return Optional.ofNullable(rows().epochs.get(epoch));
    }

    @Override
    public void insertEpoch(EpochRow row) {
        write(rows -> rows.epochs.put(row.epoch(), shared(row)));
    }

    @Override
    public void updateEpoch(EpochRow row) {
        write(rows -> {
            if (row.open()) {
                rows.epochs.computeIfPresent(
                        row.epoch(), (number, before) -> shared(row).withOutcome(before.outcomeBytes()));
            } else {
                rows.end(row.epoch());
            }
        });
    }

    /** The change is the same on every node. */
    private EpochRow shared(EpochRow row) {
        return new EpochRow(
                row.epoch(),
                row.mandate(),
                row.incarnation(),
                row.mandateHash(),
                session.bytes().share("change " + row.epoch(), row.changeBytes()),
                row.changeHash(),
                row.outcomeBytes(),
                row.open());
    }

    @Override
    public void updateOutcome(long epoch, ByteString outcomeBytes) {
        write(rows -> rows.epochs.computeIfPresent(epoch, (number, row) -> row.withOutcome(outcomeBytes)));
    }

    @Override
    public Optional<LogRow> lastLog() {
        return Optional.ofNullable(rows().lastLog);
    }

    @Override
    public Optional<LogRow> lastLogOfWork() {
        return Optional.ofNullable(rows().lastLogOfWork);
    }

    @Override
    public void insertLog(LogRow row) {
        write(rows -> {
            rows.lastLog = row;
            if (row.epoch() > 0) {
                rows.lastLogOfWork = row;
                rows.log.add(row);
            }
        });
    }

    @Override
    public List<LogRow> log(long epoch) {
        return rows().log.stream().filter(row -> row.epoch() == epoch).toList();
    }

    @Override
    public Optional<PlanRow> plan(long epoch) {
        return Optional.ofNullable(rows().plans.get(epoch));
    }

    @Override
    public void putPlan(PlanRow row) {
        write(rows -> rows.plans.put(row.epoch(), row));
    }

    @Override
    public void insertDirective(DirectiveRow row) {
        ByteString envelope = session.bytes().share("directive " + row.number(), row.envelopeBytes());
        write(rows ->
                rows.directives.put(row.number(), new DirectiveRow(row.number(), row.epoch(), row.hash(), envelope)));
    }

    @Override
    public Optional<DirectiveRow> directive(long number) {
        return Optional.ofNullable(rows().directives.get(number));
    }

    @Override
    public List<BackfillRow> backfill(long epoch, int step) {
        return List.of();
    }

    @Override
    public void putBackfill(BackfillRow row) {
        throw new UnsupportedOperationException("expected phases without work, found a backfill");
    }

    @Override
    public void deleteBackfill(long epoch, int step) {
        throw new UnsupportedOperationException("expected phases without work, found a backfill");
    }

    @Override
    public List<ObservationRow> observations(long epoch) {
        return List.of();
    }

    @Override
    public void putObservation(ObservationRow row) {
        throw new UnsupportedOperationException("expected phases without work, found a raw step");
    }

    @Override
    public void deleteOpenObservations(long epoch, int step) {
        throw new UnsupportedOperationException("expected phases without work, found a raw step");
    }
}
