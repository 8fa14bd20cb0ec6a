package dev.lockstep.integration.everystep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.integration.crash.Variant;
import dev.lockstep.integration.postgres.Scenario;
import dev.lockstep.integration.servers.TestServers;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every scenario with a disturbance at each step, one of many; {@code integration-tests/bin/every-step} has all of them at each. */
class EveryStepIT {
    private static final String AGENT = "dev.lockstep.agent";

    private static final int SALT = Integer.getInteger("lockstep.everystep.salt", 1);
    private static final int LEAST_POINTS = 150;

    /** The step of raw-sql that builds an index. */
    private static final int INDEX = 2;

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
    }

    /** Its half index is in the way of the next try, and its done_when cannot tell that from none. */
    @Test
    void aRawStepThatBuildsAnIndexLeavesNoHalfOfIt() throws SQLException, InterruptedException, NoEnd {
        try (Bench bench = Bench.of(Scenario.named("raw-sql"), TestServers.postgres())) {
            assertThat(List.of(
                            bench.run(index(Disturbance.CANCELLED_DURING, Map.of()), Variant.PRODUCTION),
                            bench.run(index(Disturbance.KILLED_DURING, Map.of()), Variant.PRODUCTION),
                            bench.run(index(Disturbance.HALTED_DURING, Map.of()), Variant.PRODUCTION),
                            bench.run(
                                    index(Disturbance.HALTED_AFTER, Map.of(INDEX, Disturbance.KILLED_DURING)),
                                    Variant.PRODUCTION)))
                    .allSatisfy(seen -> assertThat(seen.findings()).isEmpty());
        }
    }

    private static Plot index(Disturbance forward, Map<Integer, Disturbance> back) {
        return new Plot("raw-sql", "index " + forward, Map.of(INDEX, forward), back, false);
    }

    @Test
    void whatIsWrongIsSeen() throws InterruptedException {
        assertThat(Controls.run(TestServers.postgres()))
                .isNotEmpty()
                .allSatisfy((name, seen) -> assertThat(seen).as(name).isTrue());
    }
}
