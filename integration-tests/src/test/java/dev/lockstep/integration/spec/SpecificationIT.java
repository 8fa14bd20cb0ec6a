package dev.lockstep.integration.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.integration.spec.ModelChecker.Verdict;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The intended protocol keeps its promise and ends, with more nodes, with faults together, and while the roster changes. */
class SpecificationIT {
    @TestFactory
    Stream<DynamicTest> the_intended_protocol_keeps_its_promise_in_every_state() {
        return Configurations.LONG.entrySet().stream()
                .map(intended -> DynamicTest.dynamicTest(
                        intended.getKey(), () -> assertHolds(intended.getKey(), intended.getValue())));
    }

    /** A specification that says nothing holds as well: hence the floor. */
    static void assertHolds(String configuration, int floor) throws InterruptedException {
        Verdict verdict = ModelChecker.check(configuration, 2);

        assertThat(verdict.holds()).as(verdict.output()).isTrue();
        assertThat(verdict.distinctStates()).as(configuration).isGreaterThanOrEqualTo(floor);
    }
}
