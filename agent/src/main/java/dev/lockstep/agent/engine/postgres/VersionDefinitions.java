package dev.lockstep.agent.engine.postgres;

import dev.lockstep.fingerprint.Catalog;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Lets the server write views out before they are made, by temporary ones over the live tables, which meet ACCESS SHARE only. */
final class VersionDefinitions {
    private VersionDefinitions() {}

    /** By the name of the view; inside of a transaction that the caller rolls back. */
    static Map<TableName, String> read(Connection connection, Collection<VersionView> views, String ledgerSchema)
            throws SQLException {
        Map<TableName, String> definitions = new HashMap<>();
        Savepoint before = connection.setSavepoint();
        try (Statement statement = connection.createStatement()) {
            for (VersionView view : views) {
                for (String sql : view.createAlike()) {
                    statement.execute(sql);
                }
            }
            List<String> helpers =
                    views.stream().map(view -> HelperNames.view(view.name())).toList();
            Catalog catalog = PostgresCatalog.readRehearsal(connection, CatalogScope.temporary(ledgerSchema, helpers));
            for (VersionView view : views) {
                String helper = "." + HelperNames.view(view.name());
                catalog.schema().entrySet().stream()
                        .filter(object -> object.getKey().endsWith(helper))
                        .forEach(object -> definitions.put(view.name(), object.getValue()));
            }
        } finally {
            connection.rollback(before);
        }
        return definitions;
    }
}
