package dev.lockstep.coordinator.core;

import com.google.protobuf.ByteString;
import dev.lockstep.v1.CatalogObject;
import dev.lockstep.v1.CatchUp;
import dev.lockstep.v1.DirectiveIssued;
import dev.lockstep.v1.Fingerprint;
import dev.lockstep.v1.Halted;
import dev.lockstep.v1.HeardFromNode;
import dev.lockstep.v1.NodeHello;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A node with its agent, as the rules of the node say that they behave: a ledger that stays, and an agent that may be killed between any two actions. */
final class ModelNode {
    /** What the node's own database holds. */
    private static final class Database {
        long incarnation;
        long position;
        long logRows;
        final TreeMap<Long, Work> work = new TreeMap<>();
        final Map<Long, Planned> plans = new HashMap<>();
        final Map<Long, EnumSet<Phase>> effects = new HashMap<>();

        Database copy() {
            Database copy = new Database();
            copy.incarnation = incarnation;
            copy.position = position;
            copy.logRows = logRows;
            work.forEach((number, one) -> copy.work.put(number, one.copy()));
            copy.plans.putAll(plans);
            effects.forEach((number, done) -> copy.effects.put(number, EnumSet.copyOf(done)));
            return copy;
        }
    }

    /** What the ledger holds of one epoch. */
    private static final class Work {
        long mandate;
        Order order = Order.getDefaultInstance();
        Phase begun = Phase.PHASE_UNSPECIFIED;

        Work copy() {
            Work copy = new Work();
            copy.mandate = mandate;
            copy.order = order;
            copy.begun = begun;
            return copy;
        }
    }

    /** What is chosen for a node when it plans an epoch. */
    record PlanChoice(List<Phase> phases, boolean refuses, ByteString changeHash) {}

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
    private Optional<HeardFromNode> heard = Optional.empty();
    private boolean confirmed;
    private final Set<Long> failedUnder = new HashSet<>();
    private final Set<Long> reportedUnder = new HashSet<>();
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

    /** The phase of the epoch of which a step is begun without done. */
    Phase begun(long epoch) {
        Database counts = beforeRestore == null ? database : beforeRestore;
        Work work = counts.work.get(epoch);
        return work == null ? Phase.PHASE_UNSPECIFIED : work.begun;
    }

    /** The epochs that the ledger holds orders of and that are open for it. */
    List<Long> epochs() {
        return database.work.keySet().stream()
                .filter(epoch -> !database.work.get(epoch).order.hasClose())
                .toList();
    }

    /** Somebody gives a database that may not execute the schema that it should have, by hand. */
    void bringUpToDate(ModelNode example, boolean isBehind) {
        Database from = example == this && beforeRestore != null ? beforeRestore : example.database;
        if (!confirmed || isBehind) {
            database.effects.clear();
            database.work.values().forEach(work -> work.begun = Phase.PHASE_UNSPECIFIED);
            from.effects.forEach((epoch, done) -> database.effects.put(epoch, EnumSet.copyOf(done)));
        }
    }

    /** What its agent shows when it is asked; null while it has none that may speak for it. */
    @Nullable
    Fingerprint shown() {
        return confirmed ? Fingerprint.newBuilder().addAllObjects(schema(0)).build() : null;
    }

    /** An object for each effect; those of one epoch, or of all when it is 0. */
    private List<CatalogObject> schema(long only) {
        List<CatalogObject> objects = new ArrayList<>();
        new TreeMap<>(database.effects).forEach((epoch, done) -> {
            for (Phase phase : only == 0 ? done : EnumSet.range(Phase.EXPAND, Phase.CONTRACT)) {
                if (only == 0 || only == epoch) {
                    objects.add(CatalogObject.newBuilder()
                            .setPath("effect:" + epoch + "/" + phase)
                            .setHash(done.contains(phase) ? ByteString.copyFromUtf8("there") : ByteString.EMPTY)
                            .build());
                }
            }
        });
        return objects;
    }

    void restart() {
        database.incarnation++;
        confirmed = false;
        failedUnder.clear();
        reportedUnder.clear();
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
        NodeHello.Builder hello = Samples.hello(name, database.incarnation)
                .setPosition(Position.newBuilder().setNumber(database.position))
                .setLogNumber(database.logRows)
                .setFingerprint(Fingerprint.newBuilder().addAllObjects(schema(0)));
        heard.ifPresent(hello::setInAnswerTo);
        return new Command.Hello("agent-" + name, hello.build());
    }

