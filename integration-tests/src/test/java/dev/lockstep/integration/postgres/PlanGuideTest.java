package dev.lockstep.integration.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The guide that people read is made of the plans that the tests expect. */
class PlanGuideTest {
    private static final Path GUIDE = Path.of("..", "docs", "postgres-plans.md");

    @Test
    void theGuideIsThatOfThePlans() throws IOException {
        String guide = PlanGuide.of(Scenario.all());
        if ("write".equals(System.getProperty("lockstep.golden"))) {
            Files.writeString(GUIDE, guide);
        }
        assertThat(GUIDE)
                .as("written anew with: mvn test -pl integration-tests -am -Dtest=PlanGuideTest -Dlockstep.golden=write"
                        + " -Dsurefire.failIfNoSpecifiedTests=false")
                .hasContent(guide);
    }
}
