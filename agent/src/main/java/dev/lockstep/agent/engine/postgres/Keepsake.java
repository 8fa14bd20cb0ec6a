package dev.lockstep.agent.engine.postgres;

import java.util.Collection;
import java.util.List;

/**
 * What was said of a part of a table, and would go with it when it is made anew.
 *
 * @param kind of what it is said
 * @param of the name of the column, the index or the constraint
 * @param text the comment, or the end of the statement that sets it
 */
record Keepsake(Kind kind, String of, String text) {

    /** How it is said again. */
    enum Kind {
        CONSTRAINT_COMMENT,
        INDEX_COMMENT,
        INDEX_SETTING,
        CLUSTERED,
        COLUMN_SETTING
    }

    /** Of each table; {@code ?} is an array of oids. A target of statistics that nobody has set is -1, since 17 NULL. */
    static final String QUERY = """
            SELECT w.oid, k.kind, k.name, k.text FROM unnest(?::oid[]) AS w (oid) CROSS JOIN LATERAL (
              SELECT 'CONSTRAINT_COMMENT' AS kind, r.conname::text AS name, obj_description(r.oid, 'pg_constraint') AS text
              FROM pg_constraint r WHERE r.conrelid = w.oid
              UNION ALL SELECT 'INDEX_COMMENT', c.relname, obj_description(c.oid, 'pg_class')
              FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indrelid = w.oid
              UNION ALL SELECT 'INDEX_SETTING', c.relname, format('ALTER COLUMN %s SET STATISTICS %s', a.attnum, a.attstattarget)
              FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
              JOIN pg_attribute a ON a.attrelid = i.indexrelid AND a.attstattarget >= 0 WHERE i.indrelid = w.oid
              UNION ALL SELECT 'CLUSTERED', c.relname, ''
              FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indrelid = w.oid AND i.indisclustered
              UNION ALL SELECT 'COLUMN_SETTING', a.attname, 'SET STATISTICS ' || a.attstattarget
              FROM pg_attribute a WHERE a.attrelid = w.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attstattarget >= 0
              UNION ALL SELECT 'COLUMN_SETTING', a.attname, format('SET (%s)', array_to_string(a.attoptions, ', '))
              FROM pg_attribute a WHERE a.attrelid = w.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attoptions IS NOT NULL
            ) AS k WHERE k.text IS NOT NULL ORDER BY 1, 2, 3, 4
            """;

    /** Statements that say again what was said of these constraints. */
    static List<String> ofConstraints(TableFacts table, Collection<String> constraints, PlanTarget target) {
        return table.traits().keepsakes().stream()
                .filter(keepsake -> keepsake.kind == Kind.CONSTRAINT_COMMENT && constraints.contains(keepsake.of))
                .map(keepsake -> keepsake.again(table.name(), keepsake.of, target))
                .toList();
    }

    /** Statements that say again what was said of these indexes, whichever constraint they stand behind. */
    static List<String> ofIndexes(TableFacts table, Collection<String> indexes, PlanTarget target) {
        return table.traits().keepsakes().stream()
                .filter(keepsake -> keepsake.kind == Kind.INDEX_COMMENT
                        || keepsake.kind == Kind.INDEX_SETTING
                        || keepsake.kind == Kind.CLUSTERED)
                .filter(keepsake -> indexes.contains(keepsake.of))
                .map(keepsake -> keepsake.again(table.name(), keepsake.of, target))
                .toList();
    }

    /** Statements that set again what was set for a column, under the name that it has by then. */
    static List<String> ofColumn(TableFacts table, String column, String now, PlanTarget target) {
        return table.traits().keepsakes().stream()
                .filter(keepsake -> keepsake.kind == Kind.COLUMN_SETTING && keepsake.of.equals(column))
                .map(keepsake -> keepsake.again(table.name(), now, target))
                .toList();
    }

    private String again(TableName table, String name, PlanTarget target) {
        String quoted = Quoting.identifier(name);
        return switch (kind) {
            case CONSTRAINT_COMMENT ->
                "COMMENT ON CONSTRAINT %s ON %s IS %s".formatted(quoted, target.table(table), Quoting.literal(text));
            case INDEX_COMMENT ->
                "COMMENT ON INDEX %s IS %s".formatted(target.table(table.sibling(name)), Quoting.literal(text));
            case INDEX_SETTING -> "ALTER INDEX %s %s".formatted(target.table(table.sibling(name)), text);
            case CLUSTERED -> "ALTER TABLE %s CLUSTER ON %s".formatted(target.table(table), quoted);
            case COLUMN_SETTING ->
                "ALTER TABLE ONLY %s ALTER COLUMN %s %s".formatted(target.table(table), quoted, text);
        };
    }
}
