package dev.lockstep.integration.postgres;

import dev.lockstep.v1.ObjectChange;
import dev.lockstep.v1.Step;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Every row of every ordinary table, as the server writes it out.
 *
 * @param byTable in no order that depends on the server
 */
record Rows(Map<String, List<String>> byTable) {

    private static final String TABLES = """
            SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'lockstep')
            """;

    static Rows of(PostgresNode node) throws SQLException {
        Map<String, List<String>> rows = new TreeMap<>();
        for (String table : texts(node.driver(), TABLES)) {
            rows.put(table, texts(node.driver(), "SELECT t::text FROM " + table + " AS t ORDER BY 1"));
        }
        return new Rows(rows);
    }

    /** Whether steps only change what is said of rows, not the rows. */
    static boolean mustStay(List<Step> steps) {
        return steps.stream()
                .allMatch(step -> step.hasCheck()
                        || step.hasStatement()
                                && step.getStatement().getDoneWhen().isEmpty()
                                && !step.getOperation().equals("sql")
                                && step.getEffectsList().stream().noneMatch(Rows::isShape));
    }

    /** Columns and tables that come or go. */
    private static boolean isShape(ObjectChange effect) {
        boolean comesOrGoes = effect.getBefore().isEmpty() || effect.getAfter().isEmpty();
        return comesOrGoes
                && (effect.getPath().contains("/column:") || !effect.getPath().contains("/"));
    }

    private static List<String> texts(Connection connection, String query) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }
}
