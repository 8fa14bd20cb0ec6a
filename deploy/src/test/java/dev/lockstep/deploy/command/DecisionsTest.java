package dev.lockstep.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import com.google.protobuf.Message;
import dev.lockstep.signing.SigningKey;
import dev.lockstep.v1.ApplyChangeRequest;
import dev.lockstep.v1.ApproveEpochRequest;
import dev.lockstep.v1.ApprovedPlan;
import dev.lockstep.v1.EpochCommand;
import dev.lockstep.v1.EpochNodeStatus;
import dev.lockstep.v1.EpochState;
import dev.lockstep.v1.EpochStatus;
import dev.lockstep.v1.Finding;
import dev.lockstep.v1.NodePlan;
import dev.lockstep.v1.PlanChangeResponse;
import dev.lockstep.v1.Severity;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that decide. */
class DecisionsTest {

    private static final String CHANGE = """
            change: orders-region
            fleet: orders
            operations:
              - add_column: {table: orders, column: region, type: text, nullable: true}
            """;

    @TempDir
    private Path folder;

    private FakeCoordinator coordinator;
    private String file;

    @BeforeEach
    void startCoordinator() throws IOException {
        coordinator = new FakeCoordinator();
        file = Files.writeString(folder.resolve("region.yaml"), CHANGE).toString();
        coordinator.plans = PlanChangeResponse.newBuilder()
                .addNodes(NodePlan.newBuilder().setNode("shard-1").setPlanHash("aa"))
                .addNodes(NodePlan.newBuilder().setNode("shard-2").setPlanHash("bb"))
                .build();
    }

    @AfterEach
    void stopCoordinator() {
        coordinator.close();
    }

    private String[] withAddress(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--coordinator", coordinator.address()));
        return all.toArray(new String[0]);
    }

    private CommandRun run(String... arguments) {
        return CommandRun.of(withAddress(arguments));
    }

