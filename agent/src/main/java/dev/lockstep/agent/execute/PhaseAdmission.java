package dev.lockstep.agent.execute;

import dev.lockstep.agent.gates.PhaseGate;
import dev.lockstep.agent.ledger.EpochRow;
import dev.lockstep.agent.ledger.NodeRow;
import dev.lockstep.agent.ledger.PlanRow;
import dev.lockstep.chain.Hashing;
import dev.lockstep.signing.Approvers;
import dev.lockstep.v1.Approval;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Position;
import dev.lockstep.v1.Report;
import dev.lockstep.zookeeper.GateId;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Lets a node begin a phase: its plan is approved (rule A3), its ledger is as new as the leader's last decision (rule N7), and it stands behind the gate (rule G3). {@link #leave} may come
 * from any thread; the rest is used by the worker.
 */
public final class PhaseAdmission {
    private static final Duration GATE_TIMEOUT = Duration.ofSeconds(2);

    private static final Comparator<GateId> IN_ORDER =
            Comparator.comparing(GateId::phase).thenComparing(GateId::undo);

    private final String fleet;
    private final String node;
    private final TipReader tips;
    private final PhaseGate gate;
    private final ApprovalCheck approvals;
    private final Map<Long, Set<GateId>> entered = new ConcurrentHashMap<>();
    private long freshMandate;
    private volatile boolean suspended;

    /** One for which everybody's approval counts. */
    public PhaseAdmission(String fleet, String node, TipReader tips, PhaseGate gate) {
        this(fleet, node, tips, gate, Approvers.ANYBODY);
    }

    public PhaseAdmission(String fleet, String node, TipReader tips, PhaseGate gate, Approvers approvers) {
        this.fleet = fleet;
        this.node = node;
        this.tips = tips;
        this.gate = gate;
        this.approvals = new ApprovalCheck(fleet, node, approvers);
        gate.addListener(new PhaseGate.Listener() {
            @Override
            public void onSuspended(String reason) {
                suspended = true;
            }

            @Override
            public void onResumed() {
                suspended = false;
            }

            @Override
            public void onLost(String reason) {
                // The next step enters the gate again before it starts, or waits until that is possible.
                suspended = false;
            }
        });
    }

    /** What stands in the way. */
    public sealed interface Admission {
        /** Nothing: work may start. */
        record Admitted() implements Admission {}

        /** Something that passes. */
        record Waits(String forWhat) implements Admission {}

        /** The chain that this node received is not the one that the leader knows. */
        record Forked(String reason) implements Admission {}
    }

    /** Why a plan must not run under an approval; empty when it may (rule A3). */
    Optional<String> objection(Approval approval, EpochRow epoch, PlanRow plan) {
        return approvals.objection(approval, epoch, plan);
    }

    /** Asks to begin, or to go on with, a phase or its undo. */
    Admission admit(EpochRow epoch, NodeRow self, Phase phase, boolean undo) throws InterruptedException {
        Admission fresh = asNewAsTheLeader(epoch, self);
        if (!(fresh instanceof Admission.Admitted)) {
            return fresh;
        }
        if (suspended) {
            return new Admission.Waits("waits for ZooKeeper, whose connection is in doubt");
        }
        return enter(new GateId(fleet, epoch.epoch(), phase, undo));
    }

    /** Asks to begin, or to go on with, what a waived node has missed: the gates of those phases are sealed, and none waits for it. */
    Admission admitWithoutGate(EpochRow epoch, NodeRow self) {
        leave(epoch.epoch());
        return asNewAsTheLeader(epoch, self);
    }

    private Admission asNewAsTheLeader(EpochRow epoch, NodeRow self) {
        if (freshMandate >= epoch.mandate()) {
            return new Admission.Admitted();
        }
        Admission fresh = fresh(self);
        if (fresh instanceof Admission.Admitted) {
            freshMandate = epoch.mandate();
        }
        return fresh;
    }

    private Admission fresh(NodeRow self) {
        Optional<Position> answer = tips.tip(fleet);
        if (answer.isEmpty()) {
            return new Admission.Waits("waits for the leading coordinator to tell its newest directive");
        }
        Position tip = answer.get();
        Position own = self.position();
        if (own.getNumber() < tip.getNumber()) {
            return new Admission.Waits("waits for directive " + tip.getNumber() + ", has received " + own.getNumber());
        }
        if (own.getNumber() > tip.getNumber()) {
            return new Admission.Waits("waits for the leading coordinator, which knows directives up to "
                    + tip.getNumber() + ", while this node has received " + own.getNumber());
        }
        return own.getHash().equals(tip.getHash())
                ? new Admission.Admitted()
                : new Admission.Forked("expected directive " + own.getNumber() + " to have the hash "
                        + Hashing.hex(own.getHash()) + " that this node received, but the leading coordinator says "
                        + Hashing.hex(tip.getHash()) + ": two histories of one fleet");
    }

    private Admission enter(GateId id) throws InterruptedException {
        try {
            PhaseGate.Entry entry =
                    gate.enter(id, node, GATE_TIMEOUT).get(GATE_TIMEOUT.toMillis() * 2, TimeUnit.MILLISECONDS);
            if (entry instanceof PhaseGate.Entry.Entered) {
                entered.computeIfAbsent(id.epoch(), epoch -> ConcurrentHashMap.newKeySet())
                        .add(id);
                return new Admission.Admitted();
            }
            return new Admission.Waits(
                    entry instanceof PhaseGate.Entry.Unavailable unavailable
                            ? "waits for the " + id + ": " + unavailable.reason()
                            : "the " + id + " is sealed: waits for the next directive");
        } catch (ExecutionException | TimeoutException late) {
            return new Admission.Waits("waits for the " + id + ", which did not answer");
        }
    }

    /** Whether ZooKeeper's connection is in doubt, so that nothing new may start. */
    boolean isSuspended() {
        return suspended;
    }

    /** Comes out of the gate whose work a stored outcome has ended: what is in the ledger is done, and the leader can take the gate while the report travels. */
    void leaveAfter(Report report) {
        long epoch = report.getEpoch();
        switch (report.getOutcomeCase()) {
            case PHASE_DONE ->
                leave(GateId.forward(fleet, epoch, report.getPhaseDone().getPhase()));
            case UNDO_DONE ->
                leave(GateId.undo(fleet, epoch, report.getUndoDone().getPhase()));
            case HALTED -> leave(epoch);
            case PLANNED, STEP_FAILED, REFUSAL, OUTCOME_NOT_SET -> {
                // The phase is not over: the node stays behind its gate, or never went there.
            }
        }
    }

    private void leave(GateId id) {
        Set<GateId> ids = entered.get(id.epoch());
        if (ids != null && ids.remove(id)) {
            gate.leave(id, node);
        }
    }

    /** Comes out of every gate of an epoch. */
    public void leave(long epoch) {
        Set<GateId> ids = entered.remove(epoch);
        if (ids != null) {
            // By phase: whoever watches sees the same order in every process.
            ids.stream().sorted(IN_ORDER).forEach(id -> gate.leave(id, node));
        }
    }
}
