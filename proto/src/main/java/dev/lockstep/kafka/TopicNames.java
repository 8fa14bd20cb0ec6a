package dev.lockstep.kafka;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The names of a fleet's topics and of its transactional id (rule L1).
 *
 * @param prefix stands before every name, so that several systems can share one Kafka
 */
public record TopicNames(String prefix) {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,100}");
    private static final String JOURNAL = ".journal";

    public TopicNames {
        requireName("prefix", prefix);
    }

    /** Every decision and every acknowledged report of the fleet. */
    public String journal(String fleet) {
        return of(fleet) + JOURNAL;
    }

    /** What the fleet's agents follow. */
    public String directives(String fleet) {
        return of(fleet) + ".directives";
    }

    /** The transactional id of the fleet's leader: it fences the one before. */
    public String transactionalId(String fleet) {
        return of(fleet);
    }

    /** The fleet whose journal has this topic name; empty for any other topic. */
    public Optional<String> fleetOfJournal(String topic) {
        if (!topic.startsWith(prefix + ".") || !topic.endsWith(JOURNAL)) {
            return Optional.empty();
        }
        int from = prefix.length() + 1;
        int to = topic.length() - JOURNAL.length();
        return from < to && NAME.matcher(topic.substring(from, to)).matches()
                ? Optional.of(topic.substring(from, to))
                : Optional.empty();
    }

    /** Whether a text can name a fleet or stand as a prefix. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    private String of(String fleet) {
        requireName("fleet", fleet);
        return prefix + "." + fleet;
    }

    private static void requireName(String what, String name) {
        if (!isName(name)) {
            throw new IllegalArgumentException(
                    "expected a name of the " + what + " of 1 to 100 letters, digits, _ and -, found \"" + name + "\"");
        }
    }
}
