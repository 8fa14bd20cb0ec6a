package dev.lockstep.agent.engine.mysql;

import java.util.Locale;
import java.util.Set;

/**
 * A column, as a planner sees it.
 *
 * @param name its name
 * @param type as the server shows it, such as {@code varchar(64)}
 * @param dataType the type's first word, such as {@code varchar}
 * @param charset its character set; empty for types without
 * @param collation its collation; empty for types without
 * @param nullable whether it takes NULL
 * @param hasDefault whether it has a default other than NULL
 * @param extra {@code auto_increment} and the like
 * @param definition its line of SHOW CREATE TABLE, without the comma
 */
record ColumnFacts(
        String name,
        String type,
        String dataType,
        String charset,
        String collation,
        boolean nullable,
        boolean hasDefault,
        String extra,
        String definition) {

    private static final Set<String> LONG_TYPES =
            Set.of("tinyblob", "blob", "mediumblob", "longblob", "tinytext", "text", "mediumtext", "longtext", "json");

    /** A column that an operation before this one makes. */
    static ColumnFacts planned(String name, String type, boolean nullable, boolean hasDefault, String definition) {
        String word = type.toLowerCase(Locale.ROOT).replaceFirst("[^a-z0-9_].*", "");
        return new ColumnFacts(name, type, word, "", "", nullable, hasDefault, "", definition);
    }

    boolean isAutoIncrement() {
        return extra.contains("auto_increment");
    }

    boolean isGenerated() {
        return extra.contains("generated") && !extra.contains("default_generated") || extra.contains("persistent");
    }

    /** Whether an index over it needs a length, and a default of it an expression. */
    boolean isLong() {
        return LONG_TYPES.contains(dataType);
    }

    boolean isNamed(String other) {
        return name.equalsIgnoreCase(other);
    }
}
