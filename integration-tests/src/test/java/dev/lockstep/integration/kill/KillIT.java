package dev.lockstep.integration.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.deploy.sandbox.Member;
import dev.lockstep.deploy.sandbox.SandboxNode;
import dev.lockstep.deploy.sandbox.SandboxSettings;
import dev.lockstep.v1.EpochState;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.PlanChangeResponse;
import io.grpc.StatusRuntimeException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * kill -9 of agents and of the leading coordinator inside every phase, forward and back: the epoch ends as it should, each step once. Locks of ours hold a
 * step up until the kill has fallen into it.
 */
class KillIT {
    private static Processes processes;
    private static Epochs epochs;
    private static Proof proof;
    private static SandboxNode postgres;
    private static SandboxNode mariaDb;

    @BeforeAll
    static void start() {
        processes = new Processes();
        epochs = new Epochs(processes);
        proof = new Proof(processes);
        postgres = processes.node("postgres");
        mariaDb = processes.node("mariadb");
    }

    @AfterAll
    static void stop() {
        processes.close();
    }

    /** Between them the rounds have an agent of every engine killed inside every phase. */
    @ParameterizedTest
    @CsvSource({"postgres, mariadb", "mariadb, mysql", "mysql, postgres"})
    void everyPhaseForward(String engine, String otherEngine) {
        SandboxNode node = processes.node(engine);
        SandboxNode other = processes.node(otherEngine);
        String column = "region_" + engine;
        long epoch = epochs.apply("region-" + engine, Epochs.columnWithIndex(column));
        Kills kills = new Kills(processes, epochs, epoch);
        epochs.awaitPhase(epoch, EpochState.RUNNING, Phase.PREFLIGHT);
        kills.agentAndLeader(node);
        epochs.await(epoch, EpochState.AWAITING_APPROVAL);

        Blocker onNode = Blocker.ofTable(node);
        Blocker onOther = Blocker.ofTable(other);
        PlanChangeResponse plans = epochs.approve(epoch);
        epochs.awaitBlocked(epoch, Phase.EXPAND, node);
        epochs.awaitBlocked(epoch, Phase.EXPAND, other);
        kills.agentAndLeader(node);
        onOther.close();
        epochs.awaitDone(epoch, Phase.EXPAND, other);
        onOther = Blocker.ofTable(other);
        onNode.close();

        epochs.awaitBlocked(epoch, Phase.BACKFILL, other);
        epochs.awaitDone(epoch, Phase.BACKFILL, node);
        onNode = Blocker.ofProof(node);
        kills.agentAndLeader(other);
        onOther.close();

        epochs.awaitBlocked(epoch, Phase.VALIDATE, node);
        kills.agentAndLeader(node);
        onNode.close();

        epochs.await(epoch, EpochState.AWAITING_RELEASE);
        kills.agentAndLeader(other);
        onNode = Blocker.ofTable(node);
        onOther = Blocker.ofTable(other);
        processes.client().release(Epochs.command(epoch));
        epochs.awaitBlocked(epoch, Phase.CONTRACT, node);
        epochs.awaitBlocked(epoch, Phase.CONTRACT, other);
        kills.agentAndLeader(other);
        onNode.close();
        onOther.close();

        kills.wereInsideTheirPhases(epochs.await(epoch, EpochState.COMPLETED));
        assertThat(kills.phases())
                .containsExactly(
                        Phase.PREFLIGHT, Phase.EXPAND, Phase.BACKFILL, Phase.VALIDATE, Phase.RELEASE, Phase.CONTRACT);
        kills.awaitRestarts();
        proof.of(epoch, plans, EpochState.COMPLETED);
        for (SandboxNode each : processes.nodes()) {
            assertThat(Sql.count(each, "SELECT count(*) FROM orders WHERE " + column + " = " + Epochs.REGION))
                    .isEqualTo(Processes.ROWS);
            assertThat(Sql.count(
                            each,
                            "SELECT count(*) FROM information_schema.columns WHERE table_name = 'orders'"
                                    + " AND column_name = '" + column + "' AND is_nullable = 'NO'"))
                    .isEqualTo(1);
        }
    }

    @Test
    void everyUndo() {
        Map<String, String> before = proof.fingerprints();
        long epoch = epochs.apply("zone", Epochs.columnWithIndex("zone"));
        Kills kills = new Kills(processes, epochs, epoch);
        epochs.await(epoch, EpochState.AWAITING_APPROVAL);
        PlanChangeResponse plans = epochs.approve(epoch);
        epochs.await(epoch, EpochState.AWAITING_RELEASE);

        Blocker onPositions = Blocker.ofBackfillPositions(mariaDb, epoch);
        Blocker onPostgres = Blocker.ofTable(postgres);
        Blocker onMariaDb = Blocker.ofTable(mariaDb);
        processes.client().rollback(Epochs.command(epoch));
        epochs.awaitUndoBlocked(epoch, Phase.VALIDATE, postgres);
        kills.agentAndLeader(postgres);
        onPostgres.close();

        epochs.awaitUndoBlocked(epoch, Phase.BACKFILL, mariaDb);
        kills.agentAndLeader(mariaDb);
        onPostgres = Blocker.ofTable(postgres);
        onPositions.close();

        epochs.awaitUndoBlocked(epoch, Phase.EXPAND, postgres);
        epochs.awaitUndoBlocked(epoch, Phase.EXPAND, mariaDb);
        kills.agentAndLeader(postgres);
        onPostgres.close();
        onMariaDb.close();

        epochs.await(epoch, EpochState.ROLLED_BACK);
        assertThat(kills.phases()).containsExactly(Phase.VALIDATE, Phase.BACKFILL, Phase.EXPAND);
        kills.awaitRestarts();
        proof.of(epoch, plans, EpochState.ROLLED_BACK);
        assertThat(proof.fingerprints()).isEqualTo(before);
    }

