package dev.lockstep.integration.everystep;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the runs came to.
 *
 * @param controls by name: whether the judge saw what it must
 */
record Report(int scenarios, Tally tally, Map<String, Boolean> controls, double seconds) {
    boolean isRight() {
        return tally.wrong() == 0
                && tally.points() > 0
                && controls.values().stream().allMatch(seen -> seen);
    }

    String toJson() {
        String seen = controls.entrySet().stream()
                .map(control -> "{\"control\":\"%s\",\"seen\":%s}".formatted(control.getKey(), control.getValue()))
                .collect(Collectors.joining(","));
        return "{\"scenarios\":%d,\"runs\":%d,\"points\":%d,\"lost\":%d,\"doubled\":%d,\"stuck\":%d,\"byHand\":%d,\"wrong\":%d,\"controls\":[%s]}"
                .formatted(
                        scenarios,
                        tally.runs(),
                        tally.points(),
                        tally.lost(),
                        tally.doubled(),
                        tally.stuck(),
                        tally.byHand(),
                        tally.wrong(),
                        seen);
    }

    /** For people: the sums, and what went wrong. */
    String toText() {
        StringBuilder text = new StringBuilder(
                "%d scenarios, %d runs, %d disturbances (%d found nothing to disturb) in %.0f s: %d lost, %d doubled, %d stuck, %d by hand, %d wrong in all%n"
                        .formatted(
                                scenarios,
                                tally.runs(),
                                tally.points(),
                                tally.missed(),
                                seconds,
                                tally.lost(),
                                tally.doubled(),
                                tally.stuck(),
                                tally.byHand(),
                                tally.wrong()));
        controls.forEach(
                (name, seen) -> text.append("control \"%s\": %s%n".formatted(name, seen ? "seen" : "NOT SEEN")));
        tally.findings().forEach(finding -> text.append(finding).append(System.lineSeparator()));
        text.append(isRight() ? "right" : "WRONG").append(System.lineSeparator());
        return text.toString();
    }
}
