package dev.lockstep.change;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** A time such as {@code 90s}, {@code 30m}, {@code 1h30m} or {@code 2d}. */
record DurationForm() implements Form<Duration> {
    private static final String DIGITS = "([0-9]{1,6})";
    private static final Pattern PARTS =
            Pattern.compile("(?=.)(?:" + DIGITS + "d)?(?:" + DIGITS + "h)?(?:" + DIGITS + "m)?(?:" + DIGITS + "s)?");

    @Override
    public Optional<Duration> read(Node node, ProblemLog problems) {
        String text = node instanceof ScalarNode scalar ? scalar.getValue() : "";
        Matcher parts = PARTS.matcher(text);
        if (!parts.matches()) {
            problems.add(
                    node,
                    "expected a time in days, hours, minutes and seconds, such as 30m, 1h30m, 90s or 2d, found "
                            + Found.in(node));
            return Optional.empty();
        }
        return Optional.of(Duration.ofDays(part(parts, 1))
                .plusHours(part(parts, 2))
                .plusMinutes(part(parts, 3))
                .plusSeconds(part(parts, 4)));
    }

    private static long part(Matcher parts, int group) {
        String digits = parts.group(group);
        return digits == null ? 0 : Long.parseLong(digits);
    }

    @Override
    public Map<String, Object> schema() {
        return Map.of("type", "string", "pattern", "^" + PARTS + "$");
    }
}
