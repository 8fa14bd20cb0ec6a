package dev.lockstep.integration.scorecard;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.integration.scorecard.Part.Target;
import java.util.List;
import java.util.Locale;

/** The parts that ask what the tests are worth. */
final class TestParts {
    private TestParts() {}

    static Part mutants() {
        Target score = new Target("mutation score of the core", "at least 90 %");
        return new Part(
                "mutants",
                "integration-tests/bin/mutants --json",
                "dev.lockstep.integration.mutants.MutantsCommand",
                List.of("--json"),
                30,
                List.of(score),
                json -> List.of(score.measured(
                        String.format(
                                Locale.ROOT, "%.1f %%", json.required("score").asDouble()),
                        of(json),
                        json.required("score").asDouble() >= 90)));
    }

    private static String of(JsonNode json) {
        long asked = json.required("mutants").asLong() - json.required("notRun").asLong();
        return String.format(
                Locale.ROOT,
                "%,d places broken, %,d of them where no unit test comes by; %,d more could not be run",
                asked,
                json.required("notCovered").asLong(),
                json.required("notRun").asLong());
    }
}
