package dev.lockstep.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.lockstep.v1.AuditReport;
import dev.lockstep.v1.Drift;
import dev.lockstep.v1.DriftReport;
import dev.lockstep.v1.EpochNodeStatus;
import dev.lockstep.v1.EpochState;
import dev.lockstep.v1.EpochStatus;
import dev.lockstep.v1.FindDriftRequest;
import dev.lockstep.v1.FleetStatus;
import dev.lockstep.v1.GetEpochRequest;
import dev.lockstep.v1.GetFleetRequest;
import dev.lockstep.v1.NodeStatus;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.PhaseTiming;
import dev.lockstep.v1.StepActual;
import dev.lockstep.v1.StepCost;
import dev.lockstep.v1.StepEstimate;
import dev.lockstep.v1.UncheckedNode;
import io.grpc.Status;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The commands that only ask. */
class QuestionsTest {

    private FakeCoordinator coordinator;

    @BeforeEach
    void startCoordinator() throws IOException {
        coordinator = new FakeCoordinator();
        coordinator.fleet = FleetStatus.newBuilder()
                .setFleet("orders")
                .setLeader("coordinator-1")
                .setTerm(3)
                .setJournalEntries(1_042)
                .addNodes(NodeStatus.newBuilder()
                        .setName("shard-1")
                        .setEngine("postgres")
                        .setVersion("16.15")
                        .addLabels("canary=true")
                        .setEpoch(1)
                        .setPhase(Phase.CONTRACT)
                        .setFingerprint("0123456789abcdef0123456789abcdef")
                        .setAttached(true)
                        .setAgent("agent-1")
                        .setIncarnation(2))
                .addNodes(NodeStatus.newBuilder()
                        .setName("shard-2")
                        .setEngine("mariadb")
                        .setHeld("restored"))
                .build();
    }

    @AfterEach
    void stopCoordinator() {
        coordinator.close();
    }

    private CommandRun ask(String... arguments) {
        String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--coordinator";
        all[arguments.length + 1] = coordinator.address();
        return CommandRun.of(all);
    }

    private static EpochStatus epoch() {
        return EpochStatus.newBuilder()
                .setNumber(1)
                .setChange("orders-region")
                .setState(EpochState.COMPLETED)
                .setRequestedBy("ann")
                .setApprovedBy("bob")
                .setOpenedAtMillis(1_700_000_000_000L)
                .setClosedAtMillis(1_700_000_060_000L)
                .addPhases(PhaseTiming.newBuilder()
                        .setPhase(Phase.EXPAND)
                        .setSeconds(0.4)
                        .setClosedAtMillis(1))
                .build();
    }

    @Test
    void statusShowsNodesAndTheirAgents() {
        CommandRun run = ask("status");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEqualTo("""
                        fleet orders, led by coordinator-1 (term 3), 1,042 journal entries

                        NODE     ENGINE          EPOCH  PHASE     FINGERPRINT   AGENT
                        shard-1  postgres 16.15  1      CONTRACT  0123456789ab  agent-1 (incarnation 2)
                        shard-2  mariadb         0      -         -             away

                        no epoch yet; open one: lockstep apply FILE
                        """);
    }

    @Test
    void statusSaysWhenThereIsNoLeaderYet() {
        coordinator.fleet = coordinator.fleet.toBuilder()
                .clearLeader()
                .clearTerm()
                .clearJournalEntries()
                .build();

        assertThat(ask("status").out())
                .startsWith("fleet orders, no leader known yet: one takes office within seconds, look again, 0 journal"
                        + " entries\n");
    }

    @Test
    void statusTakesTheOnlyFleetThereIs() {
        ask("status");

        assertThat(coordinator.asked)
                .contains(GetFleetRequest.newBuilder().setFleet("orders").build());
    }

    @Test
    void severalFleetsNeedAName() {
        coordinator.fleets.add("billing");

        CommandRun run = ask("status");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("expected to know which fleet is meant, but there are orders, billing")
                .contains("next: name one: --fleet orders");
    }