    void hear(Reply reply) {
        if (reply instanceof Reply.Confirmed yes && yes.incarnation() == database.incarnation) {
            confirmed = true;
            beforeRestore = null;
        } else if (reply instanceof Reply.AskAgain asked && asked.incarnation() == database.incarnation) {
            confirmed = false;
            heard = Optional.of(asked.heard());
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
        if (database.position >= topic.size()) {
            return;
        }
        DirectiveIssued directive = topic.get((int) database.position);
        database.position = directive.getNumber();
        if (!directive.getOrder().getNodesList().contains(name)) {
            return;
        }
        if (directive.getEpoch() == 0) {
            database.work.clear();
            return;
        }
        Work work = database.work.computeIfAbsent(directive.getEpoch(), epoch -> new Work());
        if (confirmed) {
            settleBegun(directive.getEpoch(), work);
        }
        work.mandate = directive.getNumber();
        work.order = directive.getOrder();
    }

    /** A step that was begun is looked at before anything else: its effect is there, or it is cleaned up. */
    private void settleBegun(long epoch, Work work) {
        if (work.begun == Phase.PHASE_UNSPECIFIED) {
            return;
        }
        if (random.nextBoolean()) {
            finishStep(epoch, work);
        } else {
            work.begun = Phase.PHASE_UNSPECIFIED;
        }
    }

    private void finishStep(long epoch, Work work) {
        witness.onForward(this, epoch, work.begun);
        effectsOf(epoch).add(work.begun);
        work.begun = Phase.PHASE_UNSPECIFIED;
        database.logRows++;
    }

    private EnumSet<Phase> effectsOf(long epoch) {
        return database.effects.computeIfAbsent(epoch, number -> EnumSet.noneOf(Phase.class));
    }

    /** Does one small thing of what it is mandated to for an epoch. */
    void work(long epoch, boolean mayFail, PlanChoice choice) {
        Work work = database.work.get(epoch);
        if (!confirmed || work == null || failedUnder.contains(work.mandate)) {
            return;
        }
        if (work.order.hasUndo()) {
            settleBegun(epoch, work);
        }
        switch (work.order.getKindCase()) {
            case PREPARE -> prepare(epoch, work, mayFail, choice);
            case OPEN_PHASE -> forward(epoch, work, work.order.getOpenPhase().getPhase(), mayFail);
            case CATCH_UP -> {
                takePlan(epoch, work.order.getCatchUp());
                forward(epoch, work, work.order.getCatchUp().getPhase(), mayFail);
            }
            case HALT -> {
                settleBegun(epoch, work);
                report(epoch, work, report -> report.setHalted(Halted.getDefaultInstance()));
            }
            case UNDO -> undo(epoch, work, work.order.getUndo().getPhase(), mayFail);
            case PAUSE, CLOSE, ADMIT, DISMISS, KIND_NOT_SET -> {}
        }
    }

    /** A ledger may be from before it had the plan. */
    private void takePlan(long epoch, CatchUp order) {
        if (!order.getPlan().isEmpty()) {
            database.plans.computeIfAbsent(
                    epoch,
                    absent -> Planned.newBuilder().setPlan(order.getPlan()).build());
        }
    }

    private void prepare(long epoch, Work work, boolean mayFail, PlanChoice choice) {
        if (mayFail && random.nextInt(10) == 0) {
            fail(epoch, work, Phase.PREFLIGHT);
            return;
        }
        if (!database.plans.containsKey(epoch)) {
            database.logRows++;
        }
        Planned planned = database.plans.computeIfAbsent(
                epoch,
                number -> choice.refuses()
                        ? Samples.refusal("no room")
                        : Samples.planned(name, number, choice.changeHash(), choice.phases()));
        report(epoch, work, report -> report.setPlanned(planned));
    }

    private void forward(long epoch, Work work, Phase phase, boolean mayFail) {
        List<Phase> phases = planPhases(epoch);
        EnumSet<Phase> done = effectsOf(epoch);
        for (Phase earlier : phases) {
            if (earlier.getNumber() < phase.getNumber() && !done.contains(earlier)) {
                throw new AssertionError(name + " is told to work on " + phase + " before it has done " + earlier);
            }
        }
        if (!phases.contains(phase) || done.contains(phase)) {
            report(
                    epoch,
                    work,
                    report -> report.setPhaseDone(
                            PhaseDone.newBuilder().setPhase(phase).addAllTouched(schema(epoch))));
        } else if (work.begun == phase) {
            finishStep(epoch, work);
        } else if (mayFail && random.nextInt(10) == 0) {
            fail(epoch, work, phase);
        } else {
            witness.onForward(this, epoch, phase);
            work.begun = phase;
            database.logRows++;
        }
    }

    private void undo(long epoch, Work work, Phase phase, boolean mayFail) {
        EnumSet<Phase> done = effectsOf(epoch);
        if (done.stream().anyMatch(later -> later.getNumber() > phase.getNumber())) {
            throw new AssertionError(name + " is told to undo " + phase + " of epoch " + epoch + ", but has " + done);
        }
        if (!done.contains(phase)) {
            report(
                    epoch,
                    work,
                    report -> report.setUndoDone(
                            UndoDone.newBuilder().setPhase(phase).addAllTouched(schema(epoch))));
        } else if (mayFail && random.nextInt(10) == 0) {
            fail(epoch, work, phase);
        } else {
            witness.onUndo(this, epoch, phase);
            done.remove(phase);
            database.logRows++;
        }
    }

    private void fail(long epoch, Work work, Phase phase) {
        report(
                epoch,
                work,
                report -> report.setStepFailed(
                        StepFailed.newBuilder().setPhase(phase).setStep(1).setServerMessage("disk full")));
        failedUnder.add(work.mandate);
    }

    private void report(long epoch, Work work, java.util.function.UnaryOperator<Report.Builder> outcome) {
        if (!reportedUnder.add(work.mandate)) {
            return;
        }
        sequence++;
        outbox.add(outcome.apply(Report.newBuilder()
                        .setFleet(Samples.FLEET)
                        .setEpoch(epoch)
                        .setStamp(ReportStamp.newBuilder()
                                .setNode(name)
                                .setIncarnation(database.incarnation)
                                .setSequence(sequence)
                                .setMandate(work.mandate)
                                .setLogNumber(database.logRows)))
                .build());
    }

    private List<Phase> planPhases(long epoch) {
        Planned planned = database.plans.get(epoch);
        if (planned == null) {
            throw new AssertionError(name + " is told to work on epoch " + epoch + " without a plan of its own");
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
