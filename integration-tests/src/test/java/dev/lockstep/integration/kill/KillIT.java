package dev.lockstep.integration.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.deploy.command.client.Approvals;
import dev.lockstep.deploy.sandbox.Member;
import dev.lockstep.deploy.sandbox.SandboxNode;
import dev.lockstep.deploy.sandbox.SandboxSettings;
import dev.lockstep.v1.ApplyChangeRequest;
import dev.lockstep.v1.EpochCommand;
import dev.lockstep.v1.EpochState;
import dev.lockstep.v1.EpochStatus;
import dev.lockstep.v1.FleetStatus;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.PhaseTiming;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** kill -9 of agents and of the leading coordinator inside every phase, forward and back: the epoch ends as it should, each step once. */
class KillIT {
    private static final String REGION = "CASE WHEN country IN ('DE','FR') THEN 'eu' ELSE 'us' END";

    private static Processes processes;
    private static Proof proof;
    private static SandboxNode postgres;
    private static SandboxNode mariaDb;

    private record Kill(Phase phase, long atMillis) {}

    private final List<Kill> kills = new ArrayList<>();

    @BeforeAll
    static void start() {
        processes = new Processes();
        proof = new Proof(processes);
        postgres = processes.node("postgres");
        mariaDb = processes.node("mariadb");
    }

    @AfterAll
    static void stop() {
        processes.close();
    }

    @Test
    void everyPhaseForward() {
        long epoch = apply("region", columnWithIndex("region"));
        awaitPhase(epoch, EpochState.RUNNING, Phase.PREFLIGHT);
        killAgentAndLeader(epoch, postgres);
        await(epoch, EpochState.AWAITING_APPROVAL);

        Blocker onPostgres = Blocker.ofTable(postgres);
        Blocker onMariaDb = Blocker.ofTable(mariaDb);
        approve(epoch);
        awaitBlocked(epoch, Phase.EXPAND, postgres);
        awaitBlocked(epoch, Phase.EXPAND, mariaDb);
        killAgentAndLeader(epoch, postgres);
        onMariaDb.close();
        awaitDone(epoch, Phase.EXPAND, mariaDb);
        onMariaDb = Blocker.ofTable(mariaDb);
        onPostgres.close();

        awaitBlocked(epoch, Phase.BACKFILL, mariaDb);
        awaitDone(epoch, Phase.BACKFILL, postgres);
        onPostgres = Blocker.ofTable(postgres);
        killAgentAndLeader(epoch, mariaDb);
        onMariaDb.close();

        awaitBlocked(epoch, Phase.VALIDATE, postgres);
        killAgentAndLeader(epoch, postgres);
        onPostgres.close();

        await(epoch, EpochState.AWAITING_RELEASE);
        killAgentAndLeader(epoch, mariaDb);
        onPostgres = Blocker.ofTable(postgres);
        onMariaDb = Blocker.ofTable(mariaDb);
        processes.client().release(command(epoch));
        awaitBlocked(epoch, Phase.CONTRACT, postgres);
        awaitBlocked(epoch, Phase.CONTRACT, mariaDb);
        killAgentAndLeader(epoch, mariaDb);
        onPostgres.close();
        onMariaDb.close();

        EpochStatus ended = await(epoch, EpochState.COMPLETED);
        everyKillWasInsideItsPhase(ended);
        assertThat(kills)
                .extracting(Kill::phase)
                .containsExactly(
                        Phase.PREFLIGHT, Phase.EXPAND, Phase.BACKFILL, Phase.VALIDATE, Phase.RELEASE, Phase.CONTRACT);
        proof.of(epoch, EpochState.COMPLETED);
        for (SandboxNode node : processes.nodes()) {
            assertThat(Sql.count(node, "SELECT count(*) FROM orders WHERE region = " + REGION))
                    .isEqualTo(Processes.ROWS);
        }
    }