    @Test
    void noFleetYetIsAFailure() {
        coordinator.fleets.clear();

        assertThat(ask("status").exitCode()).isEqualTo(3);
    }

    @Test
    void statusAsJsonIsTheMessageAndNothingElse() {
        CommandRun run = ask("status", "--json", "--fleet", "orders");

        JsonObject answer = JsonParser.parseString(run.out()).getAsJsonObject();
        assertThat(answer.get("leader").getAsString()).isEqualTo("coordinator-1");
        assertThat(answer.getAsJsonArray("nodes")).hasSize(2);
        assertThat(answer.has("damage"))
                .as("fields that hold nothing are there, too")
                .isTrue();
        assertThat(run.err()).isEmpty();
    }

    @Test
    void nodesShowsLabelsAndWhyANodeIsHeld() {
        CommandRun run = ask("nodes");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("canary=true").contains("held: restored");
    }

    @Test
    void anUnknownFleetIsBadInput() {
        coordinator.refusal = Optional.of(new FakeCoordinator.Refusal(
                Status.Code.NOT_FOUND, "NOT_FOUND", "expected a known fleet, but there is no \"ordres\"", "see nodes"));

        CommandRun run = ask("status", "--fleet", "ordres");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("expected a known fleet, but there is no \"ordres\"\nnext: see nodes\n");
    }

    @Test
    void historyListsEpochs() {
        coordinator.epochs.add(epoch());

        CommandRun run = ask("history");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEqualTo("""
                        EPOCH  CHANGE         STATE      OPENED               REQUESTED BY  PHASES        REASON
                        1      orders-region  COMPLETED  2023-11-14 22:13:20  ann           EXPAND 0.4 s  -
                        """);
    }

    @Test
    void historyShowsOneEpochWhole() {
        coordinator.currentEpoch(epoch());

        CommandRun run = ask("history", "1");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("epoch 1 orders-region: COMPLETED")
                .contains("approved by: bob")
                .contains("closed: 2023-11-14 22:14:20");
    }

