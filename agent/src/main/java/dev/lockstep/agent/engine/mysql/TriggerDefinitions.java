package dev.lockstep.agent.engine.mysql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Triggers: when they fire, in which order among those that are not Lockstep's, what they do, and under which SQL mode, which is that of whoever made them. */
final class TriggerDefinitions implements CatalogPart {

    @Override
    public void read(Connection connection, CatalogScope scope, CatalogDraft draft) throws SQLException {
        Map<String, Integer> counts = new HashMap<>();
        Query.forEach(
                connection,
                "SELECT TRIGGER_NAME, EVENT_OBJECT_TABLE, ACTION_TIMING, EVENT_MANIPULATION, ACTION_STATEMENT, SQL_MODE"
                        + " FROM information_schema.TRIGGERS WHERE "
                        + scope.condition("TRIGGER_SCHEMA", "EVENT_OBJECT_TABLE")
                        + " ORDER BY EVENT_OBJECT_TABLE, ACTION_TIMING, EVENT_MANIPULATION, ACTION_ORDER",
                scope.parameters(),
                row -> put(row, scope, draft, counts));
    }

    private static void put(ResultSet row, CatalogScope scope, CatalogDraft draft, Map<String, Integer> counts)
            throws SQLException {
        String name = row.getString("TRIGGER_NAME");
        String table = row.getString("EVENT_OBJECT_TABLE");
        String path = Paths.inTable(table, "trigger", name);
        String when =
                (row.getString("ACTION_TIMING") + " " + row.getString("EVENT_MANIPULATION")).toLowerCase(Locale.ROOT);
        // Ours come last, and must not shift the numbers of the others.
        String order = Paths.isOwn(path) ? "" : " number " + counts.merge(table + "\0" + when, 1, Integer::sum);
        String mode = row.getString("SQL_MODE").toLowerCase(Locale.ROOT);
        draft.put(
                path,
                when + order + ": " + scope.withoutSchema(row.getString("ACTION_STATEMENT")) + " under sql_mode "
                        + mode);
    }
}
