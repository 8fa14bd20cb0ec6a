package dev.lockstep.agent.engine.mysql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/** How MariaDB's sequences count, which its lists do not say; not where they are. To those lists they are tables. */
final class SequenceDefinitions implements CatalogPart {
    private final MySqlServer server;

    SequenceDefinitions(MySqlServer server) {
        this.server = server;
    }

    @Override
    public void read(Connection connection, CatalogScope scope, CatalogDraft draft) throws SQLException {
        if (!server.isMariaDb()) {
            return;
        }
        List<String> sequences = Query.list(
                connection,
                "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_TYPE = 'SEQUENCE' AND "
                        + scope.condition("TABLE_SCHEMA", "TABLE_NAME"),
                scope.parameters(),
                row -> row.getString(1));
        for (String sequence : sequences) {
            String counting = Query.text(
                    connection,
                    "SELECT CONCAT(' increment ', increment, ' minimum ', minimum_value, ' maximum ', maximum_value,"
                            + " IF(cycle_option, ' cycle', '')) FROM " + Sql.name(scope.schema(), sequence));
            draft.append(Paths.table(sequence), counting.toLowerCase(Locale.ROOT));
        }
    }
}