    private <T extends Message> List<T> asked(Class<T> kind) {
        return coordinator.asked.stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    private void open(EpochState state) {
        coordinator.currentEpoch(EpochStatus.newBuilder()
                .setFleet("orders")
                .setNumber(3)
                .setChange("orders-region")
                .setState(state)
                .build());
    }

    @Test
    void applyStopsBeforeApprovalAndSaysHowToGoOn() {
        coordinator.states.add(EpochState.AWAITING_APPROVAL);

        CommandRun run = run("apply", file, "--by", "ann");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("AWAITING_APPROVAL")
                .contains("next: look at the plans and approve them:" + " lockstep approve 1");
        assertThat(asked(ApplyChangeRequest.class))
                .containsExactly(ApplyChangeRequest.newBuilder()
                        .setFleet("orders")
                        .setChangeFile(CHANGE)
                        .setFileName(file)
                        .setBy("ann")
                        .build());
        assertThat(asked(ApproveEpochRequest.class)).isEmpty();
    }

    @Test
    void applyWithNoWaitAnswersAtOnce() {
        CommandRun run = run("apply", file, "--no-wait");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEqualTo("next: follow it: lockstep watch 1\n");
    }

    @Test
    void applyGoesAllTheWayWhenToldTo() {
        coordinator.states.addAll(
                List.of(EpochState.AWAITING_APPROVAL, EpochState.AWAITING_RELEASE, EpochState.COMPLETED));

        CommandRun run = run("apply", file, "--approve", "--release", "--json", "--by", "ann");

        assertThat(run.exitCode()).isZero();
        assertThat(JsonParser.parseString(run.out())
                        .getAsJsonObject()
                        .get("state")
                        .getAsString())
                .isEqualTo("COMPLETED");
        assertThat(asked(ApproveEpochRequest.class)).hasSize(1);
        assertThat(asked(EpochCommand.class)).hasSize(1);
        assertThat(run.err()).isEmpty();
    }

    @Test
    void anApprovalIsSignedWhereAKeyIsNamed() {
        coordinator.states.addAll(List.of(EpochState.AWAITING_APPROVAL, EpochState.AWAITING_RELEASE));
        SigningKey key = SigningKey.readOrCreate(folder.resolve("ann.pem"));

        CommandRun run = run(
                "apply",
                file,
                "--approve",
                "--by",
                "ann",
                "--sign-with",
                folder.resolve("ann.pem").toString());

        assertThat(run.exitCode()).isZero();
        ApproveEpochRequest request = asked(ApproveEpochRequest.class).get(0);
        assertThat(request.getKeyId()).isEqualTo(key.id());
        assertThat(request.getSignature().size()).isEqualTo(64);
    }

    @Test
    void aKeyThatCannotBeReadIsToldBeforeAnythingIsAsked() {
        CommandRun run = run("apply", file, "--approve", "--sign-with", "nowhere.pem");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("nowhere.pem");
        assertThat(asked(ApplyChangeRequest.class)).isEmpty();
    }

    @Test
    void anApprovalNamesTheHashesThatWereShown() {
        coordinator.states.addAll(List.of(EpochState.AWAITING_APPROVAL, EpochState.AWAITING_RELEASE));

        CommandRun run = run("apply", file, "--approve", "--by", "ann");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("lockstep release 1");
        assertThat(asked(ApproveEpochRequest.class))
                .containsExactly(ApproveEpochRequest.newBuilder()
                        .setFleet("orders")
                        .setEpoch(1)
                        .setBy("ann")
                        .addPlans(ApprovedPlan.newBuilder().setNode("shard-1").setPlanHash("aa"))
                        .addPlans(ApprovedPlan.newBuilder().setNode("shard-2").setPlanHash("bb"))
                        .build());
    }

    @Test
    void aPauseIsANoAndNamesNodeStepAndServerMessage() {
        coordinator.states.add(EpochState.PAUSED);
        coordinator.currentEpoch(EpochStatus.newBuilder()
                .setNumber(1)
                .setChange("orders-region")
                .setReason("shard-2 failed")
                .addNodes(EpochNodeStatus.newBuilder()
                        .setNode("shard-2")
                        .setState("failed")
                        .setStep("add column region text to orders")
                        .setMessage("ERROR: permission denied for table orders"))
                .build());

        CommandRun run = run("apply", file);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains("epoch 1 is paused: shard-2 failed")
                .contains("shard-2 failed at: add column region text to orders: ERROR: permission denied for table"
                        + " orders")
                .contains("lockstep resume 1")
                .contains("lockstep rollback 1");
    }

    @Test
    void aRejectedEpochIsANo() {
        coordinator.states.add(EpochState.REJECTED);

        assertThat(run("apply", file).exitCode()).isEqualTo(1);
    }

    @Test
    void aChangeFileWithErrorsIsBadInputAndNobodyIsAsked() throws IOException {
        Files.writeString(Path.of(file), "change: orders-region\nfleet: orders\noperatoins: []\n");

        CommandRun run = run("apply", file);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(file + ":3:1: ").contains("next: ").contains("lockstep lint");
        assertThat(coordinator.asked).isEmpty();
    }

    @Test
    void aFileThatIsNotThereIsBadInput() {
        CommandRun run = run("plan", folder.resolve("nothing.yaml").toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("expected a change file at ").contains("nothing.yaml, found none");
    }

    @Test
    void aFleetThatIsNotTheFilesIsBadInput() {
        CommandRun run = run("plan", file, "--fleet", "billing");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("expected a change for the fleet billing, but " + file + " is for orders");
    }

    @Test
    void releaseNeedsWaiting() {
        assertThat(run("apply", file, "--approve", "--release", "--no-wait").exitCode())
                .isEqualTo(2);
        assertThat(run("apply", file, "--release").exitCode()).isEqualTo(2);
    }

    @Test
    void planIsANoWhenANodeRefuses() {
        coordinator.plans = PlanChangeResponse.newBuilder()
                .addNodes(NodePlan.newBuilder()
                        .setNode("shard-2")
                        .addFindings(Finding.newBuilder()
                                .setSeverity(Severity.REFUSE)
                                .setCode("table-missing")
                                .setMessage("expected a table orders, found none")))
                .build();

        CommandRun run = run("plan", file);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEqualTo("shard-2: refuse [table-missing] expected a table orders, found none\n");
    }

    @Test
    void planIsAFailureWhenANodeGivesNoAnswer() {
        coordinator.plans = PlanChangeResponse.newBuilder()
                .addNodes(NodePlan.newBuilder().setNode("shard-2").setError("its agent is away"))
                .build();

        assertThat(run("plan", file).exitCode()).isEqualTo(3);
    }

    @Test
    void approveNeedsYesWithoutATerminal() {
        open(EpochState.AWAITING_APPROVAL);

        CommandRun run = run("approve");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("lockstep approve 3 --yes");
        assertThat(asked(ApproveEpochRequest.class)).isEmpty();
    }

    @Test
    void approveTakesTheOnlyOpenEpoch() {
        open(EpochState.AWAITING_APPROVAL);
        coordinator.states.add(EpochState.RUNNING);

        CommandRun run = run("approve", "--yes");

        assertThat(run.exitCode()).isZero();
        assertThat(asked(ApproveEpochRequest.class))
                .first()
                .extracting(ApproveEpochRequest::getEpoch)
                .isEqualTo(3L);
    }

    @Test
    void approveAsksAPerson() {
        open(EpochState.AWAITING_APPROVAL);

        CommandRun no = CommandRun.typing("n\n", withAddress("approve", "3"));
        CommandRun nothing = CommandRun.typing("", withAddress("approve", "3"));
        CommandRun yes = CommandRun.typing("y\n", withAddress("approve", "3"));

        assertThat(no.exitCode()).isEqualTo(1);
        assertThat(no.err()).contains("Approve these plans for epoch 3? [y/N]").contains("epoch 3 was not approved");
        assertThat(nothing.exitCode()).isEqualTo(1);
        assertThat(yes.exitCode()).isZero();
        assertThat(asked(ApproveEpochRequest.class)).hasSize(1);
    }

    @Test
    void withoutAnOpenEpochThereIsNothingToDecide() {
        open(EpochState.COMPLETED);

        CommandRun run = run("release");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("expected an open epoch of fleet orders, but none is open");
    }

    @Test
    void rollbackThatGoesBackIsAYes() {
        open(EpochState.RUNNING);
        coordinator.states.addAll(List.of(EpochState.ROLLED_BACK));

        CommandRun run = run("rollback", "--wait", "--reason", "latency", "--by", "ann", "--confirm-loss");

        assertThat(run.exitCode()).isZero();
        assertThat(asked(EpochCommand.class))
                .containsExactly(EpochCommand.newBuilder()
                        .setFleet("orders")
                        .setEpoch(3)
                        .setBy("ann")
                        .setReason("latency")
                        .setConfirmLoss(true)
                        .build());
    }

    @Test
    void rollbackThatLosesDataIsANoUntilConfirmed() {
        open(EpochState.AWAITING_RELEASE);
        coordinator.refusal = Optional.of(new FakeCoordinator.Refusal(
                Status.Code.FAILED_PRECONDITION,
                "NEEDS_CONFIRMATION",
                "expected a confirmation, because region of 12 rows is lost",
                "add --confirm-loss"));

        CommandRun run = run("rollback", "3", "--fleet", "orders", "--json");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(JsonParser.parseString(run.err())
                        .getAsJsonObject()
                        .get("code")
                        .getAsString())
                .isEqualTo("NEEDS_CONFIRMATION");
    }

    @Test
    void pauseAndResumeAnswerWithTheEpoch() {
        open(EpochState.RUNNING);
        coordinator.states.addAll(List.of(EpochState.PAUSED, EpochState.RUNNING));

        assertThat(run("pause").exitCode()).isZero();
        assertThat(run("resume").exitCode()).isZero();
    }
}
