package dev.lockstep.integration.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.deploy.client.Approvals;
import dev.lockstep.deploy.sandbox.SandboxNode;
import dev.lockstep.deploy.sandbox.SandboxSettings;
import dev.lockstep.v1.ApplyChangeRequest;
import dev.lockstep.v1.EpochCommand;
import dev.lockstep.v1.EpochState;
import dev.lockstep.v1.EpochStatus;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.PlanChangeResponse;
import java.util.function.Predicate;

/** Opens epochs, and waits for what becomes of them, as a user would. */
final class Epochs {
    /** The value of the column that {@link #columnWithIndex} adds. */
    static final String REGION = "CASE WHEN country IN ('DE','FR') THEN 'eu' ELSE 'us' END";

    private final Processes processes;

    Epochs(Processes processes) {
        this.processes = processes;
    }

    /** A change that goes through every phase: a filled column with its index. */
    static String columnWithIndex(String column) {
        return """
            operations:
              - add_column:
                  table: orders
                  column: %1$s
                  type: varchar(20)
                  nullable: false
                  value: "%2$s"
              - add_index:
                  table: orders
                  name: orders_%1$s_idx
                  columns: [%1$s]
            """.formatted(column, REGION);
    }

    /** Opens an epoch; returns its number. */
    long apply(String name, String operations) {
        return processes
                .client()
                .apply(ApplyChangeRequest.newBuilder()
                        .setFleet(SandboxSettings.FLEET)
                        .setChangeFile("change: " + name + "\nfleet: orders\nwhy: Killed on the way\n" + operations)
                        .setFileName("change.yaml")
                        .setBy("tester")
                        .build())
                .getNumber();
    }

    /** Approves what the nodes have planned; returns it, because only an open epoch can be asked for its plans. */
    PlanChangeResponse approve(long epoch) {
        PlanChangeResponse plans = processes.client().plans(SandboxSettings.FLEET, epoch);
        var unused = Approvals.give(processes.client(), SandboxSettings.FLEET, epoch, "tester", plans);
        return plans;
    }

    /** A user's command. */
    static EpochCommand command(long epoch) {
        return EpochCommand.newBuilder()
                .setFleet(SandboxSettings.FLEET)
                .setEpoch(epoch)
                .setBy("tester")
                .setReason("a test")
                .setConfirmLoss(true)
                .build();
    }

    EpochStatus status(long epoch) {
        return processes.client().epoch(SandboxSettings.FLEET, epoch);
    }

    EpochStatus await(long epoch, EpochState state) {
        return awaitEpoch(epoch, state.toString(), status -> status.getState() == state);
    }

    void awaitPhase(long epoch, EpochState state, Phase phase) {
        awaitEpoch(epoch, state + " in " + phase, status -> status.getState() == state && status.getPhase() == phase);
    }

    /** Until the phase is open and a step of it waits for our lock. */
    void awaitBlocked(long epoch, Phase phase, SandboxNode node) {
        awaitBlocked(epoch, EpochState.RUNNING, phase, node);
    }

    /** Until the phase is being undone and a step of that waits for our lock. */
    void awaitUndoBlocked(long epoch, Phase phase, SandboxNode node) {
        awaitEpoch(
                epoch,
                "undoing " + phase,
                status -> status.getPhase() == phase
                        && status.getWaitsForList().stream().anyMatch(wait -> wait.contains("the undo of " + phase)));
        awaitBlocked(epoch, EpochState.ROLLING_BACK, phase, node);
    }

    private void awaitBlocked(long epoch, EpochState state, Phase phase, SandboxNode node) {
        awaitPhase(epoch, state, phase);
        Processes.await("a step of " + phase + " on " + node.name(), () -> isHeldUp(epoch, node), held -> held);
        assertThat(status(epoch).getPhase()).isEqualTo(phase);
    }

    /** A step that looks before it asks for its lock asks for none while somebody is in the way, and says so. */
    private boolean isHeldUp(long epoch, SandboxNode node) {
        return Blocker.isFelt(node)
                || status(epoch).getNodesList().stream()
                        .anyMatch(each -> each.getNode().equals(node.name())
                                && each.getMessage().startsWith("waits for a lock"));
    }

    /** Until this node has done its part of a phase. */
    void awaitDone(long epoch, Phase phase, SandboxNode node) {
        awaitEpoch(
                epoch,
                node.name() + " done with " + phase,
                status -> status.getNodesList().stream()
                        .anyMatch(one -> one.getNode().equals(node.name())
                                && one.getPhase().getNumber() >= phase.getNumber()));
    }

    EpochStatus awaitEpoch(long epoch, String what, Predicate<EpochStatus> wanted) {
        return Processes.await("epoch " + epoch + " to be " + what, () -> status(epoch), status -> {
            assertThat(status.getState()).as(status.toString()).isNotEqualTo(EpochState.REJECTED);
            return wanted.test(status);
        });
    }
}