    @Test
    void historyShowsWhatEachStepShouldCostAndWhatItDid() {
        StepCost.Builder fill = StepCost.newBuilder()
                .setStep(2)
                .setSummary("fill region")
                .setEstimate(StepEstimate.newBuilder()
                        .setRows(210_000)
                        .setBytes(35_200_000)
                        .setMillis(12_000)
                        .setLogBytes(70_400_000)
                        .setLockMillis(100))
                .setActual(StepActual.newBuilder()
                        .setRows(198_000)
                        .setMillis(9_100)
                        .setLockWaitMillis(200)
                        .setLogBytes(66_000_000)
                        .setLockMillis(120)
                        .setResumed(true));
        StepCost.Builder add = StepCost.newBuilder()
                .setStep(1)
                .setSummary("add region")
                .setEstimate(StepEstimate.newBuilder().setMillis(10));
        coordinator.currentEpoch(epoch().toBuilder()
                .addNodes(costs("shard-1", add, fill))
                .addNodes(costs("shard-2", add, tookMillis(fill, 400)))
                .addNodes(costs("shard-3", add, tookMillis(fill, 300)))
                .addNodes(costs("shard-4", tookMillis(add, 8)))
                .build());

        CommandRun run = ask("history", "1");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).endsWith("""
                          STEP  WHAT         NODES   MEDIAN  SLOWEST  ITS ESTIMATE                                                ITS ACTUAL
                          1     add region   1 of 4  8 ms    shard-4  10 ms                                                       8 ms
                          2     fill region  3       400 ms  shard-1  210,000 rows, 35.2 MB, 12.0 s, 70.4 MB of log, lock 100 ms  198,000 rows, 9.1 s (200 ms waiting), 66.0 MB of log, lock 120 ms, since it went on
                        """);
        assertThat(ask("history", "1", "--each-node").out())
                .contains("shard-1  1     add region   10 ms  ")
                .contains(
                        "shard-3  2     fill region  210,000 rows, 35.2 MB, 12.0 s, 70.4 MB of log, lock 100 ms  300 ms\n");
        assertThat(coordinator.asked)
                .contains(GetEpochRequest.newBuilder()
                        .setFleet("orders")
                        .setEpoch(1)
                        .setCosts(true)
                        .build());
    }

    @Test
    void historyAndStatusShowWhatNodesRemarkedOn() {
        coordinator.currentEpoch(epoch().toBuilder()
                .addNodes(costs("shard-1").addRemarks("table:lines_1 is a partition no more"))
                .build());

        assertThat(ask("history", "1").out()).contains("\n  remark of shard-1: table:lines_1 is a partition no more\n");
        assertThat(ask("status").out()).endsWith("\n  remark of shard-1: table:lines_1 is a partition no more\n");
        assertThat(ask("status", "--json").out()).contains("\"remarks\": [\"table:lines_1 is a partition no more\"]");
    }

    private static EpochNodeStatus.Builder costs(String node, StepCost.Builder... costs) {
        EpochNodeStatus.Builder status = EpochNodeStatus.newBuilder().setNode(node);
        for (StepCost.Builder cost : costs) {
            status.addCosts(cost);
        }
        return status;
    }

    private static StepCost.Builder tookMillis(StepCost.Builder step, long millis) {
        return step.clone().setActual(StepActual.newBuilder().setMillis(millis));
    }

    @Test
    void anIntactJournalIsAYes() {
        coordinator.audit = AuditReport.newBuilder()
                .setEntries(42)
                .setIntact(true)
                .setHead("ab12")
                .build();

        CommandRun run = ask("audit", "verify");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEqualTo("intact: 42 entries, head ab12, 0 skipped\n");
    }

    @Test
    void aWrongEntryIsANo() {
        coordinator.audit = AuditReport.newBuilder()
                .setEntries(42)
                .setFirstWrongEntry(7)
                .setFinding("expected hash a, found b")
                .build();

        CommandRun run = ask("audit", "verify");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEqualTo("not intact: entry 7 of 42: expected hash a, found b\n");
    }

    @Test
    void noDriftIsAYes() {
        coordinator.drift = DriftReport.newBuilder().setChecked(4).build();

        CommandRun run = ask("drift");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEqualTo("no drift on 4 nodes\n");
    }

    @Test
    void driftIsANoAndSaysWhatDiffers() {
        coordinator.drift = DriftReport.newBuilder()
                .setChecked(4)
                .addDrift(Drift.newBuilder()
                        .setNode("shard-2")
                        .setObject("table:orders/index:orders_region_idx")
                        .setDifference("missing")
                        .setRecorded("(region)"))
                .build();

        CommandRun run = ask("drift", "--node", "shard-2");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEqualTo("""
                        NODE     OBJECT                                DIFFERENCE  RECORDED  LIVE
                        shard-2  table:orders/index:orders_region_idx  missing     (region)  -

                        1 difference on 4 nodes
                        """);
        assertThat(coordinator.asked)
                .contains(FindDriftRequest.newBuilder()
                        .setFleet("orders")
                        .setNode("shard-2")
                        .build());
    }

    @Test
    void aNodeThatCouldNotBeComparedIsNoYes() {
        coordinator.drift = DriftReport.newBuilder()
                .setChecked(3)
                .addUnchecked(UncheckedNode.newBuilder().setNode("shard-4").setReason("its agent is away"))
                .build();

        CommandRun run = ask("drift");

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out()).contains("shard-4: not compared: its agent is away");
    }

    @Test
    void watchOfAnEpochEndsWithIt() {
        coordinator.currentEpoch(epoch());

        CommandRun run = ask("watch", "1");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("epoch 1 orders-region: COMPLETED");
    }

    @Test
    void watchOfAnEpochThatWentBackIsANo() {
        coordinator.currentEpoch(
                epoch().toBuilder().setState(EpochState.ROLLED_BACK).build());

        CommandRun run = ask("watch", "1", "--json");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out().lines()).hasSize(1);
        assertThat(JsonParser.parseString(run.out())
                        .getAsJsonObject()
                        .get("fleet")
                        .getAsString())
                .isEqualTo("orders");
    }
}
