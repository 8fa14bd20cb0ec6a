package dev.lockstep.agent.engine.postgres;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Collection;
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
        Map<String, TableFacts> tables = new TableFactsReader(connection).read(subjects.tables());
        return new Facts(
                version,
                tables,
                reader.relations(subjects.relations()),
                reader.types(subjects.types()),
                reader.helpers(ledgerSchema),
                reader.enums(subjects.enums()),
                reader.bodies(subjects.tables()),
                TriggerValues.read(connection, subjects.values()),
                reader.quoted(tables.values(), subjects.columns()),
                Map.of(),
                Map.of());
    }

    private Set<TableName> relations(Collection<TableName> wanted) throws SQLException {
        Set<TableName> taken = new HashSet<>();
        try (PreparedStatement query = byNames(connection, FactQueries.RELATIONS, wanted);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                taken.add(new TableName(rows.getString(1), rows.getString(2)));
            }
        }
        return taken;
    }

    private Map<String, EnumFacts> enums(Collection<TableName> wanted) throws SQLException {
        Map<String, EnumFacts> enums = new TreeMap<>();
        try (PreparedStatement query = byNames(connection, FactQueries.ENUMS, wanted);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                TableName name = new TableName(rows.getString("nspname"), rows.getString("typname"));
                enums.put(name.shown(), new EnumFacts(name, rows.getBoolean("owned"), texts(rows.getArray("labels"))));
            }
        }
        return enums;
    }

    /** Whatever is there now is from an earlier change. */
    private Map<String, String> helpers(String ledgerSchema) throws SQLException {
        Map<String, String> helpers = new TreeMap<>();
        try (PreparedStatement query = connection.prepareStatement(FactQueries.HELPERS)) {
            query.setString(1, ledgerSchema);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    helpers.put(rows.getString(1), "");
                }
            }
        }
        return helpers;
    }

    private Map<String, String> bodies(Collection<TableName> tables) throws SQLException {
        Map<String, String> bodies = new TreeMap<>();
        try (PreparedStatement query = connection.prepareStatement(FactQueries.BODIES)) {
            Array names =
                    textArray(connection, tables.stream().map(TableName::name).toArray());
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

    private Map<String, String> quoted(Collection<TableFacts> tables, Collection<String> more) throws SQLException {
        Set<String> names = new TreeSet<>(more);
        for (TableFacts table : tables) {
            names.addAll(table.columns().keySet());
            table.traits().referrers().forEach(referrer -> names.addAll(referrer.columns()));
        }
        Map<String, String> quoted = new TreeMap<>();
        try (PreparedStatement query = connection.prepareStatement(FactQueries.QUOTED)) {
            query.setArray(1, textArray(connection, names.toArray()));
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    quoted.put(rows.getString(1), rows.getString(2));
                }
            }
        }
        return quoted;
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

    /** With an array of schemas, and one of names beside it. */
    static PreparedStatement byNames(Connection connection, String sql, Collection<TableName> names)
            throws SQLException {
        PreparedStatement query = connection.prepareStatement(sql);
        query.setArray(
                1, textArray(connection, names.stream().map(TableName::schema).toArray()));
        query.setArray(
                2, textArray(connection, names.stream().map(TableName::name).toArray()));
        return query;
    }

    private static Array textArray(Connection connection, Object[] texts) throws SQLException {
        return connection.createArrayOf("text", texts);
    }

    static List<String> texts(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }
}
