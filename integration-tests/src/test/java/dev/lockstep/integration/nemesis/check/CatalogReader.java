package dev.lockstep.integration.nemesis.check;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A line for each object of a database, in words that all engines share. */
public final class CatalogReader {
    private static final List<String> POSTGRES = List.of(
            "SELECT 'table ' || table_name FROM information_schema.tables WHERE table_schema = 'public'",
            "SELECT 'column ' || table_name || '.' || column_name || ' ' || replace(data_type, 'character varying', 'varchar')"
                    + " || CASE is_nullable WHEN 'NO' THEN ' not null' ELSE ' null' END"
                    + " FROM information_schema.columns WHERE table_schema = 'public'",
            "SELECT 'index ' || t.relname || '.' || c.relname || '(' || (SELECT string_agg(pg_get_indexdef(c.oid, k, true), ','"
                    + " ORDER BY k) FROM generate_series(1, i.indnkeyatts) k) || ')'"
                    + " || CASE WHEN i.indisvalid THEN '' ELSE ' invalid' END FROM pg_index i"
                    + " JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid"
                    + " WHERE t.relnamespace = 'public'::regnamespace",
            "SELECT 'constraint ' || conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'",
            "SELECT 'trigger ' || tgname FROM pg_trigger WHERE NOT tgisinternal",
            "SELECT 'routine ' || proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
            "SELECT 'schema ' || nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'lockstep')");

    private static final List<String> MYSQL = List.of(
            "SELECT concat('table ', table_name) FROM information_schema.tables WHERE table_schema = database()",
            "SELECT concat('column ', table_name, '.', column_name, ' ', data_type, CASE is_nullable WHEN 'NO' THEN ' not null' ELSE"
                    + " ' null' END) FROM information_schema.columns WHERE table_schema = database()",
            "SELECT concat('index ', table_name, '.', index_name, '(', group_concat(column_name ORDER BY seq_in_index), ')')"
                    + " FROM information_schema.statistics WHERE table_schema = database() GROUP BY table_name, index_name",
            "SELECT concat('constraint ', table_name, '.', constraint_name) FROM information_schema.table_constraints"
                    + " WHERE table_schema = database()",
            "SELECT concat('trigger ', trigger_name) FROM information_schema.triggers WHERE trigger_schema = database()",
            "SELECT concat('routine ', routine_name) FROM information_schema.routines WHERE routine_schema = database()",
            "SELECT concat('schema ', schema_name) FROM information_schema.schemata WHERE schema_name NOT IN ('information_schema',"
                    + " 'mysql', 'performance_schema', 'sys', 'test', 'lockstep')");

    private final String engine;
    private final Connection connection;

    /** @param engine {@code postgres}, {@code mysql} or {@code mariadb} */
    public CatalogReader(String engine, Connection connection) {
        this.engine = engine;
        this.connection = connection;
    }

    /** The lines, such as {@code column orders.country varchar not null}. */
    public Set<String> lines() throws SQLException {
        Set<String> lines = new TreeSet<>();
        for (String query : engine.equals("postgres") ? POSTGRES : MYSQL) {
            try (Statement statement = connection.createStatement();
                    ResultSet found = statement.executeQuery(query)) {
                while (found.next()) {
                    lines.add(found.getString(1));
                }
            }
        }
        return lines;
    }
}