    private static String columnWithIndex(String column) {
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

    private static long apply(String name, String operations) {
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

    private static void approve(long epoch) {
        var unused = Approvals.give(
                processes.client(),
                SandboxSettings.FLEET,
                epoch,
                "tester",
                processes.client().plans(SandboxSettings.FLEET, epoch));
    }

    private static EpochCommand command(long epoch) {
        return EpochCommand.newBuilder()
                .setFleet(SandboxSettings.FLEET)
                .setEpoch(epoch)
                .setBy("tester")
                .setReason("a test")
                .build();
    }

    /**
     * Kills the agent of a node and the leader, waits for a successor that nobody helps, and starts both again. The status must show the phase at
     * that moment; the journal's times prove it later.
     */
    private void killAgentAndLeader(long epoch, SandboxNode node) {
        Member agent = processes.agentOf(node);
        Member leader = processes.leader();
        Member follower = processes.follower();
        FleetStatus before = processes.seenBy(leader);
        Phase phase = status(epoch).getPhase();
        long killMillis = System.currentTimeMillis();
        processes.kill(agent);
        processes.kill(leader);
        kills.add(new Kill(phase, killMillis));
        FleetStatus claimed = Processes.await(
                "a successor of " + leader.name(),
                () -> processes.seenBy(follower),
                status -> status.getTerm() > before.getTerm());
        long claimedMillis = System.currentTimeMillis() - killMillis;
        assertThat(claimed.getLeader()).isEqualTo(follower.name());
        processes.startAgain(agent);
        Processes.await(
                "a decision of " + follower.name(),
                () -> processes.seenBy(follower),
                status -> status.getJournalEntries() > claimed.getJournalEntries());
        System.out.printf(
                "epoch %d, %s %s: killed %s and %s; the successor claimed after %d ms, next decision after %d ms%n",
                epoch,
                status(epoch).getState(),
                phase,
                agent.name(),
                leader.name(),
                claimedMillis,
                System.currentTimeMillis() - killMillis);
        processes.startAgain(leader);
    }

    private void everyKillWasInsideItsPhase(EpochStatus ended) {
        for (Kill kill : kills) {
            assertThat(ended.getPhasesList()).as("%s in %s", kill, ended).anySatisfy((PhaseTiming timing) -> {
                assertThat(timing.getPhase()).isEqualTo(kill.phase());
                assertThat(kill.atMillis()).isBetween(timing.getOpenedAtMillis(), timing.getClosedAtMillis());
            });
        }
    }

    private static EpochStatus status(long epoch) {
        return processes.client().epoch(SandboxSettings.FLEET, epoch);
    }

    private static EpochStatus await(long epoch, EpochState state) {
        return awaitEpoch(epoch, state.toString(), status -> status.getState() == state);
    }

    private static void awaitPhase(long epoch, EpochState state, Phase phase) {
        awaitEpoch(epoch, state + " in " + phase, status -> status.getState() == state && status.getPhase() == phase);
    }

    /** Until the phase is open and a step of it waits for our lock. */
    private static void awaitBlocked(long epoch, Phase phase, SandboxNode node) {
        awaitPhase(epoch, EpochState.RUNNING, phase);
        Processes.await("a step of " + phase + " on " + node.name(), () -> Blocker.isFelt(node), felt -> felt);
        assertThat(status(epoch).getPhase()).isEqualTo(phase);
    }

    private static void awaitDone(long epoch, Phase phase, SandboxNode node) {
        awaitEpoch(
                epoch,
                node.name() + " done with " + phase,
                status -> status.getNodesList().stream()
                        .anyMatch(one -> one.getNode().equals(node.name())
                                && one.getPhase().getNumber() >= phase.getNumber()));
    }

    private static EpochStatus awaitEpoch(long epoch, String what, Predicate<EpochStatus> wanted) {
        return Processes.await("epoch " + epoch + " to be " + what, () -> status(epoch), status -> {
            assertThat(status.getState()).as(status.toString()).isNotEqualTo(EpochState.REJECTED);
            return wanted.test(status);
        });
    }
}
