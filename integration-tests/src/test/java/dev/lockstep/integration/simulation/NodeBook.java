package dev.lockstep.integration.simulation;

import com.google.protobuf.ByteString;
import dev.lockstep.agent.ledger.EpochRow;
import dev.lockstep.agent.ledger.LogKind;
import dev.lockstep.agent.ledger.LogRow;
import dev.lockstep.agent.ledger.NodeRow;
import dev.lockstep.v1.Directive;
import dev.lockstep.v1.Order;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.ReportStamp;
import dev.lockstep.v1.Step;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Holds what lasts in one database against the journal. Knows no code of the agent. */
final class NodeBook {
    private final World world;
    private final JournalBook journal;
    private final SimulatedDatabase database;
    private final String node;
    private final TreeSet<String> outcomes = new TreeSet<>();
    private NodeAccount account = new NodeAccount();
    private boolean restored;
    private boolean everReplaced;

    NodeBook(World world, JournalBook journal, SimulatedDatabase database) {
        this.world = world;
        this.journal = journal;
        this.database = database;
        this.node = database.node();
    }

    /** What is known of the database that is there now, to go with a backup of it. */
    NodeAccount account() {
        return account.copy();
    }

    /** Another state of the database is in its place. */
    void replaced(NodeAccount by, boolean isBackup) {
        account = by.copy();
        restored = isBackup;
        everReplaced = true;
    }

    /** Whether the database is not the one that has said what the journal holds of it. */
    boolean isRestored() {
        return restored;
    }

    /** The database that it is now is the node, whatever it was before. */
    void letIn() {
        restored = false;
    }

    /** Whether its ledger does not hold what it has reported, so that it may do nothing. */
    boolean isOlderThanItSaid() {
        return account.position < journal.roster().reportedMandate(node)
                || account.workRow < journal.roster().reportedLog(node)
                || account.incarnation < journal.roster().incarnation(node);
    }

    /** Whether an outcome was in a ledger that a backup has replaced. */
    boolean wasLost(ReportStamp stamp) {
        return restored && outcomes.contains(stamp.getLogNumber() + "/" + stamp.getMandate());
    }

    private static String key(long epoch, int step) {
        return epoch + "/" + step;
    }

    /** Whether there was ever more than one agent, or one database, that could speak for the node. */
    boolean hasChanged() {
        return account.incarnation > 1 || everReplaced;
    }

    boolean isApplied(long epoch, int step) {
        return account.applied.contains(key(epoch, step));
    }

    /** A step of an epoch that the ledger says was begun, and not how it ended. */
    boolean hasBegun(long epoch, LogKind kind) {
        return account.steps.entrySet().stream()
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
                session.incarnation() >= account.startedBy,
                "I4",
                "incarnation " + session.incarnation() + " runs a statement after " + account.startedBy + " has begun");
        for (SimulatedSession other : database.sessions()) {
            RunningStatement running = other.running();
            boolean older = running != null && other.incarnation() < session.incarnation();
            require(!older, "I4", "a statement of incarnation " + other.incarnation() + " still runs");
        }
        account.startedBy = Math.max(account.startedBy, session.incarnation());
        requireAsNewAsItSaid();
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

