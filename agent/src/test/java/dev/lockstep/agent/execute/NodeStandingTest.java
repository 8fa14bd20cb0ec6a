package dev.lockstep.agent.execute;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whether a node may execute, and whether something could still change it. */
class NodeStandingTest {
    private final NodeStanding standing = new NodeStanding();

    @BeforeEach
    void hasStarted() {
        standing.started(1);
        assertThat(standing.takeHelloWish()).isTrue();
    }

    @Test
    void untilTheLockIsHeldSomethingOfBeforeMayRun() {
        assertThat(standing.takeWorking()).isTrue();

        standing.rests();

        assertThat(standing.takeWorking()).isFalse();
    }

    @Test
    void whoMayExecuteIsNoLongerAtRest() throws InterruptedException {
        standing.rests();
        assertThat(standing.awaitConfirmed(0)).isFalse();
        assertThat(standing.takeWorking()).as("it was told to wait").isFalse();

        standing.confirmed(1);

        assertThat(standing.awaitConfirmed(0)).isTrue();
        assertThat(standing.takeWorking()).isTrue();
        standing.dismissed();
        assertThat(standing.takeWorking())
                .as("the statement that it is in goes on")
                .isTrue();
    }

    @Test
    void whoLetGoOfTheLockIsNotAtRest() {
        standing.rests();

        standing.unseated();

        assertThat(standing.takeWorking()).isTrue();
    }

    @Test
    void aHeldNodeSaysAnewWhatItIsOnceNothingRuns() {
        standing.takeWorking();
        standing.held("it has left the fleet");
        assertThat(standing.takeHelloWish()).as("something still runs").isFalse();

        standing.rests();

        assertThat(standing.takeHelloWish()).isTrue();
        standing.takeWorking();
        standing.held("it has left the fleet");
        standing.rests();
        assertThat(standing.takeHelloWish()).as("it has said so at rest").isFalse();
    }

    @Test
    void aNodeThatCameToRestBeforeItWasHeldSaysSoToo() {
        standing.takeWorking();
        standing.rests();
        assertThat(standing.takeHelloWish()).as("nobody has objected").isFalse();

        standing.held("it has left the fleet");

        assertThat(standing.takeHelloWish()).isTrue();
    }
}
