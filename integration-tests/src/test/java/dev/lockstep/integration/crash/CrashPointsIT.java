package dev.lockstep.integration.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.integration.servers.TestServers;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every kind of step on every engine, with contact lost at a sample of the points; {@code integration-tests/bin/crash-points} runs them all. The strides are
 * odd, so that points before and after a chunk take turns, and each kind starts at another place.
 */
class CrashPointsIT {
    private static final String AGENT = "dev.lockstep.agent";
    private static final Density SAMPLE = new Density(
            Integer.getInteger("lockstep.crash.stride", 113), Integer.getInteger("lockstep.crash.pair-stride", 701));

    @BeforeAll
    static void losingContactIsNothingToWarnOf() {
        Configurator.setLevel(AGENT, Level.ERROR);
    }

    @AfterAll
    static void warnAgain() {
        // As its parent, so that whoever silences that silences this.
        Configurator.setLevel(AGENT, (Level) null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "mariadb", "mysql"})
    void everyEffectHappensOnceWhereverContactIsLost(String engine) throws InterruptedException {
        CrashReport report =
                new CrashPoints(TestServers.running(engine), SAMPLE, Recovery.NEW_PROCESS).run(StepKinds.of(engine));
        System.out.println(report.toText());

        assertThat(report.findings()).isEmpty();
        assertThat(report.kinds())
                .allSatisfy(kind -> assertThat(kind.points())
                        .as(kind.name())
                        .isGreaterThan(kind.chunks() * 2 / SAMPLE.stride() / 2));
        assertThat(report.sum(KindReport::pairs)).isPositive();
        assertThat(report.sum(KindReport::lost)).isZero();
        assertThat(report.sum(KindReport::doubled)).isZero();
        assertThat(report.sum(KindReport::stuck)).isZero();
        assertThat(report.sum(KindReport::byHand)).isZero();
        assertThat(report.controls().get(Variant.LEDGER_FIRST).lost())
                .as("the control that writes the ledger first loses")
                .isPositive();
        assertThat(report.controls().get(Variant.DDL_FIRST).doubled())
                .as("the control that runs the statement first doubles")
                .isPositive();
    }
}
