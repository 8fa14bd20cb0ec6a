package dev.lockstep.integration.scorecard;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.integration.scorecard.Part.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The parts that give the product what it must not believe. */
final class AttackParts {
    private static final String COMMAND = "dev.lockstep.integration.attack.AttackCommand";

    private AttackParts() {}

    static Part envelopes() {
        Target accepted = new Target("forged, altered or replayed envelopes accepted", "0 of 100,000");
        Target controls = new Target("receivers that are wrong on purpose, and accept some", "all");
        return new Part(
                        "forged envelopes",
                        "integration-tests/bin/attack envelopes --count 100000 --json",
                        COMMAND,
                        List.of("envelopes", "--count", "100000", "--json"),
                        20,
                        List.of(accepted, controls),
                        json -> List.of(
                                accepted.measured(
                                        count(json.required("accepted").asLong()),
                                        count(json.required("forged").asLong()) + " envelopes, forged in "
                                                + count(json.required("tricks").asLong()) + " ways",
                                        json.required("accepted").asLong() == 0
                                                && json.required("lost").asLong() == 0
                                                && json.required("forged").asLong() >= 100_000),
                                controls(json, controls)))
                .with("-XX:+UseSerialGC", "-Xmx512m", "-Dlog4j2.configurationFile=classpath:simulation-log.xml");
    }

    private static Row controls(JsonNode json, Target target) {
        List<Long> accepted = new ArrayList<>();
        json.required("controls").forEach(each -> accepted.add(each.asLong()));
        long seen = accepted.stream().filter(each -> each > 0).count();
        return target.measured(
                count(seen), count(accepted.size()) + " receivers", seen == accepted.size() && !accepted.isEmpty());
    }

    private static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