    @Test
    void haltWithoutAgentAndLeader() {
        Map<String, String> before = proof.fingerprints();
        long epoch = epochs.apply("area", Epochs.columnWithIndex("area"));
        Kills kills = new Kills(processes, epochs, epoch);
        epochs.await(epoch, EpochState.AWAITING_APPROVAL);
        Blocker onTable = Blocker.ofTable(mariaDb);
        PlanChangeResponse plans = epochs.approve(epoch);
        epochs.awaitBlocked(epoch, Phase.EXPAND, mariaDb);

        processes.kill(processes.agentOf(mariaDb));
        processes.client().rollback(Epochs.command(epoch));
        epochs.awaitPhase(epoch, EpochState.ROLLING_BACK, Phase.EXPAND);
        kills.agentAndLeader(postgres);
        assertThat(epochs.status(epoch).getWaitsForList()).anyMatch(wait -> wait.contains("shard-2 is away"));
        processes.startAgain(processes.agentOf(mariaDb));
        onTable.close();

        epochs.await(epoch, EpochState.ROLLED_BACK);
        kills.awaitRestarts();
        proof.of(epoch, plans, EpochState.ROLLED_BACK);
        assertThat(proof.fingerprints()).isEqualTo(before);
    }

    @Test
    void anIndexBuildOutlivesItsAgent() {
        long epoch = epochs.apply("amounts", """
            operations:
              - add_index:
                  table: orders
                  name: orders_amount_idx
                  columns: [amount]
            """);
        Kills kills = new Kills(processes, epochs, epoch);
        epochs.await(epoch, EpochState.AWAITING_APPROVAL);
        Blocker onPostgres = Blocker.ofTable(postgres);
        Blocker onMariaDb = Blocker.ofTable(mariaDb);
        PlanChangeResponse plans = epochs.approve(epoch);
        Processes.await(
                "an index that is not valid yet",
                () -> Sql.count(postgres, "SELECT count(*) FROM pg_index WHERE NOT indisvalid"),
                count -> count == 1);
        epochs.awaitBlocked(epoch, Phase.EXPAND, mariaDb);
        kills.agent(postgres);
        kills.agent(mariaDb);
        onPostgres.close();
        onMariaDb.close();

        Processes.await("the end, or a release", () -> epochs.status(epoch), status -> {
            if (status.getState() == EpochState.AWAITING_RELEASE) {
                processes.client().release(Epochs.command(epoch));
            }
            return status.getState() == EpochState.COMPLETED;
        });
        proof.of(epoch, plans, EpochState.COMPLETED);
        assertThat(
                        Sql.count(
                                postgres,
                                "SELECT count(*) FROM pg_index WHERE indisvalid AND indexrelid = 'orders_amount_idx'::regclass"))
                .isEqualTo(1);
    }

    @Test
    void aLeaderThatWasStoppedDecidesNothingMore() {
        long epoch = epochs.apply("note", """
            operations:
              - add_column:
                  table: orders
                  column: note
                  type: varchar(20)
            """);
        epochs.await(epoch, EpochState.AWAITING_APPROVAL);
        Member stopped = processes.leader();
        Member follower = processes.follower();
        long term = processes.seenBy(stopped).getTerm();
        processes.signal(stopped, "STOP");
        // It finds this waiting when it goes on, and may still think that it leads.
        CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> {
            try {
                return "decided: " + processes.stub(stopped).rollbackEpoch(Epochs.command(epoch));
            } catch (StatusRuntimeException refused) {
                return "refused: " + refused.getStatus();
            }
        });
        Processes.await(
                "a successor of " + stopped.name(),
                () -> processes.seenBy(follower),
                status -> status.getTerm() > term);
        long successorsTerm = processes.seenBy(follower).getTerm();
        processes.signal(stopped, "CONT");

        String said = Processes.await("its answer", () -> answer.getNow(""), text -> !text.isEmpty());
        System.out.println(stopped.name() + " went on after its session, and " + said);
        assertThat(said).startsWith("refused: ");
        Processes.await(
                stopped.name() + " to follow",
                () -> processes.seenBy(stopped),
                status -> status.getLeader().equals(follower.name()) && status.getTerm() == successorsTerm);
        Processes.await(
                "its log to say so", () -> processes.log(stopped), log -> log.contains("no longer first in line"));

        assertThat(epochs.status(epoch).getState()).isEqualTo(EpochState.AWAITING_APPROVAL);
        processes.client().rollback(Epochs.command(epoch));
        epochs.awaitEpoch(epoch, "ended", status -> status.getClosedAtMillis() > 0);
        assertThat(processes.client().fleet(SandboxSettings.FLEET).getTerm()).isEqualTo(successorsTerm);
        assertThat(processes.client().verifyAudit(SandboxSettings.FLEET).getIntact())
                .isTrue();
        proof.noDrift();
    }
}
