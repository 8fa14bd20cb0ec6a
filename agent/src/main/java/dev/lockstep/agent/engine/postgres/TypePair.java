package dev.lockstep.agent.engine.postgres;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Two types, in the server's words, and what lies between them.
 *
 * @param from the one from before
 * @param to the new one
 */
public record TypePair(String from, String to) {

    private static final Pattern PARTS = Pattern.compile("([^(]+)(?:\\(([^)]*)\\))?(.*)");

    /** Each value has its own in the new type, and every one of them. */
    private static final Map<String, Set<String>> WIDER = Map.of(
            "smallint", Set.of("integer", "bigint", "numeric", "real", "double precision", "text", "character varying"),
            "integer", Set.of("bigint", "numeric", "double precision", "text", "character varying"),
            "bigint", Set.of("numeric", "text", "character varying"),
            "real", Set.of("double precision"),
            "uuid", Set.of("text", "character varying"));

    /** Whether the values of all rows are right as they are stored: the server only notes the new type. */
    public boolean isInPlace() {
        String old = base(from);
        String now = base(to);
        if (isText(old) && isText(now)) {
            return arguments(to).isEmpty() || !arguments(from).isEmpty() && number(to, 0) >= number(from, 0);
        }
        if (old.equals("cidr") && now.equals("inet")) {
            return true;
        }
        if (!old.equals(now)) {
            return false;
        }
        return switch (old) {
            case "numeric" ->
                arguments(to).isEmpty()
                        || !arguments(from).isEmpty()
                                && number(to, 0) >= number(from, 0)
                                && number(to, 1) == number(from, 1);
            case "bit varying",
                    "timestamp without time zone",
                    "timestamp with time zone",
                    "time without time zone",
                    "time with time zone" ->
                arguments(to).isEmpty() || !arguments(from).isEmpty() && number(to, 0) >= number(from, 0);
            default -> false;
        };
    }

    /** Whether a cast gives a value for every value, and a different one for each. */
    boolean losesNothing() {
        return isInPlace() || WIDER.getOrDefault(from, Set.of()).contains(to);
    }

    /** Without what says how long or how precise it is. */
    static String base(String type) {
        Matcher parts = PARTS.matcher(type);
        return parts.matches() ? parts.group(1) + parts.group(3) : type;
    }

    private static boolean isText(String base) {
        return base.equals("text") || base.equals("character varying");
    }

    private static List<String> arguments(String type) {
        Matcher parts = PARTS.matcher(type);
        return parts.matches() && parts.group(2) != null
                ? Arrays.asList(parts.group(2).split(","))
                : List.of();
    }

    private static int number(String type, int place) {
        List<String> arguments = arguments(type);
        return place < arguments.size() ? Integer.parseInt(arguments.get(place).strip()) : 0;
    }
}
