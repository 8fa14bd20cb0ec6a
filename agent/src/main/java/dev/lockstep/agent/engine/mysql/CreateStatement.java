package dev.lockstep.agent.engine.mysql;

import dev.lockstep.agent.engine.mysql.SqlTokens.Token;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What SHOW CREATE TABLE says of a table's columns. */
final class CreateStatement {
    private final Map<String, String> definitions = new HashMap<>();

    private CreateStatement() {}

    static CreateStatement read(Connection connection, String schema, String table) throws SQLException {
        CreateStatement statement = new CreateStatement();
        String shown = Query.list(
                        connection, "SHOW CREATE TABLE " + Sql.name(schema, table), List.of(), row -> row.getString(2))
                .get(0);
        for (String line : shown.split("\n")) {
            String trimmed = line.trim();
            if (trimmed.startsWith("`")) {
                String definition = trimmed.endsWith(",") ? trimmed.substring(0, trimmed.length() - 1) : trimmed;
                statement.definitions.put(SqlTokens.of(definition).get(0).text(), definition);
            }
        }
        return statement;
    }

    /** A column's line, without the comma. */
    String definition(String column) {
        return definitions.getOrDefault(column, "");
    }

    /** The expression that is a column's default, without its outer parentheses. */
    Optional<String> defaultExpression(String column) {
        String definition = definition(column);
        List<Token> tokens = SqlTokens.of(definition);
        for (int at = 0; at + 1 < tokens.size(); at++) {
            if (tokens.get(at).isWord("DEFAULT") && tokens.get(at + 1).isSign("(")) {
                int last = closing(tokens, at + 1);
                return Optional.of(definition.substring(
                        tokens.get(at + 1).end(), tokens.get(last).start()));
            }
        }
        return Optional.empty();
    }

    private static int closing(List<Token> tokens, int opening) {
        int depth = 0;
        for (int at = opening; at < tokens.size(); at++) {
            depth += tokens.get(at).isSign("(") ? 1 : tokens.get(at).isSign(")") ? -1 : 0;
            if (depth == 0) {
                return at;
            }
        }
        return tokens.size() - 1;
    }
}
