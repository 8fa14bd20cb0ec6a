package dev.lockstep.agent.engine.postgres;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a catalog says of a table as a whole, which may be partitioned, or a partition. Copies do not take that over, so it is written here, as {@link CatalogQueries} writes it.
 *
 * @param head kind, bounds and row security
 * @param identity the replica identity; empty for the primary key
 * @param comment empty for none
 */
record TableText(String head, String identity, String comment) {

    private static final Pattern PARTS = Pattern.compile(
            "(table(?: partitioned by .+?)?(?: unlogged)?(?: partition of .+? (?:FOR VALUES .+?|DEFAULT))?(?: row level security)?(?: forced row level security)?)"
                    + "( replica identity (?:full|nothing|index .+?))?( comment E?'.*)?",
            Pattern.DOTALL);

    /** What the table is, which a copy shows, and what is said of it, which no copy has. */
    private static final Pattern COPIED = Pattern.compile(
            "(table(?: partitioned by .+?)?)( unlogged)?( partition of .+? (?:FOR VALUES .+?|DEFAULT))?"
                    + "((?: row level security)?(?: forced row level security)?(?: replica identity (?:full|nothing|index .+?))?(?: comment E?'.*)?)",
            Pattern.DOTALL);

    /**
     * What becomes of a table to whose copy something was done.
     *
     * @param live its definition before
     * @param copy that of the copy afterwards
     */
    static String like(String live, String copy) {
        Matcher before = COPIED.matcher(live);
        Matcher after = COPIED.matcher(copy);
        return before.matches() && after.matches()
                ? after.group(1) + text(before.group(2)) + text(after.group(3)) + before.group(4)
                : copy;
    }

    private static String text(@Nullable String part) {
        return part == null ? "" : part;
    }

    static TableText of(String definition) {
        Matcher parts = PARTS.matcher(definition);
        if (!parts.matches()) {
            throw new IllegalStateException(
                    "expected the definition of a table, or of a partition, found " + definition);
        }
        String identity = parts.group(2);
        String comment = parts.group(3);
        return new TableText(parts.group(1), identity == null ? "" : identity, comment == null ? "" : comment);
    }

    TableText withComment(String text) {
        return new TableText(head, identity, " comment " + Quoting.literal(text));
    }

    /** The new identity as ALTER TABLE takes it, and the index that it names; empty for none. */
    TableText withIdentity(String words, String index) {
        String text = switch (words) {
            case "FULL" -> " replica identity full";
            case "NOTHING" -> " replica identity nothing";
            case "DEFAULT" -> "";
            default -> " replica identity index " + index;
        };
        return new TableText(head, text, comment);
    }

    String definition() {
        return head + identity + comment;
    }
}
