package dev.lockstep.integration.simulation;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.lockstep.agent.ledger.LogKind;
import dev.lockstep.chain.Hashing.Domain;
import dev.lockstep.coordinator.core.Command;
import dev.lockstep.coordinator.core.Reply;
import dev.lockstep.fingerprint.Catalog;
import dev.lockstep.v1.CatalogObject;
import dev.lockstep.v1.Directive;
import dev.lockstep.v1.EpochOutcome;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.Report;
import dev.lockstep.v1.ReportStamp;
import dev.lockstep.v1.SignedEnvelope;
import dev.lockstep.v1.Step;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Checks I1 to I10 after every event that could break one. It reads what the world holds (records of the topics, rows of the ledgers, catalogs, messages on
 * their way), counts for itself, and knows neither the coordinator's state nor the agent's.
 */
final class Checker implements PhaseRules.Databases {
    private final World world;
    private final JournalBook journal;
    private final TreeMap<String, NodeBook> nodes = new TreeMap<>();

    Checker(World world) {
        this.world = world;
        this.journal = new JournalBook(world, this);
    }

    NodeBook node(String name) {
        return Objects.requireNonNull(nodes.get(name), name);
    }

    ByteString directiveTip() {
        return journal.directiveTip();
    }

    JournalBook journal() {
        return journal;
    }

    private NodeBook book(SimulatedDatabase database) {
        return nodes.computeIfAbsent(database.node(), name -> new NodeBook(world, journal, database));
    }

    void onJournal(Process writer, ByteString record) {
        journal.add(writer, record);
    }

    /** I5: nothing with our signature stands on the topic that no counted entry has decided. */
    void onDirective(ByteString record) {
        try {
            SignedEnvelope envelope = SignedEnvelope.parseFrom(record);
            Directive directive = Directive.parseFrom(envelope.getPayload());
            boolean ours = World.KEY.objection(Domain.DIRECTIVE, envelope).isEmpty()
                    && directive.getFleet().equals(World.FLEET);
            int number = (int) directive.getNumber();
            boolean decided = number >= 1
                    && number <= journal.directives().size()
                    && journal.directives().get(number - 1).payload().equals(envelope.getPayload());
            require(!ours || decided, "I5", "directive " + number + " is visible before its decision counts");
        } catch (InvalidProtocolBufferException noise) {
            throw new IllegalStateException(noise);
        }
    }

    void onCommit(SimulatedDatabase database) {
        book(database).onCommit();
    }

    void onStatement(SimulatedSession session, Act act) {
        book(session.database()).onStatement(session, act);
    }

    void onEffect(SimulatedSession session, Act act) {
        book(session.database()).onEffect(act);
    }

    /** I5: what is acknowledged counts, or nobody needs it any more. */
    void onAcknowledged(Report report) {
        if (report.hasRefusal()) {
            return;
        }
        EpochBook epoch = journal.epoch(report.getEpoch());
        require(
                epoch != null && isSettled(epoch, report),
                "I5",
                "a report of " + report.getStamp().getNode() + " on " + report.getOutcomeCase()
                        + " is acknowledged before it counts");
    }

    private boolean isSettled(EpochBook epoch, Report report) {
        String node = report.getStamp().getNode();
        boolean counts = switch (report.getOutcomeCase()) {
            case PLANNED -> epoch.planHashes.containsKey(node) || epoch.refused.contains(node);
            case PHASE_DONE ->
                epoch.acknowledged.containsKey(report.getPhaseDone().getPhase())
                        && epoch.acknowledged
                                .get(report.getPhaseDone().getPhase())
                                .contains(node);
            case HALTED -> epoch.halted.contains(node);
            case UNDO_DONE ->
                epoch.undone.containsKey(report.getUndoDone().getPhase())
                        && epoch.undone.get(report.getUndoDone().getPhase()).contains(node);
            case STEP_FAILED -> epoch.failed.contains(node) || epoch.paused;
            case REFUSAL, OUTCOME_NOT_SET -> true;
        };
        long newest = journal.mandate(node, epoch.number, Long.MAX_VALUE);
        return counts
                || !epoch.isOpen()
                || !epoch.roster.contains(node)
                || newest > report.getStamp().getMandate();
    }

