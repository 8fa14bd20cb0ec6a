package dev.lockstep.agent.engine.postgres;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a planner's statement is about, told by its first words, as planners write them: every name is quoted, and has its schema. */
final class SqlSubject {
    private static final String IDENTIFIER = "\"(?:[^\"]|\"\")*+\"";
    private static final String QUALIFIED = "(" + IDENTIFIER + ")\\.(" + IDENTIFIER + ")";
    private static final Pattern TABLE = Pattern.compile(
            "(?:ALTER TABLE (?:ONLY )?|COMMENT ON TABLE |COMMENT ON COLUMN |COMMENT ON CONSTRAINT " + IDENTIFIER
                    + " ON )" + QUALIFIED + "[ .].*",
            Pattern.DOTALL);
    private static final Pattern INDEX = Pattern.compile(
            "(?:ALTER INDEX " + IDENTIFIER + "\\." + IDENTIFIER + " ATTACH PARTITION |ALTER INDEX (?!" + IDENTIFIER
                    + "\\." + IDENTIFIER + " ATTACH )|COMMENT ON INDEX )" + QUALIFIED + "(?: .*)?",
            Pattern.DOTALL);
    private static final Pattern WITH_INDEX = Pattern.compile(
            "ALTER TABLE (?:ONLY )?" + QUALIFIED + " ADD CONSTRAINT (" + IDENTIFIER + ") (?:UNIQUE|PRIMARY KEY) .*",
            Pattern.DOTALL);

    private SqlSubject() {}

    /** A constraint of a table that an index stands behind, and so the index of that name. */
    record Made(TableName table, String name) {}

    /** The one table that a statement changes. */
    static Optional<TableName> table(String sql) {
        Matcher found = TABLE.matcher(sql + " ");
        boolean attaches = sql.contains(" ATTACH PARTITION ") || sql.contains(" DETACH PARTITION ");
        return found.matches() && !attaches ? Optional.of(name(found)) : Optional.empty();
    }

    /** The one index that a statement changes; of a statement by which one joins another the first of them. */
    static Optional<TableName> index(String sql) {
        Matcher found = INDEX.matcher(sql);
        return found.matches() ? Optional.of(name(found)) : Optional.empty();
    }

    /** A constraint that a statement makes together with its index, or of one that is there. */
    static Optional<Made> constraintWithIndex(String sql) {
        Matcher found = WITH_INDEX.matcher(sql);
        return found.matches() ? Optional.of(new Made(name(found), plain(found.group(3)))) : Optional.empty();
    }

    private static TableName name(Matcher found) {
        return new TableName(plain(found.group(1)), plain(found.group(2)));
    }

    private static String plain(String quoted) {
        return quoted.substring(1, quoted.length() - 1).replace("\"\"", "\"");
    }
}
