package dev.lockstep.coordinator.core;

import com.google.protobuf.ByteString;
import dev.lockstep.v1.DirectiveIssued;
import dev.lockstep.v1.Halted;
import dev.lockstep.v1.Order;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.PhaseDone;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.Planned;
import dev.lockstep.v1.Position;
import dev.lockstep.v1.Report;
import dev.lockstep.v1.ReportStamp;
import dev.lockstep.v1.Step;
import dev.lockstep.v1.StepFailed;
import dev.lockstep.v1.UndoDone;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A node with its agent, as the rules of the node say that they behave: a ledger that stays, and an agent that may be killed between any two actions. */
final class ModelNode {
    /** What the node's own database holds. */
    private static final class Database {
        long incarnation;
        long position;
        long logRows;
        long mandate;
        long epoch;
        Order order = Order.getDefaultInstance();
        final Map<Long, Planned> plans = new HashMap<>();
        final Map<Long, EnumSet<Phase>> effects = new HashMap<>();
        Phase begun = Phase.PHASE_UNSPECIFIED;

        Database copy() {
            Database copy = new Database();
            copy.incarnation = incarnation;
            copy.position = position;
            copy.logRows = logRows;
            copy.mandate = mandate;
            copy.epoch = epoch;
            copy.order = order;
            copy.plans.putAll(plans);
            effects.forEach((number, done) -> copy.effects.put(number, EnumSet.copyOf(done)));
            copy.begun = begun;
            return copy;
        }
    }

    /** Sees every action of every node. */
    interface Witness {
        void onForward(ModelNode node, long epoch, Phase phase);

        void onUndo(ModelNode node, long epoch, Phase phase);
    }

    final String name;
    private final Random random;
    private final Witness witness;
    private Database database = new Database();
    private @Nullable Database beforeRestore;
    private @Nullable Database backup;

    // What the agent knows while it lives.
    private boolean confirmed;
    private long failedUnder;
    private long reportedUnder;
    private long sequence;
    private final List<Report> outbox = new ArrayList<>();

    ModelNode(String name, Random random, Witness witness) {
        this.name = name;
        this.random = random;
        this.witness = witness;
        restart();
    }

    boolean isConfirmed() {
        return confirmed;
    }

    long incarnation() {
        return database.incarnation;
    }

    /** The phases whose step has its effect in the database that counts. */
    EnumSet<Phase> effects(long epoch) {
        Database counts = beforeRestore == null ? database : beforeRestore;
        return counts.effects.getOrDefault(epoch, EnumSet.noneOf(Phase.class));
    }

    /** The phase of which a step is begun without done. */
    Phase begun() {
        Database counts = beforeRestore == null ? database : beforeRestore;
        return counts.begun;
    }

    void restart() {
        database.incarnation++;
        confirmed = false;
        failedUnder = 0;
        reportedUnder = 0;
        sequence = 0;
        outbox.clear();
    }

    void takeBackup() {
        backup = database.copy();
    }

    /** Puts the backup in the database's place; the database that it replaces counts until somebody confirms the backup. */
    boolean restoreBackup() {
        if (backup == null || beforeRestore != null) {
            return false;
        }
        beforeRestore = database;
        database = backup.copy();
        restart();
        return true;
    }

    /** Brings back the database as it was before a restore. */
    void repair() {
        if (beforeRestore != null) {
            long incarnation = Math.max(beforeRestore.incarnation, database.incarnation);
            database = beforeRestore;
            database.incarnation = incarnation;
            beforeRestore = null;
            restart();
        }
    }

    Command.Hello hello() {
        return new Command.Hello(
                "agent-" + name,
                Samples.hello(name, database.incarnation)
                        .setPosition(Position.newBuilder().setNumber(database.position))
                        .setLogNumber(database.logRows)
                        .build());
    }

    void hear(Reply reply) {
        if (reply instanceof Reply.Confirmed yes && yes.incarnation() == database.incarnation) {
            confirmed = true;
            beforeRestore = null;
        } else if (reply instanceof Reply.Held held && held.incarnation() == database.incarnation) {
            confirmed = false;
        } else if (reply instanceof Reply.Acknowledged heard && heard.incarnation() == database.incarnation) {
            outbox.removeIf(report -> report.getStamp().getSequence() == heard.sequence());
        }
    }

    List<Report> outbox() {
        return outbox;
    }

    /** Receives the next directive, whomever it binds. */
    void receive(List<DirectiveIssued> topic) {
        if (!confirmed || database.position >= topic.size()) {
            return;
        }
        DirectiveIssued directive = topic.get((int) database.position);
        settleBegun();
        database.position = directive.getNumber();
        database.logRows++;
        if (directive.getOrder().getNodesList().contains(name)) {
            database.mandate = directive.getNumber();
            database.epoch = directive.getEpoch();
            database.order = directive.getOrder();
        }
    }

