package dev.lockstep.integration.drift;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** The answer of {@code integration-tests/bin/drift}. */
record DriftFindings(DriftTally tally) {

    boolean isRight() {
        return tally.missed().isEmpty()
                && tally.alarms().isEmpty()
                && tally.controls().values().stream().allMatch(wrong -> wrong > 0);
    }

    String json() {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("planted", tally.planted());
        json.put("kinds", tally.kinds());
        json.put("found", tally.planted() - tally.missed().size());
        json.put("harmless", tally.harmless());
        json.put("falseAlarms", tally.alarms().size());
        tally.missed().forEach(json.putArray("missed")::add);
        tally.alarms().forEach(json.putArray("alarms")::add);
        ObjectNode controls = json.putObject("controls");
        tally.controls().forEach(controls::put);
        return json.toString();
    }

    String text() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%,d planted of %,d kinds: %,d found; %,d things done that are no drift: %,d false alarms%n",
                tally.planted(),
                tally.kinds(),
                tally.planted() - tally.missed().size(),
                tally.harmless(),
                tally.alarms().size()));
        tally.missed().forEach(each -> text.append("  missed: ").append(each).append('\n'));
        tally.alarms()
                .forEach(each -> text.append("  false alarm: ").append(each).append('\n'));
        tally.controls()
                .forEach((control, wrong) -> text.append(
                        String.format(Locale.ROOT, "  control, somebody who %s: wrong %,d times%n", control, wrong)));
        return text.toString();
    }
}
