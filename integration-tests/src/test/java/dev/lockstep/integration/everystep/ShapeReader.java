package dev.lockstep.integration.everystep;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads from the catalog what applications know of their tables. */
final class ShapeReader {
    private static final String APPLICATIONS =
            "n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'lockstep', 'witness')";

    private static final String TABLES = """
            SELECT c.oid::text, n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND\s""" + APPLICATIONS + " ORDER BY 2, 3";

    private static final String COLUMNS = """
            SELECT a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
              a.attgenerated <> '' OR a.attidentity <> '' OR coalesce(pg_get_expr(d.adbin, d.adrelid) ~ '^nextval', false),
              a.attgenerated <> '',
              CASE WHEN t.typname IN ('varchar', 'bpchar') AND a.atttypmod > 4 THEN a.atttypmod - 4 ELSE 0 END,
              coalesce((SELECT e.enumlabel FROM pg_enum e WHERE e.enumtypid = a.atttypid ORDER BY e.enumsortorder LIMIT 1), '')
            FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
            LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            WHERE a.attrelid = %s AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum""";

    private static final String KEY = """
            SELECT a.attname FROM (
              SELECT i.indkey::int2[] AS columns FROM pg_index i
              WHERE i.indrelid = %1$s AND i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL
                AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey::int2[]) AND NOT a.attnotnull)
              ORDER BY i.indisprimary DESC, i.indexrelid LIMIT 1) AS best,
              unnest(best.columns) WITH ORDINALITY AS k (attnum, place)
            JOIN pg_attribute a ON a.attrelid = %1$s AND a.attnum = k.attnum ORDER BY k.place""";

    private static final String TWICE = "SELECT 1 FROM %s GROUP BY %s HAVING count(*) > 1 LIMIT 1";

    private static final String FOREIGN_KEYS = """
            SELECT n.nspname || '.' || f.relname,
              (SELECT array_agg(a.attname::text ORDER BY k.place) FROM unnest(o.conkey) WITH ORDINALITY AS k (attnum, place)
                JOIN pg_attribute a ON a.attrelid = o.conrelid AND a.attnum = k.attnum),
              (SELECT array_agg(a.attname::text ORDER BY k.place) FROM unnest(o.confkey) WITH ORDINALITY AS k (attnum, place)
                JOIN pg_attribute a ON a.attrelid = o.confrelid AND a.attnum = k.attnum)
            FROM pg_constraint o JOIN pg_class f ON f.oid = o.confrelid JOIN pg_namespace n ON n.oid = f.relnamespace
            WHERE o.contype = 'f' AND NOT f.relispartition AND (o.conrelid = %1$s
              OR o.conparentid = 0 AND o.conrelid IN (SELECT inhrelid FROM pg_inherits WHERE inhparent = %1$s))
            ORDER BY o.conname""";

    private final Connection connection;

    private ShapeReader(Connection connection) {
        this.connection = connection;
    }

    /** Every table by its name with its schema. */
    static Map<String, TableShape> read(Connection connection) throws SQLException {
        ShapeReader reader = new ShapeReader(connection);
        Map<String, TableShape> shapes = new LinkedHashMap<>();
        for (List<String> table : reader.rows(TABLES)) {
            TableShape shape = reader.shape(table.get(0), table.get(1), table.get(2));
            shapes.put(shape.name(), shape);
        }
        return shapes;
    }

    /** The columns of a table or a view; empty when there is none. */
    static List<String> columnsOf(Connection connection, String schema, String relation) throws SQLException {
        String query =
                "SELECT attname FROM pg_attribute WHERE attnum > 0 AND NOT attisdropped AND attrelid = to_regclass(format('%I.%I', '"
                        + schema + "', '" + relation + "'))";
        return new ShapeReader(connection)
                .rows(query).stream().map(row -> row.get(0)).toList();
    }

    private TableShape shape(String oid, String schema, String table) throws SQLException {
        List<Column> columns = new ArrayList<>();
        for (List<String> row : rows(COLUMNS.formatted(oid))) {
            columns.add(new Column(
                    row.get(0),
                    row.get(1),
                    row.get(2).equals("t"),
                    row.get(3).equals("t"),
                    row.get(4).equals("t"),
                    Integer.parseInt(row.get(5)),
                    row.get(6)));
        }
        return new TableShape(schema, table, columns, key(oid, Sql.relation(schema, table), columns), foreignKeys(oid));
    }

    /** A unique index without NULLs; else all columns that have no NULLs, where they tell rows apart: applications keep them so. */
    private List<String> key(String oid, String relation, List<Column> columns) throws SQLException {
        List<String> indexed =
                rows(KEY.formatted(oid)).stream().map(row -> row.get(0)).toList();
        if (!indexed.isEmpty()) {
            return indexed;
        }
        List<String> filled =
                columns.stream().filter(Column::notNull).map(Column::name).toList();
        return !filled.isEmpty()
                        && rows(TWICE.formatted(relation, Sql.names(filled))).isEmpty()
                ? filled
                : List.of();
    }

    private List<ForeignKey> foreignKeys(String oid) throws SQLException {
        List<ForeignKey> keys = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(FOREIGN_KEYS.formatted(oid))) {
            while (row.next()) {
                keys.add(new ForeignKey(
                        List.of((String[]) row.getArray(2).getArray()), row.getString(1), List.of((String[])
                                row.getArray(3).getArray())));
            }
        }
        return keys;
    }

    private List<List<String>> rows(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            List<List<String>> rows = new ArrayList<>();
            while (row.next()) {
                List<String> values = new ArrayList<>();
                for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
                    values.add(row.getString(column));
                }
                rows.add(values);
            }
            return rows;
        }
    }
}
