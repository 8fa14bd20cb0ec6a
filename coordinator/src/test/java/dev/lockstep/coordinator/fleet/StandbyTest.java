package dev.lockstep.coordinator.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.coordinator.directives.DirectivePublisher;
import dev.lockstep.coordinator.directives.InMemoryDirectives;
import dev.lockstep.coordinator.gates.InMemoryGateKeeper;
import dev.lockstep.coordinator.journal.InMemoryJournal;
import dev.lockstep.coordinator.journal.InMemoryLog;
import dev.lockstep.coordinator.snapshot.SnapshotStore;
import dev.lockstep.kafka.InMemoryTopic;
import dev.lockstep.signing.SigningKey;
import dev.lockstep.signing.TrustedKeys;
import dev.lockstep.zookeeper.InMemoryGates;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/** Who stands by sleeps; who may lead claims at once, and does at once what the leader before has left undone. Time passes only where the test says so. */
class StandbyTest {
    private static final SigningKey KEY = SigningKey.generate();
    private static final TrustedKeys TRUSTED = TrustedKeys.of(List.of(KEY.publicKey()));
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private final InMemoryLog log = new InMemoryLog();
    private final InMemoryTopic topic = new InMemoryTopic();
    private final HandDrive drive = new HandDrive();

    @Test
    void whoStandsByIsNotWokenForDutiesAndALeaderIs() {
        FleetLoop loop = coordinator("one", drive::soon);
        drive.run();

        drive.tick();
        assertThat(drive.isIdle()).as("nobody is woken").isTrue();

        loop.onLeadershipGained();
        drive.run();
        assertThat(loop.view().leading()).isTrue();
        drive.tick();
        assertThat(drive.isIdle()).as("a leader looks again").isFalse();
    }

    @Test
    void whoMayLeadClaimsAndPublishesWhatWasLeftUndoneWithoutWaiting() {
        FleetLoop dying = coordinator("one", neverRun -> {});
        dying.onLeadershipGained();
        drive.run();
        var known = dying.submit(LoopFleet.hello("a"));
        drive.run();
        var opened = dying.submit(LoopFleet.open("first"));
        drive.run();
        assertThat(opened).as("decided").isCompleted();
        assertThat(topic.size()).as("published").isZero();
        FleetLoop standby = coordinator("two", drive::soon);
        drive.run();
        assertThat(standby.view().leading()).isFalse();

        standby.onLeadershipGained();
        drive.run();

        assertThat(standby.view().leading()).isTrue();
        assertThat(standby.view().state().leader()).isEqualTo("two");
        assertThat(standby.view().state().term()).isEqualTo(2);
        assertThat(topic.size()).isEqualTo(1);
        assertThat(known).isCompleted();
    }

    @Test
    void aClaimThatIsNotKnownToCountIsMadeAgainSoon() {
        FleetLoop loop = coordinator("one", drive::soon);
        log.plant(InMemoryLog.Fault.REQUEST_LOST);
        loop.onLeadershipGained();
        drive.run();
        assertThat(loop.view().leading()).isFalse();
        assertThat(drive.delays()).hasSize(1).allMatch(delay -> delay.compareTo(LONGEST_WAIT) <= 0);

        drive.waited();
        drive.run();

        assertThat(loop.view().leading()).isTrue();
    }

    @Test
    void whoMayNotLeadAnyMoreDoesNotClaimAgain() {
        FleetLoop loop = coordinator("one", drive::soon);
        log.plant(InMemoryLog.Fault.REQUEST_LOST);
        loop.onLeadershipGained();
        drive.run();
        loop.onLeadershipLost("the latch is gone");

        drive.waited();
        drive.run();

        assertThat(loop.view().leading()).isFalse();
        assertThat(log.records()).isEmpty();
    }

    private FleetLoop coordinator(String name, Executor publishing) {
        FleetLoop loop = new FleetLoop(
                name,
                new InMemoryJournal(
                        log,
                        LoopFleet.NAME,
                        KEY,
                        TRUSTED,
                        drive::soon,
                        () -> UUID.randomUUID().toString()),
                new DirectivePublisher(LoopFleet.NAME, KEY, TRUSTED, new InMemoryDirectives(topic), publishing),
                new InMemoryGateKeeper(new InMemoryGates(), name),
                Clocks.system(),
                () -> "elsewhere:7400",
                SnapshotStore.none(),
                drive);
        loop.start();
        return loop;
    }
}
