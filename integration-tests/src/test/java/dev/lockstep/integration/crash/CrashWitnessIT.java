package dev.lockstep.integration.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.integration.servers.TestServers;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the crash points go by: the server's own record of what took effect. */
class CrashWitnessIT {
    private static final int FIRST_NUMBER = 100_000;
    private static final AtomicInteger NUMBER = new AtomicInteger(FIRST_NUMBER);

    @ParameterizedTest
    @ValueSource(strings = {"mariadb", "mysql"})
    void seesEffectsInEveryFileOfTheLog(String engine) throws SQLException {
        try (CrashNode node = CrashNode.of(TestServers.running(engine), NUMBER.incrementAndGet())) {
            node.setBack(StepKinds.control(engine));

            node.run("ALTER TABLE things ADD COLUMN one int", "FLUSH BINARY LOGS");
            node.run("ALTER TABLE things ADD COLUMN two int", "FLUSH BINARY LOGS", "UPDATE counter SET n = n + 1");

            assertThat(node.effects())
                    .containsExactlyInAnyOrder(
                            "ALTER TABLE things ADD COLUMN one int", "ALTER TABLE things ADD COLUMN two int", "COUNT");

            node.forgetEffects();
            node.run("ALTER TABLE things DROP COLUMN one");

            assertThat(node.effects()).containsExactlyInAnyOrder("ALTER TABLE things DROP COLUMN one", "COUNT");
        }
    }
}
