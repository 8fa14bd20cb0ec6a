package dev.lockstep.coordinator.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.coordinator.core.Command;
import dev.lockstep.coordinator.core.Samples;
import dev.lockstep.coordinator.core.Scenario;
import dev.lockstep.coordinator.directives.DirectivePublisher;
import dev.lockstep.coordinator.directives.InMemoryDirectives;
import dev.lockstep.coordinator.gates.GateKeeper;
import dev.lockstep.coordinator.gates.InMemoryGateKeeper;
import dev.lockstep.kafka.InMemoryTopic;
import dev.lockstep.signing.SigningKey;
import dev.lockstep.signing.TrustedKeys;
import dev.lockstep.v1.Phase;
import dev.lockstep.zookeeper.GateId;
import dev.lockstep.zookeeper.InMemoryGates;
import dev.lockstep.zookeeper.Seal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A gate that fails in a way that it must not costs a look, and not the epoch. */
class LeaderDutiesTest {
    private static final GateId PREFLIGHT = GateId.forward(Samples.FLEET, 1, Phase.PREFLIGHT);

    private final Scenario fleet =
            Scenario.fleetOf("a").open("first").planned(Scenario.EVERY_PHASE).approved();
    private final InMemoryGates gates = new InMemoryGates();
    private final FailingGates failing = new FailingGates(new InMemoryGateKeeper(gates, "one"));
    private final List<Command> decided = new ArrayList<>();
    private final LeaderDuties duties = duties();

    @Test
    void aGateThatCouldNotBeTakenIsTakenAtTheNextLook() {
        failing.failures = 1;
        duties.look(fleet.state());
        assertThat(decided).isEmpty();

        duties.look(fleet.state());
        assertThat(decided).containsExactly(new Command.GateHeld(1, Phase.PREFLIGHT, 0));
    }

    @Test
    void aSealIsSetWhicheverOfItsStepsFailed() {
        fleet.upTo(Phase.EXPAND);
        gates.close(PREFLIGHT, "somebody");
        gates.setSeal(PREFLIGHT, "somebody", new Seal(99, 9));
        gates.open(PREFLIGHT, "somebody");
        // Close; close and seal; seal what is held by now, and remove what stands there: the last of them fails each
        // time.
        for (int steps : List.of(0, 1, 1)) {
            failing.succeedFirst = steps;
            failing.failures = 1;
            duties.look(fleet.state());
            assertThat(gates.seal(PREFLIGHT)).contains(new Seal(99, 9));
        }
        duties.look(fleet.state());
        duties.look(fleet.state());
        assertThat(gates.seal(PREFLIGHT)).contains(new Seal(fleet.state().entries(), 1));
    }

    @Test
    void aGateThatIsHeldIsNotTakenAgainToBeSealed() {
        fleet.upTo(Phase.EXPAND);
        failing.succeedFirst = 1;
        failing.failures = 1;
        duties.look(fleet.state());
        assertThat(gates.seal(PREFLIGHT)).isEmpty();

        failing.closes = 0;
        duties.look(fleet.state());
        assertThat(gates.seal(PREFLIGHT)).contains(new Seal(fleet.state().entries(), 1));
        assertThat(failing.closes).isZero();
    }

    @Test
    void aGateThatWasLostBeforeItWasSealedIsTakenAgain() {
        fleet.upTo(Phase.EXPAND);
        failing.succeedFirst = 1;
        failing.failures = 1;
        duties.look(fleet.state());

        gates.open(PREFLIGHT, "one");
        duties.look(fleet.state());
        assertThat(gates.seal(PREFLIGHT)).isEmpty();

        duties.look(fleet.state());
        assertThat(gates.seal(PREFLIGHT)).contains(new Seal(fleet.state().entries(), 1));
    }

    @Test
    void theGatesOfAnEpochArePreparedOnceAndForgottenWhenItHasEnded() {
        duties.look(fleet.state());
        duties.look(fleet.state());
        assertThat(failing.prepared).containsExactly(Samples.FLEET + " 1");
        assertThat(failing.forgotten).isEmpty();

        fleet.rollback().everyNodeIsHalted();
        duties.look(fleet.state());
        duties.look(fleet.state());
        assertThat(failing.prepared).hasSize(1);
        assertThat(failing.forgotten).containsExactly(Samples.FLEET + " 1");
    }

    private LeaderDuties duties() {
        SigningKey key = SigningKey.generate();
        TrustedKeys trusted = TrustedKeys.of(List.of(key.publicKey()));
        return new LeaderDuties(
                Samples.FLEET,
                new DirectivePublisher(
                        Samples.FLEET, key, trusted, new InMemoryDirectives(new InMemoryTopic()), Runnable::run),
                failing,
                Clocks.system(),
                Runnable::run,
                decided::add,
                reason -> {},
                reason -> {});
    }

    /** Gates whose futures fail: so many succeed first, then so many fail. */
    private static final class FailingGates implements GateKeeper {
        private final GateKeeper gates;
        private int succeedFirst;
        private int failures;
        private int closes;
        private final List<String> prepared = new ArrayList<>();
        private final List<String> forgotten = new ArrayList<>();

        FailingGates(GateKeeper gates) {
            this.gates = gates;
        }

        private <T> CompletableFuture<T> perhaps(Supplier<CompletableFuture<T>> answer) {
            if (succeedFirst > 0) {
                succeedFirst--;
                return answer.get();
            }
            if (failures > 0) {
                failures--;
                return CompletableFuture.failedFuture(new IllegalStateException("the gate broke"));
            }
            return answer.get();
        }

        @Override
        public CompletableFuture<CloseAttempt> tryClose(GateId gate, Duration timeout) {
            closes++;
            return perhaps(() -> gates.tryClose(gate, timeout));
        }

        @Override
        public CompletableFuture<SealOutcome> seal(GateId gate, Seal seal) {
            return perhaps(() -> gates.seal(gate, seal));
        }

        @Override
        public CompletableFuture<SealReading> readSeal(GateId gate) {
            return gates.readSeal(gate);
        }

        @Override
        public CompletableFuture<SealOutcome> removeUncountedSeal(GateId gate, Seal seal) {
            return perhaps(() -> gates.removeUncountedSeal(gate, seal));
        }

        @Override
        public CompletableFuture<Void> release(GateId gate) {
            return gates.release(gate);
        }

        @Override
        public CompletableFuture<Void> prepare(String fleet, long epoch) {
            prepared.add(fleet + " " + epoch);
            return gates.prepare(fleet, epoch);
        }

        @Override
        public CompletableFuture<Void> forget(String fleet, long epoch) {
            forgotten.add(fleet + " " + epoch);
            return gates.forget(fleet, epoch);
        }

        @Override
        public void close() {
            gates.close();
        }
    }
}
