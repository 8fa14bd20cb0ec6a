package dev.lockstep.integration.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.coordinator.Coordinator;
import dev.lockstep.deploy.client.Approvals;
import dev.lockstep.deploy.client.CoordinatorClient;
import dev.lockstep.integration.fleet.FleetRun;
import dev.lockstep.integration.fleet.OrdersTable;
import dev.lockstep.integration.fleet.TestFleet;
import dev.lockstep.signing.SigningKey;
import dev.lockstep.v1.EpochState;
import dev.lockstep.v1.EpochStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where approvers are named, nothing runs that none of them has signed: the coordinator refuses it, and so does an agent whose coordinator does not. */
class ApproversIT {
    private static final String REFUSAL = "expected an approval that one of the approvers has signed";

    @TempDir
    private Path folder;

    @Test
    void onlyWhatAnApproverHasSignedIsRun() {
        SigningKey approver = SigningKey.readOrCreate(folder.resolve("anna.pem"));
        List<Path> approvers = List.of(SigningKey.publicFileOf(folder.resolve("anna.pem")));
        TestFleet fleet = new TestFleet();
        fleet.addNode("shard-1", "postgres").run(OrdersTable.CREATE);
        fleet.tellAgentsApprovers(approvers);
        try (FleetRun lax = FleetRun.start(fleet)) {
            long epoch = lax.applyAndApprove(OrdersTable.ADD_NOTE);
            EpochStatus paused = lax.await(epoch, EpochState.PAUSED);
            assertThat(paused.getReason()).contains(REFUSAL);
            assertThat(lax.node().query("SELECT count(*) FROM pg_attribute WHERE attname = 'note'"))
                    .containsExactly("0");
            lax.rollback(epoch);
            lax.await(epoch, EpochState.ROLLED_BACK);

            fleet.stopCoordinator("c1");
            fleet.tellCoordinatorsApprovers(approvers);
            Coordinator strict = fleet.startCoordinator("c2");
            approveAt(strict, new FleetRun(fleet, fleet.client(strict)), approver);
        }
    }

    private static void approveAt(Coordinator strict, FleetRun run, SigningKey approver) {
        run.fleet().awaitNodes(run.client());
        long epoch = run.apply(OrdersTable.ADD_NOTE);
        run.await(epoch, EpochState.AWAITING_APPROVAL);
        try (CoordinatorClient client = new CoordinatorClient(List.of("127.0.0.1:" + strict.port()))) {
            for (Optional<SigningKey> key : List.of(Optional.<SigningKey>empty(), Optional.of(SigningKey.generate()))) {
                assertThatThrownBy(() -> approve(client, epoch, key)).hasMessageContaining(REFUSAL);
            }
            assertThat(run.epoch(epoch).getState()).isEqualTo(EpochState.AWAITING_APPROVAL);
            approve(client, epoch, Optional.of(approver));
        }
        run.finish(epoch);
        run.assertWhole();
    }

    private static void approve(CoordinatorClient client, long epoch, Optional<SigningKey> key) {
        var unused = Approvals.give(client, TestFleet.FLEET, epoch, "anna", key, client.plans(TestFleet.FLEET, epoch));
    }
}