    /** I5: an answer is given when what it says counts; I7: an approval is of the plans that were seen. */
    void onAccepted(Command command, Reply reply) {
        if (command instanceof Command.OpenEpoch open && reply instanceof Reply.OfEpoch of) {
            EpochBook epoch = journal.epoch(of.epoch());
            require(epoch != null && epoch.changeHash.equals(open.changeHash()), "I5", "opened, but it does not count");
        } else if (command instanceof Command.Approve approve) {
            EpochBook epoch = journal.epoch(approve.epoch());
            require(epoch != null && epoch.approvedAtAll, "I5", "approved, but it does not count");
            require(
                    epoch != null
                            && epoch.approved
                                    .entrySet()
                                    .containsAll(approve.planHashes().entrySet())
                            && approve.planHashes().keySet().containsAll(epoch.roster),
                    "I7",
                    "an approval was accepted of other plans than there are");
        } else if (command instanceof Command.Release release) {
            EpochBook epoch = journal.epoch(release.epoch());
            require(epoch != null && epoch.released, "I5", "released, but it does not count");
        } else if (command instanceof Command.Pause pause) {
            EpochBook epoch = journal.epoch(pause.epoch());
            require(epoch != null && epoch.everPaused, "I5", "paused, but it does not count");
        } else if (command instanceof Command.Resume resume) {
            EpochBook epoch = journal.epoch(resume.epoch());
            require(epoch != null && epoch.everResumed, "I5", "resumed, but it does not count");
        } else if (command instanceof Command.Rollback rollback) {
            EpochBook epoch = journal.epoch(rollback.epoch());
            require(
                    epoch != null && (epoch.rollbackStarted || !epoch.started && !epoch.isOpen()),
                    "I5",
                    "rolled back, but it does not count");
        } else {
            onRosterChanged(command);
        }
    }

    private void onRosterChanged(Command command) {
        RosterBook roster = journal.roster();
        if (command instanceof Command.Join join) {
            require(roster.hasJoined(join.node()), "I5", join.node() + " was let in, but it does not count");
        } else if (command instanceof Command.Leave leave) {
            boolean counts = leave.confirmed() ? roster.hasLeft(leave.node()) : roster.wasAskedToLeave(leave.node());
            require(counts, "I5", leave.node() + " leaves, but it does not count");
        } else if (command instanceof Command.Waive waive) {
            EpochBook epoch = journal.epoch(waive.epoch());
            require(
                    epoch != null && epoch.everWaived.contains(waive.node()),
                    "I5",
                    "a waiver for " + waive.node() + ", but it does not count");
        }
    }

    @Override
    public void reported(EpochBook epoch, ReportStamp stamp) {
        SimulatedDatabase database = database(stamp.getNode());
        boolean durable = database.ledger().log.stream()
                .anyMatch(row -> row.number() == stamp.getLogNumber()
                        && row.kind() == LogKind.OUTCOME
                        && row.mandate() == stamp.getMandate());
        require(
                durable || node(stamp.getNode()).wasLost(stamp),
                "I5",
                "a report of " + stamp.getNode() + " counts that its ledger does not hold");
    }

    /** Two epochs that run at once touch different objects: then nobody else can say what a node has to have now. */
    @Override
    public void planned(EpochBook epoch, String name) {
        boolean alone = true;
        for (EpochBook other : journal.epochs()) {
            alone &= other == epoch || !other.isUnderWay();
        }
        if (alone && !node(name).isRestored()) {
            journal.roster().plans(database(name));
        }
    }

    @Override
    public void halted(EpochBook epoch, String name) {
        NodeBook node = node(name);
        if (node.isRestored()) {
            return;
        }
        require(!node.runsForward(epoch.number), "I6", name + " halted while it runs a step");
        require(
                !node.hasBegun(epoch.number, LogKind.BEGIN),
                "I6",
                name + " halted with a step that was begun and not ended");
    }

    /** I8: each node is what the journal says of it. I3: nothing is lost, nothing is left. */
    @Override
    public void closed(EpochBook epoch) {
        for (String name : epoch.roster) {
            if (node(name).isRestored()) {
                continue;
            }
            SimulatedDatabase database = database(name);
            epoch.recorded.getOrDefault(name, new TreeMap<>()).values().forEach(object -> same(database, object));
            Plan plan = epoch.plans.get(name);
            if (plan != null && epoch.outcome != EpochOutcome.OUTCOME_REJECTED) {
                boolean there = epoch.outcome == EpochOutcome.OUTCOME_COMPLETED;
                for (Step step : plan.getStepsList()) {
                    require(
                            !step.hasStatement() || node(name).isApplied(epoch.number, step.getNumber()) == there,
                            "I3",
                            name + ": step " + step.getNumber() + " after " + epoch.outcome);
                }
            }
        }
    }

    private void same(SimulatedDatabase database, CatalogObject object) {
        String definition = database.schema().objects.get(object.getPath());
        ByteString found = definition == null ? ByteString.EMPTY : Catalog.hash(object.getPath(), definition);
        require(
                found.equals(object.getHash()),
                "I8",
                database.node() + " has another " + object.getPath() + " than was recorded");
    }

    private SimulatedDatabase database(String name) {
        return world.databases().stream()
                .filter(each -> each.node().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Whether nothing is left to do. */
    boolean isQuiet() {
        for (EpochBook epoch : journal.epochs()) {
            if (epoch.isOpen()) {
                return false;
            }
        }
        return true;
    }

    /** I10: when faults have stopped, every epoch ends. */
    void atTheEnd() {
        for (EpochBook epoch : journal.epochs()) {
            require(
                    !epoch.isOpen(),
                    "I10",
                    "epoch " + epoch.number + " has not ended: in " + epoch.phase()
                            + (epoch.rollbackStarted ? ", going back" : "") + (epoch.paused ? ", paused" : ""));
        }
    }

    private void require(boolean condition, String invariant, String message) {
        if (!condition) {
            throw world.violated(invariant, message);
        }
    }
}
