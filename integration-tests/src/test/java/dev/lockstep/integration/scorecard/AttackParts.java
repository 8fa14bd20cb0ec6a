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

    static Part files() {
        Target wrong = new Target("hostile change files accepted, or refused without a word why", "0 of 5,000");
        Target controls = new Target("readers that are wrong on purpose, and seen", "all");
        return new Part(
                "hostile change files",
                "integration-tests/bin/attack files --count 5000 --json",
                COMMAND,
                List.of("files", "--count", "5000", "--json"),
                20,
                List.of(wrong, controls),
                json -> List.of(
                        wrong.measured(
                                count(json.required("wrong").asLong()),
                                count(json.required("files").asLong()) + " files, made in "
                                        + count(json.required("tricks").asLong()) + " ways, "
                                        + count(json.required("taken").asLong()) + " of them right",
                                json.required("wrong").asLong() == 0
                                        && json.required("files").asLong() >= 5_000),
                        controls(json, controls)));
    }

    static Part requests() {
        Target wrong = new Target("hostile requests accepted, failed at, or refused without a word why", "0 of 5,000");
        Target controls = new Target("servers that are wrong on purpose, and seen", "all");
        return new Part(
                        "hostile requests",
                        "integration-tests/bin/attack requests --count 5000 --json",
                        COMMAND,
                        List.of("requests", "--count", "5000", "--json"),
                        20,
                        List.of(wrong, controls),
                        json -> List.of(
                                wrong.measured(
                                        count(json.required("wrong").asLong()),
                                        count(json.required("requests").asLong()) + " requests, made in "
                                                + count(json.required("tricks").asLong()) + " ways",
                                        json.required("wrong").asLong() == 0
                                                && json.required("requests").asLong() >= 5_000),
                                controls(json, controls)))
                .with("-XX:+UseSerialGC", "-Xmx512m", "-Dlog4j2.configurationFile=classpath:simulation-log.xml");
    }

    private static Row controls(JsonNode json, Target target) {
        List<Long> times = new ArrayList<>();
        json.required("controls").forEach(each -> times.add(each.asLong()));
        long seen = times.stream().filter(each -> each > 0).count();
        return target.measured(
                count(seen), count(times.size()) + " controls", seen == times.size() && !times.isEmpty());
    }

    private static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
