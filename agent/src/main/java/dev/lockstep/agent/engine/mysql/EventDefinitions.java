package dev.lockstep.agent.engine.mysql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the server does by itself at some time. They belong to no table, so they are read only with the whole schema; only a login with EVENT sees them. */
final class EventDefinitions implements CatalogPart {

    @Override
    public void read(Connection connection, CatalogScope scope, CatalogDraft draft) throws SQLException {
        if (!scope.isWhole()) {
            return;
        }
        Query.forEach(
                connection,
                "SELECT EVENT_NAME, EVENT_DEFINITION, EVENT_TYPE, EXECUTE_AT, INTERVAL_VALUE, INTERVAL_FIELD, STARTS,"
                        + " ENDS, TIME_ZONE, STATUS, ON_COMPLETION, SQL_MODE, EVENT_COMMENT"
                        + " FROM information_schema.EVENTS WHERE EVENT_SCHEMA = ?",
                List.of(scope.schema()),
                row -> put(row, scope, draft));
    }

    private static void put(ResultSet row, CatalogScope scope, CatalogDraft draft) throws SQLException {
        StringBuilder definition =
                new StringBuilder("event ").append(row.getString("EVENT_TYPE").toLowerCase(Locale.ROOT));
        append(definition, "at", row.getString("EXECUTE_AT"));
        append(definition, "every", row.getString("INTERVAL_VALUE"));
        append(definition, "", row.getString("INTERVAL_FIELD"));
        append(definition, "from", row.getString("STARTS"));
        append(definition, "until", row.getString("ENDS"));
        append(definition, "in", row.getString("TIME_ZONE"));
        append(definition, "then", row.getString("ON_COMPLETION"));
        append(definition, "status", row.getString("STATUS"));
        append(definition, "under sql_mode", row.getString("SQL_MODE").toLowerCase(Locale.ROOT));
        append(definition, "body", ProgramDefinitions.bodyHash(scope.withoutSchema(row.getString("EVENT_DEFINITION"))));
        TableDefinitions.appendComment(definition, row.getString("EVENT_COMMENT"));
        draft.put(Paths.topLevel("event", row.getString("EVENT_NAME")), definition.toString());
    }

    private static void append(StringBuilder definition, String word, @Nullable String value) {
        if (value != null) {
            definition.append(word.isEmpty() ? "" : " " + word).append(' ').append(value);
        }
    }
}
