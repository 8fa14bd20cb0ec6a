package dev.lockstep.integration.attack;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;

/**
 * What became of forged envelopes.
 *
 * @param controls receivers that are wrong on purpose, and how many forgeries each accepted
 */
record EnvelopeReport(Tally tally, Map<String, Integer> controls) {
    boolean isRight() {
        return tally.accepted() == 0
                && tally.lost() == 0
                && controls.values().stream().allMatch(accepted -> accepted > 0);
    }

    String json() {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("forged", tally.forged());
        json.put("tricks", tally.tricks());
        json.put("accepted", tally.accepted());
        json.put("same", tally.same());
        json.put("lost", tally.lost());
        tally.findings().forEach(json.putArray("findings")::add);
        ObjectNode seen = json.putObject("controls");
        controls.forEach(seen::put);
        return json.toString();
    }

    String text() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%,d envelopes forged in %d ways: %,d accepted; %,d said the same as the original; %,d times what is right was not taken%n",
                tally.forged(),
                tally.tricks(),
                tally.accepted(),
                tally.same(),
                tally.lost()));
        tally.findings().forEach(finding -> text.append("  ").append(finding).append('\n'));
        controls.forEach((control, accepted) ->
                text.append(String.format(Locale.ROOT, "  control, %s: %,d accepted%n", control, accepted)));
        return text.toString();
    }
}
