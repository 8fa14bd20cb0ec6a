package dev.lockstep.integration.scorecard;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.integration.scorecard.Part.Target;
import java.util.List;
import java.util.Locale;

/** The parts that ask whether the product finds what is not as it was recorded. */
final class AuditParts {
    private AuditParts() {}

    static Part drift() {
        Target found = new Target("drift planted and found, object by object", "all of 200");
        Target alarms = new Target("drift found where there is none", "0");
        Target controls = new Target("who looks less well, and is wrong", "all");
        return new Part(
                        "drift",
                        "integration-tests/bin/drift --count 300 --json",
                        "dev.lockstep.integration.drift.DriftCommand",
                        List.of("--count", "300", "--json"),
                        20,
                        List.of(found, alarms, controls),
                        json -> rows(json, found, alarms, controls))
                .with("-XX:+UseSerialGC", "-Xmx512m", "-Dlog4j2.configurationFile=classpath:simulation-log.xml");
    }

    private static List<Row> rows(JsonNode json, Target found, Target alarms, Target controls) {
        long planted = json.required("planted").asLong();
        long wrong = 0;
        for (JsonNode each : json.required("controls")) {
            wrong += each.asLong() > 0 ? 1 : 0;
        }
        int all = json.required("controls").size();
        return List.of(
                found.measured(
                        count(json.required("found").asLong()),
                        count(planted) + " of " + count(json.required("kinds").asLong())
                                + " kinds, on PostgreSQL, MySQL and MariaDB",
                        planted >= 200 && json.required("found").asLong() == planted),
                alarms.measured(
                        count(json.required("falseAlarms").asLong()),
                        count(json.required("harmless").asLong()) + " things that are no drift",
                        json.required("falseAlarms").asLong() == 0
                                && json.required("harmless").asLong() > 0),
                controls.measured(count(wrong), count(all) + " controls", wrong == all && all > 0));
    }

    private static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
