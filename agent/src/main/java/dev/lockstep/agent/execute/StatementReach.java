package dev.lockstep.agent.execute;

import dev.lockstep.fingerprint.Catalog;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which changes of the catalog a raw statement can have made. Pure.
 *
 * <p>While a statement runs, or waits for its agent to come back, somebody else may change the schema too. Of a plain statement on tables it is known that it
 * leaves tables alone that it does not name, unless they are parts of one that it does, or their objects mention one. Everything else may be its doing: a view
 * follows its table, and a procedure does what it likes.
 */
final class StatementReach {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_$]+");
    private static final Pattern PLAIN = Pattern.compile(
            "\\s*(CREATE\\s+(UNIQUE\\s+)?INDEX|DROP\\s+INDEX|CREATE\\s+TABLE|ALTER\\s+TABLE|INSERT|UPDATE|DELETE)\\b.*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final String TABLE = "table:";

    private final Set<String> words;
    private final Set<String> tables;
    private final Catalog now;

    private StatementReach(Set<String> words, Set<String> tables, Catalog now) {
        this.words = words;
        this.tables = tables;
        this.now = now;
    }

    /**
     * Looks at a statement.
     *
     * @param before the paths of the objects that were there before it
     * @param now what is there after it
     */
    static StatementReach of(List<String> sql, Collection<String> before, Catalog now) {
        Set<String> words = words(String.join(" ", sql));
        boolean plain = sql.stream().allMatch(text -> PLAIN.matcher(text).matches()) && !words.contains("cascade");
        if (!plain) {
            return new StatementReach(words, Set.of(), now);
        }
        Set<String> all = new TreeSet<>();
        before.forEach(path -> all.add(tableOf(path)));
        now.schema().keySet().forEach(path -> all.add(tableOf(path)));
        all.removeIf(path -> !path.startsWith(TABLE));
        Set<String> named = new TreeSet<>(all);
        named.removeIf(table -> !words.containsAll(nameOf(table)));
        return new StatementReach(words, withParts(named, all, now), now);
    }

    /** Tables together with those that are parts or heirs of them. */
    private static Set<String> withParts(Set<String> named, Set<String> all, Catalog now) {
        Set<String> reached = new TreeSet<>(named);
        boolean grows = !named.isEmpty();
        while (grows) {
            grows = reached.addAll(
                    all.stream().filter(table -> mentions(now, table, reached)).toList());
        }
        return reached;
    }

    /** Whether it can have changed, made or removed the object. */
    boolean includes(String path) {
        return tables.isEmpty()
                || !path.startsWith(TABLE)
                || tables.contains(tableOf(path))
                || words.containsAll(nameOf(path))
                || mentions(now, path, tables);
    }

    private static boolean mentions(Catalog now, String path, Set<String> tables) {
        Set<String> definition = now.definition(path).map(StatementReach::words).orElse(Set.of());
        return tables.stream().anyMatch(table -> definition.containsAll(nameOf(table)));
    }

    /** The words of an object's own name, without schema and table. */
    private static Set<String> nameOf(String path) {
        String own = path.substring(path.lastIndexOf('/') + 1);
        String name = own.substring(own.indexOf(':') + 1);
        return words(name.substring(name.lastIndexOf('.') + 1));
    }

    private static String tableOf(String path) {
        int end = path.indexOf('/');
        return end < 0 ? path : path.substring(0, end);
    }

    private static Set<String> words(String text) {
        Set<String> words = new HashSet<>();
        WORD.matcher(text).results().forEach(word -> words.add(word.group().toLowerCase(Locale.ROOT)));
        return words;
    }
}
