package dev.lockstep.deploy.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.deploy.command.FakeCoordinator;
import dev.lockstep.v1.EpochCommand;
import dev.lockstep.v1.EpochState;
import dev.lockstep.v1.EpochStatus;
import dev.lockstep.v1.FleetStatus;
import io.grpc.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CoordinatorClientTest {

    private FakeCoordinator follower;
    private FakeCoordinator leader;

    @BeforeEach
    void startCoordinators() throws IOException {
        follower = new FakeCoordinator();
        leader = new FakeCoordinator();
    }

    @AfterEach
    void stopCoordinators() {
        follower.close();
        leader.close();
    }

    private static FakeCoordinator.Refusal notLeader(String leaderAddress) {
        return new FakeCoordinator.Refusal(
                Status.Code.FAILED_PRECONDITION, "NOT_LEADER", "coordinator-2 does not lead", leaderAddress);
    }

    private static EpochCommand command() {
        return EpochCommand.newBuilder().setFleet("orders").setEpoch(1).build();
    }

    @Test
    void goesToTheLeaderThatAnotherOneNames() {
        follower.refusal = Optional.of(notLeader(leader.address()));

        try (CoordinatorClient client = new CoordinatorClient(List.of(follower.address()))) {
            assertThat(client.release(command()).getNumber()).isEqualTo(1);
            client.release(command());
        }

        assertThat(follower.asked).as("stays with the leader").hasSize(1);
        assertThat(leader.asked).containsExactly(command(), command());
    }

    @Test
    void skipsACoordinatorThatDoesNotRun() {
        String dead = follower.address();
        follower.close();

        try (CoordinatorClient client = new CoordinatorClient(List.of(dead, leader.address()))) {
            assertThat(client.pause(command()).getNumber()).isEqualTo(1);
        }
    }

    @Test
    void asksAgainWhileNobodyLeadsYet() {
        follower.refusal = Optional.of(notLeader(""));

        try (CoordinatorClient client = new CoordinatorClient(List.of(follower.address(), leader.address()))) {
            assertThat(client.resume(command()).getNumber()).isEqualTo(1);
        }
    }

    @Test
    void readsFromAFollowerWhileTheLeaderThatItNamesIsGone() {
        String gone = leader.address();
        follower.leader = Optional.of(gone);
        leader.close();

        try (CoordinatorClient client = new CoordinatorClient(List.of(gone, follower.address()))) {
            assertThat(client.fleet("orders")).isEqualTo(follower.fleet);
        }
    }

    /** A channel that found nobody goes on saying so for some time after somebody is there. */
    @Test
    void findsACoordinatorThatWasStartedAgain() throws IOException {
        int port = leader.port();
        String address = leader.address();
        follower.leader = Optional.of(address);
        leader.close();
        try (CoordinatorClient client = new CoordinatorClient(List.of(follower.address(), address))) {
            client.fleet("orders");
            leader = new FakeCoordinator(port);
            leader.fleet = FleetStatus.newBuilder().setTerm(7).build();
            follower.close();

            assertThat(client.fleet("orders").getTerm()).isEqualTo(7);
        }
    }

    @Test
    void readsFromTheLeaderThatAFollowerNames() {
        follower.leader = Optional.of(leader.address());
        leader.fleet = FleetStatus.newBuilder().setFleet("orders").setTerm(7).build();

        try (CoordinatorClient client = new CoordinatorClient(List.of(follower.address()))) {
            assertThat(client.fleet("orders").getTerm()).isEqualTo(7);
        }
    }

    @Test
    void aNoIsPassedOnWithItsNextStep() {
        leader.refusal = Optional.of(new FakeCoordinator.Refusal(
                Status.Code.FAILED_PRECONDITION, "WRONG_STATE", "expected x, but y", "do z"));

        try (CoordinatorClient client = new CoordinatorClient(List.of(leader.address()))) {
            assertThatThrownBy(() -> client.release(command()))
                    .isInstanceOfSatisfying(CoordinatorFailure.class, failure -> {
                        assertThat(failure.code()).isEqualTo("WRONG_STATE");
                        assertThat(failure).hasMessage("expected x, but y");
                        assertThat(failure.nextStep()).isEqualTo("do z");
                    });
        }
        assertThat(leader.asked).hasSize(1);
    }

    @Test
    void followsAnEpochUntilItNeedsSomebody() {
        EpochStatus paused = EpochStatus.newBuilder()
                .setNumber(1)
                .setState(EpochState.PAUSED)
                .build();
        leader.fleet =
                FleetStatus.newBuilder().setFleet("orders").addEpochs(paused).build();
        List<EpochStatus> seen = new ArrayList<>();

        try (CoordinatorClient client = new CoordinatorClient(List.of(leader.address()))) {
            EpochStatus last = new EpochFollower(client, "orders").untilItNeedsSomebody(1, seen::add);

            assertThat(last).isEqualTo(paused);
            assertThat(seen).containsExactly(paused);
        }
    }

    @Test
    void anEpochThatIsReleasedNeedsNobodyWhileItSoaks() {
        EpochStatus soaking = EpochStatus.newBuilder()
                .setState(EpochState.AWAITING_RELEASE)
                .setReleasedBy("ann")
                .build();

        assertThat(EpochFollower.needsSomebody(soaking)).isFalse();
        assertThat(EpochFollower.needsSomebody(
                        soaking.toBuilder().clearReleasedBy().build()))
                .isTrue();
    }
}
