package dev.lockstep.integration.everystep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.integration.crash.Variant;
import dev.lockstep.integration.postgres.Scenario;
import dev.lockstep.integration.servers.TestServers;
import java.sql.SQLException;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every scenario with a disturbance at each step, one of many; {@code integration-tests/bin/every-step} has all of them at each. */
class EveryStepIT {
    private static final String AGENT = "dev.lockstep.agent";

    private static final int SALT = Integer.getInteger("lockstep.everystep.salt", 1);
    private static final int LEAST_POINTS = 150;

    @BeforeAll
    static void losingContactIsNothingToWarnOf() {
        Configurator.setLevel(AGENT, Level.ERROR);
    }

    @AfterAll
    static void warnAgain() {
        // As its parent, so that whoever silences that silences this.
        Configurator.setLevel(AGENT, (Level) null);
    }

    @Test
    void everyOperationSurvivesADisturbanceAtEachStepWhileApplicationsWrite() throws InterruptedException {
        Tally tally =
                new Matrix(TestServers.postgres(), bench -> new Plots(bench).one(SALT), line -> {}).run(Scenario.all());

        assertThat(tally.findings()).isEmpty();
        assertThat(tally.points()).isGreaterThan(LEAST_POINTS);
        assertThat(tally.missed()).isZero();
    }

    /** Its half index is in the way of the next try, and its done_when cannot tell that from none. */
    @ParameterizedTest
    @CsvSource({"CANCELLED_DURING, ", "KILLED_DURING, ", "HALTED_DURING, ", "HALTED_AFTER, KILLED_DURING"})
    void aRawStepThatBuildsAnIndexLeavesNoHalfOfIt(Disturbance forward, @Nullable Disturbance back)
            throws SQLException, InterruptedException, NoEnd {
        try (Bench bench = Bench.of(Scenario.named("raw-sql"), TestServers.postgres())) {
            Plot plot = new Plot("raw", Map.of(2, forward), back == null ? Map.of() : Map.of(2, back), false);

            assertThat(bench.run(plot, Variant.PRODUCTION).findings()).isEmpty();
        }
    }

    @Test
    void whatIsWrongIsSeen() throws InterruptedException {
        assertThat(Controls.run(TestServers.postgres()))
                .isNotEmpty()
                .allSatisfy((name, seen) -> assertThat(seen).as(name).isTrue());
    }
}
