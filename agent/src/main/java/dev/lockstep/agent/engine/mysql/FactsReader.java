package dev.lockstep.agent.engine.mysql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads what planners must know of the tables that a change names. */
final class FactsReader {
    private final Connection connection;
    private final MySqlServer server;
    private final String schema;

    FactsReader(Connection connection, MySqlServer server, String schema) {
        this.connection = connection;
        this.server = server;
        this.schema = schema;
    }

    SchemaFacts read(Set<String> wanted) throws SQLException {
        Map<String, String> relations = new HashMap<>();
        Query.forEach(
                connection,
                "SELECT TABLE_NAME, TABLE_TYPE FROM information_schema.TABLES WHERE TABLE_SCHEMA = ?",
                List.of(schema),
                row -> relations.put(row.getString(1), row.getString(2)));
        String collation = Query.text(
                connection,
                "SELECT DEFAULT_COLLATION_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ?",
                schema);
        Map<String, TableFacts> tables = new HashMap<>();
        for (String table : wanted) {
            if (relations.containsKey(table) && !relations.get(table).contains("VIEW")) {
                tables.put(table, table(table));
            }
        }
        return new SchemaFacts(schema, collation, tables, relations.keySet(), programs());
    }

    private TableFacts table(String table) throws SQLException {
        List<ColumnFacts> columns = columns(table);
        return Query.list(
                        connection,
                        "SELECT ENGINE, TABLE_TYPE, TABLE_ROWS, DATA_LENGTH + INDEX_LENGTH AS BYTES"
                                + " FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?",
                        List.of(schema, table),
                        row -> new TableFacts(
                                table,
                                row.getString("ENGINE") == null ? "none" : row.getString("ENGINE"),
                                row.getString("TABLE_TYPE"),
                                row.getLong("TABLE_ROWS"),
                                row.getLong("BYTES"),
                                columns,
                                indexes(table),
                                foreignKeys("k.TABLE_SCHEMA = ? AND k.TABLE_NAME = ?", table),
                                foreignKeys("k.REFERENCED_TABLE_SCHEMA = ? AND k.REFERENCED_TABLE_NAME = ?", table),
                                fragments(table)))
                .get(0);
    }

    private List<ColumnFacts> columns(String table) throws SQLException {
        CreateStatement shown = CreateStatement.read(connection, schema, table);
        return Query.list(
                connection,
                "SELECT COLUMN_NAME, COLUMN_TYPE, DATA_TYPE, CHARACTER_SET_NAME, COLLATION_NAME, IS_NULLABLE, COLUMN_DEFAULT, EXTRA"
                        + " FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?"
                        + " ORDER BY ORDINAL_POSITION",
                List.of(schema, table),
                row -> column(row, shown));
    }

    private ColumnFacts column(ResultSet row, CreateStatement create) throws SQLException {
        String name = row.getString("COLUMN_NAME");
        boolean nullable = row.getString("IS_NULLABLE").equals("YES");
        String shown = row.getString("COLUMN_DEFAULT");
        String extra = row.getString("EXTRA").toLowerCase(Locale.ROOT);
        boolean onlyNull = server.isMariaDb() && nullable && "NULL".equals(shown);
        boolean hasDefault = shown != null && !onlyNull || extra.contains("default_generated");
        String charset = row.getString("CHARACTER_SET_NAME");
        String collation = row.getString("COLLATION_NAME");
        return new ColumnFacts(
                name,
                ColumnDefinitions.type(row.getString("COLUMN_TYPE")),
                // MariaDB shows JSON as the text that it is, with a check.
                create.definition(name).contains("CHECK (json_valid(")
                        ? "json"
                        : row.getString("DATA_TYPE").toLowerCase(Locale.ROOT),
                charset == null ? "" : charset,
                collation == null ? "" : collation,
                nullable,
                hasDefault,
                extra,
                create.definition(name));
    }

    private List<IndexFacts> indexes(String table) throws SQLException {
        Map<String, List<String>> columns = new LinkedHashMap<>();
        Set<String> unique = new HashSet<>();
        Set<String> partial = new HashSet<>();
        Query.forEach(
                connection,
                "SELECT INDEX_NAME, COLUMN_NAME, NON_UNIQUE, SUB_PART, INDEX_TYPE FROM information_schema.STATISTICS"
                        + " WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?"
                        + " ORDER BY INDEX_NAME <> 'PRIMARY', INDEX_NAME, SEQ_IN_INDEX",
                List.of(schema, table),
                row -> {
                    String index = row.getString("INDEX_NAME");
                    String column = row.getString("COLUMN_NAME");
                    columns.computeIfAbsent(index, unused -> new ArrayList<>()).add(column == null ? "" : column);
                    if (row.getInt("NON_UNIQUE") == 0) {
                        unique.add(index);
                    }
                    boolean whole = column != null && row.getString("SUB_PART") == null;
                    if (!whole || !row.getString("INDEX_TYPE").equals("BTREE")) {
                        partial.add(index);
                    }
                });
        return columns.entrySet().stream()
                .map(index -> new IndexFacts(
                        index.getKey(),
                        unique.contains(index.getKey()),
                        index.getValue(),
                        partial.contains(index.getKey())))
                .toList();
    }

