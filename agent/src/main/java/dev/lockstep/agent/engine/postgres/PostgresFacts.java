package dev.lockstep.agent.engine.postgres;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads what planners must know, in a handful of queries, inside of a transaction that the caller has open. */
final class PostgresFacts {

    private final Connection connection;

    private PostgresFacts(Connection connection) {
        this.connection = connection;
    }

    static Facts read(Connection connection, PostgresVersion version, ChangeSubjects subjects, String ledgerSchema)
            throws SQLException {
        PostgresFacts reader = new PostgresFacts(connection);
        return new Facts(
                version,
                reader.tables(subjects.tables()),
                reader.relations(subjects.relations()),
                reader.types(subjects.types()),
                reader.helpers(ledgerSchema),
                reader.bodies(subjects.tables()));
    }

    private Map<String, TableFacts> tables(Collection<TableName> wanted) throws SQLException {
        Map<Long, TableFacts> bare = new HashMap<>();
        try (PreparedStatement query = byNames(FactQueries.TABLES, wanted);
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
                                users.getOrDefault(oid, List.of())))));
        return tables;
    }

    private static TableFacts bareTable(ResultSet row) throws SQLException {
        return new TableFacts(
                new TableName(row.getString("nspname"), row.getString("relname")),
                row.getString("kind"),
                texts(row.getArray("obstacles")),
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
                        false);
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
                        texts(rows.getArray("columns")),
                        texts(rows.getArray("users")),
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
                        texts(rows.getArray("columns")),
                        other == null ? List.of() : List.of(new TableName(rows.getString("other_schema"), other)),
                        rows.getString("definition"));
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

    private Set<TableName> relations(Collection<TableName> wanted) throws SQLException {
        Set<TableName> taken = new HashSet<>();
        try (PreparedStatement query = byNames(FactQueries.RELATIONS, wanted);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                taken.add(new TableName(rows.getString(1), rows.getString(2)));
            }
        }
        return taken;
    }

    private Set<String> helpers(String ledgerSchema) throws SQLException {
        Set<String> helpers = new TreeSet<>();
        try (PreparedStatement query = connection.prepareStatement(FactQueries.HELPERS)) {
            query.setString(1, ledgerSchema);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    helpers.add(rows.getString(1));
                }
            }
        }
        return helpers;
    }

    private Map<String, String> bodies(Collection<TableName> tables) throws SQLException {
        Map<String, String> bodies = new TreeMap<>();
        try (PreparedStatement query = connection.prepareStatement(FactQueries.BODIES)) {
            Array names = textArray(tables.stream().map(TableName::name).toArray());
            query.setArray(1, names);
            query.setArray(2, names);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    bodies.put(rows.getString(1), rows.getString(2));
                }
            }
        }
        return bodies;
    }

    /** A text that the server does not take for a type is an error of syntax, or nothing. */
    private Set<String> types(Set<String> texts) throws SQLException {
        Set<String> known = new TreeSet<>();
        try (PreparedStatement query = connection.prepareStatement("SELECT to_regtype(?) IS NOT NULL")) {
            for (String text : texts) {
                Savepoint before = connection.setSavepoint();
                query.setString(1, text);
                try (ResultSet rows = query.executeQuery()) {
                    rows.next();
                    if (rows.getBoolean(1)) {
                        known.add(text);
                    }
                } catch (SQLException refused) {
                    if (!PostgresFailures.isAboutTheText(refused)) {
                        throw refused;
                    }
                    connection.rollback(before);
                }
                connection.releaseSavepoint(before);
            }
        }
        return known;
    }

    private PreparedStatement byNames(String sql, Collection<TableName> names) throws SQLException {
        PreparedStatement query = connection.prepareStatement(sql);
        query.setArray(1, textArray(names.stream().map(TableName::schema).toArray()));
        query.setArray(2, textArray(names.stream().map(TableName::name).toArray()));
        return query;
    }

    private PreparedStatement byOids(String sql, Set<Long> oids) throws SQLException {
        PreparedStatement query = connection.prepareStatement(sql);
        query.setArray(1, connection.createArrayOf("oid", oids.toArray()));
        return query;
    }

    private Array textArray(Object[] texts) throws SQLException {
        return connection.createArrayOf("text", texts);
    }

    private static List<String> texts(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }
}