    private void requireAsNewAsItSaid() {
        require(!isOlderThanItSaid(), "I8", "works, but its ledger is older than what it has reported");
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
            require(
                    account.applied.add(key(act.epoch(), act.step())),
                    "I3",
                    "step " + act.step() + " took effect twice");
            requireOrder(epoch, act.step());
        } else {
            requireQuiet(epoch);
            require(
                    account.applied.remove(key(act.epoch(), act.step())),
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
        if (hasLeft(epoch)) {
            return;
        }
        require(epoch.roster.contains(node), "I2", "works on epoch " + epoch.number + ", which does not bind it");
        if (epoch.waived.contains(node)) {
            requireCatchingUp(epoch, phase);
            return;
        }
        require(epoch.isOpen(), "I4", "epoch " + epoch.number + " has ended");
        require(epoch.approvedAtAll, "I7", "nobody has approved epoch " + epoch.number);
        int place = epoch.opened.indexOf(phase);
        require(place > 0, phase == Phase.CONTRACT ? "I9" : "I2", phase + " has not opened");
        Phase before = epoch.opened.get(place - 1);
        require(epoch.allAcknowledged(before), "I2", phase + " begins before all have acknowledged " + before);
        require(place >= epoch.opened.size() - 2, "I1", phase + " is worked on in " + epoch.phase());
        require(epoch.undoOpened.isEmpty(), "I6", phase + " is worked on while the way back is open");
    }

    /** A node that has left finishes what it was at until it hears of it; nobody counts it any more. */
    private boolean hasLeft(EpochBook epoch) {
        return epoch.left.contains(node);
    }

    /** I9: a waived node works on what the others are through with, and never on CONTRACT. */
    private void requireCatchingUp(EpochBook epoch, Phase phase) {
        require(epoch.approvedAtAll, "I7", "nobody has approved epoch " + epoch.number);
        require(phase != Phase.CONTRACT, "I9", "works on CONTRACT under a waiver");
        int place = epoch.opened.indexOf(phase);
        require(place > 0, "I2", phase + " has not opened");
        Phase before = epoch.opened.get(place - 1);
        require(epoch.hasAcknowledged(node, before), "I2", phase + " begins before it has acknowledged " + before);
    }

    private void requireQuiet(EpochBook epoch) {
        if (hasLeft(epoch)) {
            return;
        }
        require(!epoch.undoOpened.isEmpty(), "I6", "an undo without a way back");
        for (String other : epoch.roster) {
            NodeBook book = world.checker().node(other);
            if (epoch.waived.contains(other) || book.isRestored()) {
                // Nobody waits for the one, and what the other does not know is found when it says who it is.
                continue;
            }
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
        for (; account.logSeen < rows.log.size(); account.logSeen++) {
            checkLog(rows, rows.log.get(account.logSeen));
        }
    }

    private void checkReceived(LedgerRows rows, NodeRow row) {
        long number = row.position().getNumber();
        require(row.incarnation() >= account.incarnation, "I4", "the incarnation went back");
        account.incarnation = row.incarnation();
        require(
                number == account.position || number == account.position + 1,
                "I4",
                "received " + number + " after " + account.position);
        account.position = number;
        if (number > 0) {
            require(
                    hashOf(number).equals(row.position().getHash()),
                    "I7",
                    "received another directive " + number + " than the journal decided");
        }
        for (; account.directivesSeen < rows.directives.size(); account.directivesSeen++) {
            long stored = rows.directives.get(account.directivesSeen).number();
            require(stored == account.directivesSeen + 1L, "I4", "stored directive " + stored + " out of order");
            require(
                    hashOf(stored)
                            .equals(rows.directives.get(account.directivesSeen).hash()),
                    "I7",
                    "stored another directive " + stored + " than the journal decided");
        }
        long voided = journal.lastRosterOrder(node, number);
        for (EpochRow epoch : rows.epochs.values()) {
            if (epoch.open()) {
                require(
                        epoch.mandate() > voided,
                        "I4",
                        "a mandate of epoch " + epoch.epoch() + " from before it was let in, or let go");
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
                row.isIntact() && row.number() == account.logSeen + 1L,
                "I3",
                "row " + row.number() + " of the log is not intact");
        if (world.trace().isShown()) {
            world.trace().say(node + " logs " + row.kind() + " " + row.epoch() + "/" + row.step() + " " + row.detail());
        }
        account.workRow = row.epoch() > 0 ? row.number() : account.workRow;
        switch (row.kind()) {
            case OUTCOME -> outcomes.add(row.number() + "/" + row.mandate());
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
        require(row.incarnation() == account.incarnation, "I4", "a superseded agent begins step " + row.step());
        Directive directive = journal.directives().get((int) row.mandate() - 1).directive();
        require(
                directive.getOrder().getNodesList().contains(node),
                "I4",
                "step " + row.step() + " begins under a directive for others");
        EpochBook epoch = book(row.epoch());
        requireAsNewAsItSaid();
        if (row.kind() == LogKind.BEGIN) {
            require(
                    phaseOf(directive.getOrder()) == row.phase(),
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
        account.steps.put(key(row.epoch(), row.step()), row.kind());
        if (row.kind() == LogKind.UNDO_BEGIN) {
            requireQuiet(epoch);
        }
    }

    private static Phase phaseOf(Order order) {
        return order.hasCatchUp()
                ? order.getCatchUp().getPhase()
                : order.getOpenPhase().getPhase();
    }

    private void ended(LogRow row, boolean there) {
        account.steps.put(key(row.epoch(), row.step()), row.kind());
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
