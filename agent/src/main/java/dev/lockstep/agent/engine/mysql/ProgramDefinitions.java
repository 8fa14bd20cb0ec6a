package dev.lockstep.agent.engine.mysql;

import com.google.protobuf.ByteString;
import dev.lockstep.chain.Hashing;
import dev.lockstep.chain.Hashing.Domain;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Views, and functions and procedures by the hash of their bodies. They belong to no table, so they are read only with the whole schema. */
final class ProgramDefinitions implements CatalogPart {

    @Override
    public void read(Connection connection, CatalogScope scope, CatalogDraft draft) throws SQLException {
        if (!scope.isWhole()) {
            return;
        }
        List<String> schema = List.of(scope.schema());
        Query.forEach(
                connection,
                "SELECT TABLE_NAME, VIEW_DEFINITION, CHECK_OPTION, SECURITY_TYPE"
                        + " FROM information_schema.VIEWS WHERE TABLE_SCHEMA = ?",
                schema,
                row -> putView(row, scope, draft));
        Map<String, StringBuilder> parameters = new HashMap<>();
        Query.forEach(
                connection,
                "SELECT ROUTINE_TYPE, SPECIFIC_NAME, PARAMETER_MODE, PARAMETER_NAME, DTD_IDENTIFIER"
                        + " FROM information_schema.PARAMETERS WHERE SPECIFIC_SCHEMA = ?"
                        + " ORDER BY ROUTINE_TYPE, SPECIFIC_NAME, ORDINAL_POSITION",
                schema,
                row -> addParameter(row, parameters));
        Query.forEach(
                connection,
                "SELECT ROUTINE_TYPE, SPECIFIC_NAME, ROUTINE_DEFINITION, IS_DETERMINISTIC, SQL_DATA_ACCESS,"
                        + " SECURITY_TYPE, SQL_MODE, ROUTINE_COMMENT"
                        + " FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = ?",
                schema,
                row -> putRoutine(row, scope, draft, parameters));
    }

    private static void putView(ResultSet row, CatalogScope scope, CatalogDraft draft) throws SQLException {
        draft.put(
                Paths.topLevel("view", row.getString("TABLE_NAME")),
                scope.withoutSchema(row.getString("VIEW_DEFINITION")) + " with check option "
                        + row.getString("CHECK_OPTION") + " security " + row.getString("SECURITY_TYPE"));
    }

    private static void addParameter(ResultSet row, Map<String, StringBuilder> parameters) throws SQLException {
        StringBuilder list = parameters.computeIfAbsent(key(row), unused -> new StringBuilder());
        list.append(list.length() == 0 ? "" : ", ")
                .append(row.getString("PARAMETER_MODE"))
                .append(' ')
                .append(row.getString("PARAMETER_NAME"))
                .append(' ')
                .append(row.getString("DTD_IDENTIFIER"));
    }

    private static void putRoutine(
            ResultSet row, CatalogScope scope, CatalogDraft draft, Map<String, StringBuilder> parameters)
            throws SQLException {
        String shown = row.getString("ROUTINE_DEFINITION");
        // NULL when the agent's login may not see it.
        String body = shown == null ? "hidden" : bodyHash(scope.withoutSchema(shown));
        StringBuilder definition = new StringBuilder("(")
                .append(parameters.getOrDefault(key(row), new StringBuilder()))
                .append(") deterministic ")
                .append(row.getString("IS_DETERMINISTIC"))
                .append(' ')
                .append(row.getString("SQL_DATA_ACCESS"))
                .append(" security ")
                .append(row.getString("SECURITY_TYPE"))
                .append(" under sql_mode ")
                .append(row.getString("SQL_MODE").toLowerCase(Locale.ROOT))
                .append(" body ")
                .append(body);
        TableDefinitions.appendComment(definition, row.getString("ROUTINE_COMMENT"));
        String kind = row.getString("ROUTINE_TYPE").toLowerCase(Locale.ROOT);
        draft.put(Paths.topLevel(kind, row.getString("SPECIFIC_NAME")), definition.toString());
    }

    static String bodyHash(String body) {
        return Hashing.hex(Hashing.hash(Domain.CATALOG_OBJECT, ByteString.copyFromUtf8(body)));
    }

    private static String key(ResultSet row) throws SQLException {
        return row.getString("ROUTINE_TYPE") + "\0" + row.getString("SPECIFIC_NAME");
    }
}
