package dev.lockstep.coordinator.reverse;

import dev.lockstep.v1.Engine;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A column as its recorded definition describes it.
 *
 * @param type as its engine spells it
 * @param nullable whether it took NULL
 * @param defaultValue as SQL; empty for none
 * @param comment empty for none
 * @param isCollated whether it has another collation than its type, which a change file cannot say
 */
record ColumnBefore(String type, boolean nullable, String defaultValue, String comment, boolean isCollated) {
    private static final String COMMENT = "(?: comment (?<comment>" + CommentText.LITERAL + "))?";
    private static final Pattern POSTGRES = Pattern.compile(
            "(?<type>[^']+?)(?: collate (?<collation>\\S+))?(?<required> not null)?(?: default (?<default>.+?))?"
                    + COMMENT,
            Pattern.DOTALL);
    private static final Pattern MYSQL = Pattern.compile(
            "(?<type>.+?)(?: collate \\S+)?(?: null|(?<required> not null))(?: default (?<default>.+?))?" + COMMENT,
            Pattern.DOTALL);

    /** What cannot be said in a change file, such as a column that the server computes or numbers. */
    private static final Pattern SPECIAL =
            Pattern.compile(" generated | auto_increment| as \\(| on update | invisible| not valid");

    /** Empty when the definition says more than a change file can. */
    static Optional<ColumnBefore> parse(Engine engine, String definition) {
        boolean isPostgres = engine == Engine.POSTGRES;
        Matcher parts = (isPostgres ? POSTGRES : MYSQL).matcher(definition);
        if (!parts.matches() || SPECIAL.matcher(definition).find()) {
            return Optional.empty();
        }
        String defaultValue = parts.group("default");
        return Optional.of(new ColumnBefore(
                parts.group("type"),
                parts.group("required") == null,
                defaultValue == null ? "" : withoutCast(defaultValue),
                parts.group("comment") == null ? "" : CommentText.read(parts.group("comment")),
                isPostgres && parts.group("collation") != null));
    }

    /** PostgreSQL shows {@code 'eu'::text}; the column's type says the same. */
    private static String withoutCast(String shown) {
        return shown.replaceFirst("^('(?:[^']|'')*')::[a-z ]+(?:\\(\\d+(?:,\\d+)?\\))?$", "$1");
    }
}
