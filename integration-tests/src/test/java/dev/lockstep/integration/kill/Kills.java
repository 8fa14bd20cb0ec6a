package dev.lockstep.integration.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.deploy.sandbox.Member;
import dev.lockstep.deploy.sandbox.SandboxNode;
import dev.lockstep.v1.EpochStatus;
import dev.lockstep.v1.FleetStatus;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.PhaseTiming;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The kills of one epoch. */
final class Kills {
    private record Kill(Phase phase, long atMillis) {}

    private final Processes processes;
    private final Epochs epochs;
    private final long epoch;
    private final List<Kill> kills = new ArrayList<>();
    private CompletableFuture<Void> restarts = CompletableFuture.completedFuture(null);

    Kills(Processes processes, Epochs epochs, long epoch) {
        this.processes = processes;
        this.epochs = epochs;
        this.epoch = epoch;
    }

    /** The phases in which something was killed, in order. */
    List<Phase> phases() {
        return kills.stream().map(Kill::phase).toList();
    }

    /**
     * Kills the agent of a node and the leader. The agent is started again; the leader only when its successor leads, which nobody helps.
     */
    void agentAndLeader(SandboxNode node) {
        awaitRestarts();
        Member agent = processes.agentOf(node);
        Member leader = processes.leader();
        Member follower = processes.follower();
        FleetStatus before = processes.seenBy(leader);
        Phase phase = epochs.status(epoch).getPhase();
        long killMillis = System.currentTimeMillis();
        processes.kill(agent);
        processes.kill(leader);
        kills.add(new Kill(phase, killMillis));
        restarts = CompletableFuture.runAsync(() -> processes.startAgain(agent));
        FleetStatus claimed = Processes.await(
                "a successor of " + leader.name(),
                () -> processes.seenBy(follower),
                status -> status.getTerm() > before.getTerm());
        long claimedMillis = System.currentTimeMillis() - killMillis;
        assertThat(claimed.getLeader()).isEqualTo(follower.name());
        // Nobody else can have decided that the agent that was started again serves the node.
        FleetStatus decided = Processes.await(
                "a decision of " + follower.name(),
                () -> processes.seenBy(follower),
                status -> incarnation(status, node) > incarnation(before, node));
        System.out.printf(
                "epoch %d, %s: killed %s and %s; the successor claimed term %d after %d ms, decided again after %d ms%n",
                epoch,
                phase,
                agent.name(),
                leader.name(),
                decided.getTerm(),
                claimedMillis,
                System.currentTimeMillis() - killMillis);
        restarts = restarts.thenRunAsync(() -> processes.startAgain(leader));
    }

    private static long incarnation(FleetStatus status, SandboxNode node) {
        return status.getNodesList().stream()
                .filter(each -> each.getName().equals(node.name()))
                .findFirst()
                .orElseThrow()
                .getIncarnation();
    }

    /** Kills the agent of a node, and starts it again. */
    void agent(SandboxNode node) {
        Member agent = processes.agentOf(node);
        long before = incarnation(processes.seenBy(processes.leader()), node);
        long killMillis = System.currentTimeMillis();
        processes.kill(agent);
        processes.startAgain(agent);
        Processes.await(
                "the next incarnation on " + node.name(),
                () -> processes.seenBy(processes.leader()),
                status -> incarnation(status, node) > before);
        System.out.printf(
                "epoch %d: killed %s; started again, it served %s after %d ms%n",
                epoch, agent.name(), node.name(), System.currentTimeMillis() - killMillis);
    }

    void awaitRestarts() {
        restarts.join();
    }

    /** The journal's times prove where each kill fell. */
    void wereInsideTheirPhases(EpochStatus ended) {
        for (Kill kill : kills) {
            assertThat(ended.getPhasesList()).as("%s in %s", kill, ended).anySatisfy((PhaseTiming timing) -> {
                assertThat(timing.getPhase()).isEqualTo(kill.phase());
                assertThat(kill.atMillis()).isBetween(timing.getOpenedAtMillis(), timing.getClosedAtMillis());
            });
        }
    }
}
