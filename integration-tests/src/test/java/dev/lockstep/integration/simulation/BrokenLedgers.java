package dev.lockstep.integration.simulation;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.lockstep.agent.engine.SessionPurpose;
import dev.lockstep.agent.ledger.EpochRow;
import dev.lockstep.agent.ledger.LogKind;
import dev.lockstep.agent.ledger.LogRow;
import dev.lockstep.agent.ledger.NodeRow;
import dev.lockstep.coordinator.core.Command;
import dev.lockstep.fingerprint.Catalog;
import dev.lockstep.v1.Report;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Protocols that are broken between agent and database. */
final class BrokenLedgers {
    private BrokenLedgers() {}

    static final class LedgerFirst extends Seams {
        @Override
        void commit(SimulatedSession session) throws SQLException {
            session.commitInHalves(true);
        }
    }

    static final class EffectFirst extends Seams {
        @Override
        void commit(SimulatedSession session) throws SQLException {
            session.commitInHalves(false);
        }
    }

    static final class NoIntent extends Seams {
        @Override
        boolean mayLog(SimulatedSession session, LogRow row) {
            return row.kind() != LogKind.BEGIN || !session.database().isMySql();
        }
    }

    static final class LosesCommits extends Seams {
        @Override
        void restarted(SimulatedDatabase database) {
            database.loseLastCommit();
        }
    }

    /** Works under the mandate that it read some time ago. */
    static final class MandateNotChecked extends Seams {
        private final Map<String, EpochRow> seen = new HashMap<>();

        @Override
        List<EpochRow> openEpochs(SimulatedSession session, List<EpochRow> rows) {
            rows.forEach(row -> seen.put(key(session, row), row));
            return rows;
        }

        @Override
        EpochRow lockedEpoch(SimulatedSession session, EpochRow row) {
            return session.purpose() == SessionPurpose.FOLLOWER ? row : seen.getOrDefault(key(session, row), row);
        }

        private static String key(SimulatedSession session, EpochRow row) {
            return session.process().name() + "/" + session.database().node() + "/" + row.epoch();
        }
    }

    static final class IncarnationNotChecked extends Seams {
        @Override
        NodeRow node(SimulatedSession session, NodeRow row) {
            return session.incarnation() == 0
                    ? row
                    : new NodeRow(
                            row.fleet(),
                            row.name(),
                            row.databaseIdentity(),
                            row.adoptionId(),
                            session.incarnation(),
                            row.position());
        }

        @Override
        EpochRow lockedEpoch(SimulatedSession session, EpochRow row) {
            return new EpochRow(
                    row.epoch(),
                    row.mandate(),
                    session.incarnation(),
                    row.mandateHash(),
                    row.changeBytes(),
                    row.changeHash(),
                    row.outcomeBytes(),
                    row.open());
        }

        @Override
        boolean mayAdvance(SimulatedSession session, NodeRow row, long fromNumber, long incarnation) {
            return row.position().getNumber() == fromNumber;
        }
    }

    static final class SessionNotEnded extends Seams {
        @Override
        boolean tryLock(SimulatedSession session) {
            return true;
        }
    }

    static final class StatementNotAwaited extends Seams {
        @Override
        boolean tryLock(SimulatedSession session) {
            return session.database().tryLock(session)
                    || session.database()
                            .lockHolder()
                            .filter(holder -> holder.running() != null)
                            .isPresent();
        }
    }

    /** After a crash nothing but a broken memory decides whether a step ran. */
    static final class ProbeSkipped extends Seams {
        private final boolean saysDone;
        private final Set<String> ran = new HashSet<>();

        ProbeSkipped(boolean saysDone) {
            this.saysDone = saysDone;
        }

        @Override
        Act statement(SimulatedSession session, Act act) {
            ran.add(session.id() + "/" + act.epoch() + "/" + act.step());
            return act;
        }

        @Override
        boolean isTrue(SimulatedSession session, String query, boolean answer) {
            String[] words = query.split(" ");
            long epoch = Long.parseLong(words[2]);
            int step = Integer.parseInt(words[3]);
            LogKind last = LogKind.ADOPTED;
            for (LogRow row : session.database().ledger().log) {
                last = row.epoch() == epoch && row.step() == step ? row.kind() : last;
            }
            boolean crashed = last == LogKind.BEGIN && !ran.contains(session.id() + "/" + epoch + "/" + step);
            return crashed ? saysDone : answer;
        }
    }

    static final class StatementRewritten extends Seams {
        private int count;

        @Override
        Act statement(SimulatedSession session, Act act) {
            return ++count % 3 > 0 || !act.forward()
                    ? act
                    : new Act(true, act.verb(), act.epoch(), act.step(), act.phase(), act.path(), "else");
        }
    }

    static final class BackfillEndsEarly extends Seams {
        private int count;

        @Override
        Optional<List<String>> upperBound(Optional<List<String>> bound) {
            return ++count % 3 == 0 ? Optional.empty() : bound;
        }
    }

    static final class FingerprintFromBefore extends Seams {
        private final Map<String, Catalog> first = new HashMap<>();

        @Override
        Catalog catalog(SimulatedSession session, Catalog whole) {
            return first.computeIfAbsent(
                    session.database().node(), node -> new Catalog(new TreeMap<>(whole.schema()), new TreeMap<>()));
        }
    }

    static final class ReportedBeforeCommit extends Seams {
        @Override
        void outcomeStored(SimulatedSession session, ByteString outcome) throws SQLException {
            World world = session.database().world();
            try {
                Report report = Report.parseFrom(outcome);
                Report early = report.toBuilder()
                        .setStamp(report.getStamp().toBuilder().setSequence(1_000 + world.nextId()))
                        .build();
                for (SimulatedCoordinator coordinator : world.coordinators()) {
                    world.schedule().in(1, coordinator.lane(), "an early report", () -> {
                        var unused = coordinator.submit(new Command.ReportReceived(early));
                    });
                }
            } catch (InvalidProtocolBufferException impossible) {
                throw new SQLException(impossible);
            }
            world.pass(session.process(), 60);
        }
    }

    static final class HaltWithoutSettling extends Seams {
        @Override
        List<LogRow> log(SimulatedSession session, long epoch, List<LogRow> rows) {
            EpochBook book = session.database().world().checker().journal().epoch(epoch);
            return book == null || !book.rollbackStarted || !book.undoOpened.isEmpty()
                    ? rows
                    : rows.stream().filter(row -> row.kind() != LogKind.BEGIN).toList();
        }
    }

    static final class PhaseFinishedEarly extends Seams {
        @Override
        List<LogRow> log(SimulatedSession session, long epoch, List<LogRow> rows) {
            List<LogRow> more = new ArrayList<>(rows);
            for (LogRow row : rows) {
                if (row.kind() == LogKind.DONE && row.step() == 1) {
                    more.add(new LogRow(
                            row.number(),
                            epoch,
                            row.mandate(),
                            row.incarnation(),
                            LogKind.DONE,
                            row.phase(),
                            2,
                            "",
                            row.previousHash(),
                            row.hash()));
                }
            }
            return more;
        }
    }
}
