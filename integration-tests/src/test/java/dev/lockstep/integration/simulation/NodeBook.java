package dev.lockstep.integration.simulation;

import com.google.protobuf.ByteString;
import dev.lockstep.agent.ledger.EpochRow;
import dev.lockstep.agent.ledger.LogKind;
import dev.lockstep.agent.ledger.LogRow;
import dev.lockstep.agent.ledger.NodeRow;
import dev.lockstep.v1.Directive;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.Step;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Holds what lasts in one database against the journal. Knows no code of the agent. */
final class NodeBook {
    private final World world;
    private final JournalBook journal;
    private final SimulatedDatabase database;
    private final String node;
    private final TreeSet<String> applied = new TreeSet<>();
    private final TreeMap<String, LogKind> steps = new TreeMap<>();
    private int logSeen;
    private int directivesSeen;
    private long position;
    private long incarnation;
    private long startedBy;

    NodeBook(World world, JournalBook journal, SimulatedDatabase database) {
        this.world = world;
        this.journal = journal;
        this.database = database;
        this.node = database.node();
    }

    private static String key(long epoch, int step) {
        return epoch + "/" + step;
    }

    long incarnation() {
        return incarnation;
    }

    boolean isApplied(long epoch, int step) {
        return applied.contains(key(epoch, step));
    }

    /** A step of an epoch that the ledger says was begun, and not how it ended. */
    boolean hasBegun(long epoch, LogKind kind) {
        return steps.entrySet().stream()
                .anyMatch(step -> step.getKey().startsWith(epoch + "/") && step.getValue() == kind);
    }

    boolean runsForward(long epoch) {
        return database.sessions().stream()
                .map(SimulatedSession::running)
                .anyMatch(running -> running != null
                        && running.act().forward()
                        && running.act().epoch() == epoch);
    }

    void onStatement(SimulatedSession session, Act act) {
        require(
                session.incarnation() >= startedBy,
                "I4",
                "incarnation " + session.incarnation() + " runs a statement after " + startedBy + " has begun");
        for (SimulatedSession other : database.sessions()) {
            RunningStatement running = other.running();
            boolean older = running != null && other.incarnation() < session.incarnation();
            require(!older, "I4", "a statement of incarnation " + other.incarnation() + " still runs");
        }
        startedBy = Math.max(startedBy, session.incarnation());
        EpochBook epoch = book(act.epoch());
        Plan plan = epoch.plans.get(node);
        boolean planned = plan != null
                && plan.getStepsList().stream()
                        .filter(step -> step.getNumber() == act.step())
                        .anyMatch(step -> sqlOf(step).contains(act.sql()));
        require(planned, "I7", "runs what is not in its plan: " + act.sql());
        if (act.forward()) {
            requireForward(epoch, Phase.valueOf(act.phase()));
        } else if (isApplied(act.epoch(), act.step())) {
            requireQuiet(epoch);
        }
    }

    private static List<String> sqlOf(Step step) {
        TreeSet<String> all = new TreeSet<>(step.getStatement().getSqlList());
        all.addAll(step.getStatement().getCleanupList());
        all.addAll(step.getUndo().getSqlList());
        return List.copyOf(all);
    }

    void onEffect(Act act) {
        EpochBook epoch = book(act.epoch());
        if (act.forward()) {
            requireForward(epoch, Phase.valueOf(act.phase()));
            require(applied.add(key(act.epoch(), act.step())), "I3", "step " + act.step() + " took effect twice");
            requireOrder(epoch, act.step());
        } else {
            requireQuiet(epoch);
            require(
                    applied.remove(key(act.epoch(), act.step())),
                    "I3",
                    "the undo of step " + act.step() + " took effect twice, or before the step");
        }
    }

    private void requireOrder(EpochBook epoch, int step) {
        Plan plan = epoch.plans.get(node);
        if (plan != null) {
            for (Step each : plan.getStepsList()) {
                boolean there = isApplied(epoch.number, each.getNumber());
                boolean before = each.getNumber() < step && each.hasStatement();
                require(!before || there, "I3", "step " + step + " took effect before step " + each.getNumber());
            }
        }
    }

    private void requireForward(EpochBook epoch, Phase phase) {
        require(epoch.isOpen(), "I4", "epoch " + epoch.number + " has ended");
        require(epoch.approvedAtAll, "I7", "nobody has approved epoch " + epoch.number);
        int place = epoch.opened.indexOf(phase);
        require(place > 0, phase == Phase.CONTRACT ? "I9" : "I2", phase + " has not opened");
        Phase before = epoch.opened.get(place - 1);
        require(epoch.allAcknowledged(before), "I2", phase + " begins before all have acknowledged " + before);
        require(place >= epoch.opened.size() - 2, "I1", phase + " is worked on in " + epoch.phase());
        require(epoch.undoOpened.isEmpty(), "I6", phase + " is worked on while the way back is open");
    }

    private void requireQuiet(EpochBook epoch) {
        require(!epoch.undoOpened.isEmpty(), "I6", "an undo without a way back");
        for (String other : epoch.roster) {
            NodeBook book = world.checker().node(other);
            require(!book.runsForward(epoch.number), "I6", "an undo starts while " + other + " runs a step");
            require(
                    !book.hasBegun(epoch.number, LogKind.BEGIN),
                    "I6",
                    "an undo starts while " + other + " has begun a step");
        }
    }