    private List<ForeignKeyFacts> foreignKeys(String condition, String table) throws SQLException {
        Map<String, ForeignKeyFacts> keys = new LinkedHashMap<>();
        Query.forEach(
                connection,
                "SELECT k.CONSTRAINT_NAME, k.TABLE_SCHEMA, k.TABLE_NAME, k.COLUMN_NAME, k.REFERENCED_TABLE_SCHEMA,"
                        + " k.REFERENCED_TABLE_NAME, k.REFERENCED_COLUMN_NAME"
                        + " FROM information_schema.KEY_COLUMN_USAGE k"
                        + " WHERE k.REFERENCED_TABLE_NAME IS NOT NULL AND " + condition
                        + " ORDER BY k.TABLE_SCHEMA, k.TABLE_NAME, k.CONSTRAINT_NAME, k.ORDINAL_POSITION",
                List.of(schema, table),
                row -> {
                    String from = local(row.getString("TABLE_SCHEMA"), row.getString("TABLE_NAME"));
                    String target =
                            local(row.getString("REFERENCED_TABLE_SCHEMA"), row.getString("REFERENCED_TABLE_NAME"));
                    ForeignKeyFacts one = new ForeignKeyFacts(
                            row.getString("CONSTRAINT_NAME"),
                            from,
                            List.of(row.getString("COLUMN_NAME")),
                            target,
                            List.of(row.getString("REFERENCED_COLUMN_NAME")));
                    keys.merge(from + "\0" + one.name(), one, FactsReader::joined);
                });
        return List.copyOf(keys.values());
    }

    private static ForeignKeyFacts joined(ForeignKeyFacts first, ForeignKeyFacts more) {
        List<String> columns = new ArrayList<>(first.columns());
        columns.addAll(more.columns());
        List<String> targets = new ArrayList<>(first.targetColumns());
        targets.addAll(more.targetColumns());
        return new ForeignKeyFacts(first.name(), first.table(), columns, first.target(), targets);
    }

    private String local(String otherSchema, String table) {
        return otherSchema.equalsIgnoreCase(schema) ? table : otherSchema + "." + table;
    }

    private List<Fragment> fragments(String table) throws SQLException {
        List<Fragment> fragments = new ArrayList<>();
        List<String> parameters = List.of(schema, table);
        fragments.addAll(Query.list(
                connection,
                "SELECT TRIGGER_NAME, ACTION_STATEMENT FROM information_schema.TRIGGERS"
                        + " WHERE TRIGGER_SCHEMA = ? AND EVENT_OBJECT_TABLE = ?",
                parameters,
                row -> new Fragment("trigger", row.getString(1), row.getString(2))));
        fragments.addAll(Query.list(
                connection,
                "SELECT COLUMN_NAME, GENERATION_EXPRESSION FROM information_schema.COLUMNS"
                        + " WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND GENERATION_EXPRESSION <> ''",
                parameters,
                row -> new Fragment("generated column", row.getString(1), row.getString(2))));
        String checks = server.isMariaDb()
                ? "SELECT CONSTRAINT_NAME, CHECK_CLAUSE FROM information_schema.CHECK_CONSTRAINTS"
                        + " WHERE LEVEL = 'Table' AND CONSTRAINT_SCHEMA = ? AND TABLE_NAME = ?"
                : "SELECT t.CONSTRAINT_NAME, c.CHECK_CLAUSE FROM information_schema.TABLE_CONSTRAINTS t"
                        + " JOIN information_schema.CHECK_CONSTRAINTS c ON c.CONSTRAINT_SCHEMA = t.CONSTRAINT_SCHEMA"
                        + " AND c.CONSTRAINT_NAME = t.CONSTRAINT_NAME WHERE t.CONSTRAINT_TYPE = 'CHECK'"
                        + " AND t.TABLE_SCHEMA = ? AND t.TABLE_NAME = ?";
        fragments.addAll(Query.list(
                connection, checks, parameters, row -> new Fragment("check", row.getString(1), row.getString(2))));
        return fragments;
    }

    private List<Fragment> programs() throws SQLException {
        List<Fragment> programs = new ArrayList<>(Query.list(
                connection,
                "SELECT TABLE_NAME, VIEW_DEFINITION FROM information_schema.VIEWS WHERE TABLE_SCHEMA = ?",
                List.of(schema),
                row -> new Fragment("view", row.getString(1), row.getString(2))));
        programs.addAll(Query.list(
                connection,
                "SELECT SPECIFIC_NAME, ROUTINE_DEFINITION FROM information_schema.ROUTINES"
                        + " WHERE ROUTINE_SCHEMA = ? AND ROUTINE_DEFINITION IS NOT NULL",
                List.of(schema),
                row -> new Fragment("routine", row.getString(1), row.getString(2))));
        return programs;
    }
}
