package dev.lockstep.agent.engine.mysql;

import dev.lockstep.fingerprint.Catalog;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/** Reads the catalog of one schema with a handful of queries over {@code information_schema}. */
final class MySqlCatalog {

    private static final int TRIES = 5;

    private final List<CatalogPart> parts;

    MySqlCatalog(MySqlServer server) {
        this.parts = List.of(
                new TableDefinitions(),
                new ColumnDefinitions(server),
                new IndexDefinitions(server),
                new ForeignKeyDefinitions(),
                new CheckDefinitions(server),
                new TriggerDefinitions(),
                new ProgramDefinitions(),
                new EventDefinitions(),
                new SequenceDefinitions(server));
    }

    /** The whole schema. The servers give no snapshot of their catalog, so it is read until two looks agree. */
    Catalog read(Connection connection, String schema) throws SQLException {
        CatalogScope scope = CatalogScope.whole(schema);
        SortedMap<String, String> before = objects(connection, scope);
        for (int attempt = 1; attempt < TRIES; attempt++) {
            SortedMap<String, String> again = objects(connection, scope);
            if (again.equals(before)) {
                return CatalogDraft.split(again);
            }
            before = again;
        }
        throw new SQLException("expected the catalog of " + schema + " to hold still while it is read, but it changed "
                + TRIES + " times in a row; find out who changes it, and try again");
    }

    /** At least the objects with these paths. */
    Catalog read(Connection connection, String schema, Collection<String> paths) throws SQLException {
        Set<String> tables = new TreeSet<>();
        for (String path : paths) {
            if (Paths.tableOf(path).isEmpty()) {
                return read(connection, schema);
            }
            tables.add(Paths.tableOf(path).get());
        }
        return tables.isEmpty()
                ? CatalogDraft.split(new java.util.TreeMap<>())
                : CatalogDraft.split(objects(connection, new CatalogScope(schema, tables)));
    }

    /** Paths and definitions as they are, Lockstep's own objects among them. */
    SortedMap<String, String> objects(Connection connection, CatalogScope scope) throws SQLException {
        CatalogDraft draft = new CatalogDraft();
        for (CatalogPart part : parts) {
            part.read(connection, scope, draft);
        }
        return draft.objects();
    }
}
