package dev.lockstep.agent.engine.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads what planners must know of tables, of all of them at once. */
final class TableFactsReader {

    private final Connection connection;

    TableFactsReader(Connection connection) {
        this.connection = connection;
    }

    /** By {@link TableName#shown}; only those that are there. */
    Map<String, TableFacts> read(Collection<TableName> wanted) throws SQLException {
        Map<Long, TableFacts> bare = new HashMap<>();
        try (PreparedStatement query = PostgresFacts.byNames(connection, FactQueries.TABLES, wanted);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                bare.put(rows.getLong("oid"), bareTable(rows));
            }
        }
        Set<Long> oids = bare.keySet();
        Map<Long, Map<String, ColumnFacts>> columns = columns(oids);
        Map<Long, Map<String, IndexFacts>> indexes = indexes(oids);
        Map<Long, Map<String, ConstraintFacts>> constraints = constraints(oids);
        Map<Long, List<Dependent>> dependents = dependents(oids);
        Map<Long, List<String>> triggers = names(FactQueries.TRIGGERS, oids);
        Map<Long, List<String>> publications = names(FactQueries.PUBLICATIONS, oids);
        Map<Long, List<String>> users = names(FactQueries.USERS, oids);
        Map<Long, List<Referrer>> referrers = referrers(oids);
        Map<Long, Partitioning> partitioning = new PartitionReader(connection).read(oids);
        Map<Long, StandIn> standIns = StandIn.read(connection, oids);
        Map<Long, List<Keepsake>> keepsakes = keepsakes(oids);
        Map<String, TableFacts> tables = new TreeMap<>();
        bare.forEach((oid, table) -> tables.put(
                table.name().shown(),
                new TableFacts(
                        table.name(),
                        table.kind(),
                        table.obstacles(),
                        table.owned(),
                        table.canCreate(),
                        table.rows(),
                        table.bytes(),
                        table.attributes(),
                        columns.getOrDefault(oid, Map.of()),
                        indexes.getOrDefault(oid, Map.of()),
                        constraints.getOrDefault(oid, Map.of()),
                        dependents.getOrDefault(oid, List.of()),
                        triggers.getOrDefault(oid, List.of()),
                        publications.getOrDefault(oid, List.of()),
                        new TableTraits(
                                table.traits().comment(),
                                table.traits().replicaIdentity(),
                                users.getOrDefault(oid, List.of()),
                                referrers.getOrDefault(oid, List.of()),
                                partitioning.getOrDefault(oid, Partitioning.NONE),
                                standIns.getOrDefault(oid, StandIn.NONE),
                                keepsakes.getOrDefault(oid, List.of())))));
        return tables;
    }

    private static TableFacts bareTable(ResultSet row) throws SQLException {
        return new TableFacts(
                new TableName(row.getString("nspname"), row.getString("relname")),
                row.getString("kind"),
                PostgresFacts.texts(row.getArray("obstacles")),
                row.getBoolean("owned"),
                row.getBoolean("can_create"),
                row.getLong("rows"),
                row.getLong("bytes"),
                row.getInt("relnatts"),
                Map.of(),
                Map.of(),
                Map.of(),
                List.of(),
                List.of(),
                List.of(),
                new TableTraits(row.getString("comment"), row.getString("replica_identity"), List.of()));
    }

    private Map<Long, Map<String, ColumnFacts>> columns(Set<Long> oids) throws SQLException {
        Map<Long, Map<String, ColumnFacts>> columns = new HashMap<>();
        try (PreparedStatement query = byOids(FactQueries.COLUMNS, oids);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                ColumnFacts column = new ColumnFacts(
                        rows.getString("attname"),
                        rows.getString("type"),
                        rows.getBoolean("attnotnull"),
                        rows.getString("default_value"),
                        rows.getBoolean("identity"),
                        rows.getBoolean("generated"),
                        rows.getString("comment"),
                        false,
                        new ColumnTraits(
                                rows.getString("collation"),
                                rows.getBoolean("volatile_default"),
                                rows.getBoolean("privileges"),
                                rows.getBoolean("composite"),
                                new ColumnTraits.Numbering(
                                        rows.getString("identity_words"),
                                        rows.getString("sequence"),
                                        rows.getString("sequence_options")),
                                ColumnTraits.Filling.NONE));
                columns.computeIfAbsent(rows.getLong("attrelid"), oid -> new TreeMap<>())
                        .put(column.name(), column);
            }
        }
        return columns;
    }

    private Map<Long, Map<String, IndexFacts>> indexes(Set<Long> oids) throws SQLException {
        Map<Long, Map<String, IndexFacts>> indexes = new HashMap<>();
        try (PreparedStatement query = byOids(FactQueries.INDEXES, oids);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                IndexFacts index = new IndexFacts(
                        rows.getString("relname"),
                        rows.getBoolean("indisunique"),
                        rows.getBoolean("indisprimary"),
                        rows.getBoolean("indisvalid"),
                        rows.getBoolean("plain"),
                        rows.getString("constraint_name"),
                        PostgresFacts.texts(rows.getArray("columns")),
                        PostgresFacts.texts(rows.getArray("users")),
                        rows.getString("definition"));
                indexes.computeIfAbsent(rows.getLong("indrelid"), oid -> new TreeMap<>())
                        .put(index.name(), index);
            }
        }
        return indexes;
    }

    private Map<Long, Map<String, ConstraintFacts>> constraints(Set<Long> oids) throws SQLException {
        Map<Long, Map<String, ConstraintFacts>> constraints = new HashMap<>();
        try (PreparedStatement query = byOids(FactQueries.CONSTRAINTS, oids);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                String other = rows.getString("other_table");
                ConstraintFacts constraint = new ConstraintFacts(
                        rows.getString("conname"),
                        ConstraintFacts.Kind.valueOf(rows.getString("kind")),
                        PostgresFacts.texts(rows.getArray("columns")),
                        other == null ? List.of() : List.of(new TableName(rows.getString("other_schema"), other)),
                        rows.getString("definition"),
                        rows.getBoolean("of_parent"));
                constraints
                        .computeIfAbsent(rows.getLong("conrelid"), oid -> new TreeMap<>())
                        .put(constraint.name(), constraint);
            }
        }
        return constraints;
    }

    private Map<Long, List<Dependent>> dependents(Set<Long> oids) throws SQLException {
        Map<Long, List<Dependent>> dependents = new HashMap<>();
        try (PreparedStatement query = byOids(FactQueries.DEPENDENTS, oids);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                dependents
                        .computeIfAbsent(rows.getLong("refobjid"), oid -> new ArrayList<>())
                        .add(new Dependent(
                                rows.getString("attname"),
                                Dependent.Kind.valueOf(rows.getString("kind")),
                                rows.getString("name"),
                                rows.getString("description")));
            }
        }
        return dependents;
    }

    private Map<Long, List<Referrer>> referrers(Set<Long> oids) throws SQLException {
        Map<Long, List<Referrer>> referrers = new HashMap<>();
        try (PreparedStatement query = byOids(FactQueries.REFERRERS, oids);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                referrers
                        .computeIfAbsent(rows.getLong("confrelid"), oid -> new ArrayList<>())
                        .add(new Referrer(
                                new TableName(rows.getString("nspname"), rows.getString("relname")),
                                rows.getString("conname"),
                                PostgresFacts.texts(rows.getArray("columns")),
                                PostgresFacts.texts(rows.getArray("referenced")),
                                rows.getString("definition"),
                                rows.getString("index"),
                                rows.getString("comment")));
            }
        }
        return referrers;
    }

    private Map<Long, List<Keepsake>> keepsakes(Set<Long> oids) throws SQLException {
        Map<Long, List<Keepsake>> keepsakes = new HashMap<>();
        try (PreparedStatement query = byOids(Keepsake.QUERY, oids);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                keepsakes
                        .computeIfAbsent(rows.getLong("oid"), oid -> new ArrayList<>())
                        .add(new Keepsake(
                                Keepsake.Kind.valueOf(rows.getString("kind")),
                                rows.getString("name"),
                                rows.getString("text")));
            }
        }
        return keepsakes;
    }

    private Map<Long, List<String>> names(String sql, Set<Long> oids) throws SQLException {
        Map<Long, List<String>> names = new HashMap<>();
        try (PreparedStatement query = byOids(sql, oids);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                names.computeIfAbsent(rows.getLong(1), oid -> new ArrayList<>()).add(rows.getString(2));
            }
        }
        return names;
    }

    private PreparedStatement byOids(String sql, Set<Long> oids) throws SQLException {
        PreparedStatement query = connection.prepareStatement(sql);
        query.setArray(1, connection.createArrayOf("oid", oids.toArray()));
        return query;
    }
}
