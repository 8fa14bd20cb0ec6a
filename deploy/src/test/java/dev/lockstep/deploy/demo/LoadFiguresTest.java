package dev.lockstep.deploy.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LoadFiguresTest {

    private final LoadFigures figures = new LoadFigures();

    @Test
    void p99IsWhatNinetyNineOfAHundredAreFasterThan() {
        for (int millis = 1; millis <= 1_000; millis++) {
            figures.succeeded(TimeUnit.MILLISECONDS.toNanos(millis));
        }

        assertThat(figures.p99MillisSinceLastCall()).isCloseTo(990, within(2.0));
    }

    @Test
    void eachCallBeginsAnew() {
        figures.succeeded(TimeUnit.SECONDS.toNanos(2));
        figures.p99MillisSinceLastCall();
        figures.succeeded(TimeUnit.MILLISECONDS.toNanos(3));

        assertThat(figures.p99MillisSinceLastCall()).isCloseTo(3, within(0.01));
        assertThat(figures.p99MillisSinceLastCall()).isZero();
        assertThat(figures.statements()).isEqualTo(2);
    }

    @Test
    void aFailureIsAStatementThatIsKeptWithItsMessage() {
        figures.succeeded(1);
        figures.failed(1, "shard-1 build 1: ERROR");

        assertThat(figures.statements()).isEqualTo(2);
        assertThat(figures.failed()).isEqualTo(1);
        assertThat(figures.failures()).containsExactly("shard-1 build 1: ERROR");
    }
}
