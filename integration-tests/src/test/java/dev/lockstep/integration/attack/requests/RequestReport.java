package dev.lockstep.integration.attack.requests;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * What became of hostile requests.
 *
 * @param rights right requests that were taken in the end, with the answer's status
 * @param controls servers that are wrong on purpose, and how often each was seen to be
 */
record RequestReport(RequestTally tally, Map<String, Integer> rights, Map<String, Integer> controls) {
    private static final int OK = 200;

    /** Attacks a fleet whose epoch waits for approval, then sends it what is right, then attacks worse servers. */
    static RequestReport of(AttackedFleet fleet, long seed, int count) throws IOException {
        List<RightRequest> rights = fleet.rightRequests();
        RequestTally tally = new HostileRequests(fleet.port(), rights, fleet::decided).attack(seed, count);
        // Where a wrong one was taken, the fleet is no longer one to which these would be right.
        Map<String, Integer> answers = tally.wrong() == 0 ? fleet.sendRight(rights) : Map.of();
        return new RequestReport(tally, answers, controls(rights, seed));
    }

    private static Map<String, Integer> controls(List<RightRequest> rights, long seed) throws IOException {
        AtomicLong growing = new AtomicLong();
        String words = "{\"code\":\"INVALID\",\"message\":\"no\",\"nextStep\":\"\"}";
        Map<String, Integer> seen = new LinkedHashMap<>();
        seen.put("takes everything", wrongOf("200 OK", "{}", rights, seed, () -> 0));
        seen.put("fails at everything", wrongOf("500 Internal Server Error", words, rights, seed, () -> 0));
        seen.put("refuses without a word", wrongOf("400 Bad Request", "{}", rights, seed, () -> 0));
        seen.put(
                "refuses, and does it all the same",
                wrongOf("400 Bad Request", words, rights, seed, growing::incrementAndGet));
        return seen;
    }

    private static int wrongOf(
            String statusLine, String body, List<RightRequest> rights, long seed, Supplier<?> decided)
            throws IOException {
        try (WrongServer server = new WrongServer(statusLine, body)) {
            return new HostileRequests(server.port(), rights, decided)
                    .attack(seed, RequestTrick.values().length)
                    .wrong();
        }
    }

    boolean isRight() {
        return tally.wrong() == 0
                && rights.values().stream().allMatch(status -> status == OK)
                && controls.values().stream().allMatch(seen -> seen > 0);
    }

    String json() {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("requests", tally.sent());
        json.put("tricks", tally.tricks());
        json.put("wrong", tally.wrong());
        tally.findings().forEach(json.putArray("findings")::add);
        ObjectNode taken = json.putObject("rights");
        rights.forEach(taken::put);
        ObjectNode seen = json.putObject("controls");
        controls.forEach(seen::put);
        return json.toString();
    }

    String text() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%,d requests made in %d ways: %,d taken, failed at, or refused without saying why%n",
                tally.sent(),
                tally.tricks(),
                tally.wrong()));
        tally.findings().forEach(finding -> text.append("  ").append(finding).append('\n'));
        rights.forEach((request, status) ->
                text.append(String.format(Locale.ROOT, "  right, %s: answered with %d%n", request, status)));
        controls.forEach((control, seen) -> text.append(
                String.format(Locale.ROOT, "  control, a server that %s: seen %,d times%n", control, seen)));
        return text.toString();
    }
}