    /** Something was committed. */
    void onCommit() {
        LedgerRows rows = database.ledger();
        NodeRow row = rows.node;
        if (row != null) {
            checkReceived(rows, row);
        }
        for (; logSeen < rows.log.size(); logSeen++) {
            checkLog(rows, rows.log.get(logSeen));
        }
    }

    private void checkReceived(LedgerRows rows, NodeRow row) {
        long number = row.position().getNumber();
        require(row.incarnation() >= incarnation, "I4", "the incarnation went back");
        incarnation = row.incarnation();
        require(number == position || number == position + 1, "I4", "received " + number + " after " + position);
        position = number;
        if (number > 0) {
            require(
                    hashOf(number).equals(row.position().getHash()),
                    "I7",
                    "received another directive " + number + " than the journal decided");
        }
        for (; directivesSeen < rows.directives.size(); directivesSeen++) {
            long stored = rows.directives.get(directivesSeen).number();
            require(stored == directivesSeen + 1L, "I4", "stored directive " + stored + " out of order");
            require(
                    hashOf(stored).equals(rows.directives.get(directivesSeen).hash()),
                    "I7",
                    "stored another directive " + stored + " than the journal decided");
        }
        for (EpochRow epoch : rows.epochs.values()) {
            if (epoch.open()) {
                require(
                        epoch.mandate() == journal.mandate(node, epoch.epoch(), number),
                        "I4",
                        "mandate " + epoch.mandate() + " in epoch " + epoch.epoch() + " at position " + number);
            }
        }
    }

    private ByteString hashOf(long number) {
        require(number <= journal.directives().size(), "I7", "directive " + number + " was never decided");
        return journal.directives().get((int) number - 1).hash();
    }

    private void checkLog(LedgerRows rows, LogRow row) {
        require(
                row.isIntact() && row.number() == logSeen + 1L,
                "I3",
                "row " + row.number() + " of the log is not intact");
        if (world.trace().isShown()) {
            world.trace().say(node + " logs " + row.kind() + " " + row.epoch() + "/" + row.step() + " " + row.detail());
        }
        switch (row.kind()) {
            case BEGIN, UNDO_BEGIN -> begun(rows, row);
            case DONE, UNDO_ABANDONED -> ended(row, true);
            case UNDONE, ABANDONED -> ended(row, false);
            default -> {
                // About no step.
            }
        }
    }

    private void begun(LedgerRows rows, LogRow row) {
        EpochRow epochRow = rows.epochs.get(row.epoch());
        require(
                epochRow != null && epochRow.mandate() == row.mandate() && epochRow.open(),
                "I4",
                "step " + row.step() + " begins without its mandate " + row.mandate());
        require(row.incarnation() == incarnation, "I4", "a superseded agent begins step " + row.step());
        Directive directive = journal.directives().get((int) row.mandate() - 1).directive();
        require(
                directive.getOrder().getNodesList().contains(node),
                "I4",
                "step " + row.step() + " begins under a directive for others");
        EpochBook epoch = book(row.epoch());
        if (row.kind() == LogKind.BEGIN) {
            require(
                    directive.getOrder().hasOpenPhase()
                            && directive.getOrder().getOpenPhase().getPhase() == row.phase(),
                    "I2",
                    "step " + row.step() + " of " + row.phase() + " begins under another order");
            requireForward(epoch, row.phase());
            ByteString approved = epoch.approved.get(node);
            require(
                    approved != null
                            && rows.plans.containsKey(row.epoch())
                            && approved.equals(rows.plans.get(row.epoch()).planHash()),
                    "I7",
                    "step " + row.step() + " begins with a plan that nobody approved");
        } else {
            require(
                    directive.getOrder().hasUndo()
                            && directive.getOrder().getUndo().getPhase() == row.phase(),
                    "I1",
                    "the undo of step " + row.step() + " begins under another order");
        }
        steps.put(key(row.epoch(), row.step()), row.kind());
        if (row.kind() == LogKind.UNDO_BEGIN) {
            requireQuiet(epoch);
        }
    }

    private void ended(LogRow row, boolean there) {
        steps.put(key(row.epoch(), row.step()), row.kind());
        Plan plan = book(row.epoch()).plans.get(node);
        if (plan == null) {
            return;
        }
        for (Step step : plan.getStepsList()) {
            if (step.getNumber() == row.step() && step.hasStatement()) {
                require(
                        isApplied(row.epoch(), row.step()) == there,
                        "I3",
                        "the ledger says " + row.kind() + " of step " + row.step()
                                + ", and the catalog says otherwise");
            } else if (step.getNumber() == row.step() && step.hasBackfill() && there) {
                require(database.schema().isFilled(), "I3", "the backfill is done, and rows are left");
            }
        }
    }

    private EpochBook book(long number) {
        EpochBook epoch = journal.epoch(number);
        if (epoch == null) {
            throw violation("I4", "works on epoch " + number + ", which was never opened");
        }
        return epoch;
    }

    void require(boolean condition, String invariant, String message) {
        if (!condition) {
            throw violation(invariant, message);
        }
    }

    private Violation violation(String invariant, @Nullable String message) {
        return world.violated(invariant, node + ": " + message);
    }
}