    /** A step that was begun is looked at before anything else: its effect is there, or it is cleaned up. */
    private void settleBegun() {
        if (database.begun == Phase.PHASE_UNSPECIFIED) {
            return;
        }
        if (random.nextBoolean()) {
            finishStep();
        } else {
            database.begun = Phase.PHASE_UNSPECIFIED;
        }
    }

    private void finishStep() {
        witness.onForward(this, database.epoch, database.begun);
        database.effects
                .computeIfAbsent(database.epoch, epoch -> EnumSet.noneOf(Phase.class))
                .add(database.begun);
        database.begun = Phase.PHASE_UNSPECIFIED;
        database.logRows++;
    }

    /** Does one small thing of what it is mandated to. */
    void work(boolean mayFail, List<Phase> planPhases, boolean refuses, ByteString changeHash) {
        if (!confirmed || failedUnder == database.mandate) {
            return;
        }
        switch (database.order.getKindCase()) {
            case PREPARE -> prepare(mayFail, planPhases, refuses, changeHash);
            case OPEN_PHASE -> forward(database.order.getOpenPhase().getPhase(), mayFail);
            case HALT -> {
                settleBegun();
                report(report -> report.setHalted(Halted.getDefaultInstance()));
            }
            case UNDO -> undo(database.order.getUndo().getPhase(), mayFail);
            case PAUSE, CLOSE, KIND_NOT_SET -> {}
        }
    }

    private void prepare(boolean mayFail, List<Phase> planPhases, boolean refuses, ByteString changeHash) {
        if (mayFail && random.nextInt(10) == 0) {
            fail(Phase.PREFLIGHT);
            return;
        }
        if (!database.plans.containsKey(database.epoch)) {
            database.logRows++;
        }
        Planned planned = database.plans.computeIfAbsent(
                database.epoch,
                epoch -> refuses
                        ? Samples.refusal("no room")
                        : Samples.planned(name, database.epoch, changeHash, planPhases));
        report(report -> report.setPlanned(planned));
    }

    private void forward(Phase phase, boolean mayFail) {
        boolean hasStep = planPhases().contains(phase);
        EnumSet<Phase> done = database.effects.getOrDefault(database.epoch, EnumSet.noneOf(Phase.class));
        if (!hasStep || done.contains(phase)) {
            report(report -> report.setPhaseDone(PhaseDone.newBuilder().setPhase(phase)));
        } else if (database.begun == phase) {
            finishStep();
        } else if (mayFail && random.nextInt(10) == 0) {
            fail(phase);
        } else {
            witness.onForward(this, database.epoch, phase);
            database.begun = phase;
            database.logRows++;
        }
    }

    private void undo(Phase phase, boolean mayFail) {
        EnumSet<Phase> done = database.effects.getOrDefault(database.epoch, EnumSet.noneOf(Phase.class));
        if (!done.contains(phase)) {
            report(report -> report.setUndoDone(UndoDone.newBuilder().setPhase(phase)));
        } else if (mayFail && random.nextInt(10) == 0) {
            fail(phase);
        } else {
            witness.onUndo(this, database.epoch, phase);
            done.remove(phase);
            database.logRows++;
        }
    }

    private void fail(Phase phase) {
        report(report -> report.setStepFailed(
                StepFailed.newBuilder().setPhase(phase).setStep(1).setServerMessage("disk full")));
        failedUnder = database.mandate;
    }

    private void report(java.util.function.UnaryOperator<Report.Builder> outcome) {
        if (reportedUnder == database.mandate) {
            return;
        }
        reportedUnder = database.mandate;
        sequence++;
        outbox.add(outcome.apply(Report.newBuilder()
                        .setFleet(Samples.FLEET)
                        .setEpoch(database.epoch)
                        .setStamp(ReportStamp.newBuilder()
                                .setNode(name)
                                .setIncarnation(database.incarnation)
                                .setSequence(sequence)
                                .setMandate(database.mandate)
                                .setLogNumber(database.logRows)))
                .build());
    }

    private List<Phase> planPhases() {
        Planned planned = database.plans.get(database.epoch);
        if (planned == null) {
            throw new AssertionError(
                    name + " is told to work on epoch " + database.epoch + " without a plan of its own");
        }
        try {
            return Plan.parseFrom(planned.getPlan()).getStepsList().stream()
                    .map(Step::getPhase)
                    .toList();
        } catch (com.google.protobuf.InvalidProtocolBufferException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
