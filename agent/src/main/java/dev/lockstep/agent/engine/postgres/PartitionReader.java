package dev.lockstep.agent.engine.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads how tables are partitioned, all of them at once. */
final class PartitionReader {

    /** {@code ?} is an array of oids. Before 14 no partition can be on its way out. */
    private static final String TREES = """
            WITH RECURSIVE tree AS (
              SELECT c.oid AS root, c.oid, 0 AS level FROM pg_class c WHERE c.oid = ANY (?::oid[]) AND c.relkind = 'p'
              UNION ALL SELECT t.root, i.inhrelid, t.level + 1 FROM tree t JOIN pg_inherits i ON i.inhparent = t.oid)
            SELECT t.root, t.level, n.nspname, c.relname, coalesce(pn.nspname, '') AS parent_schema, coalesce(p.relname, '') AS parent,
              coalesce(pg_get_partkeydef(t.oid), '') AS key, coalesce(pg_get_expr(c.relpartbound, c.oid), '') AS bound,
              coalesce((to_jsonb(i) ->> 'inhdetachpending')::boolean, false) AS detaching,
              ARRAY(SELECT coalesce(a.attname::text, '') FROM pg_partitioned_table k CROSS JOIN LATERAL unnest(k.partattrs::int2[]) AS key (attnum)
                    LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = key.attnum WHERE k.partrelid = t.oid) AS columns,
              ARRAY(SELECT g.tgname::text FROM pg_trigger g WHERE g.tgrelid = t.oid AND NOT g.tgisinternal AND g.tgtype & 1 = 1
                    ORDER BY 1) AS triggers,
              ARRAY(SELECT a.attname::text FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
                    WHERE k.conrelid = t.oid AND k.contype = 'n' AND k.conislocal ORDER BY 1) AS own_not_null,
              pg_get_userbyid(c.relowner)::text AS owner
            FROM tree t JOIN pg_class c ON c.oid = t.oid JOIN pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN pg_inherits i ON i.inhrelid = t.oid AND t.level > 0
            LEFT JOIN pg_class p ON p.oid = i.inhparent LEFT JOIN pg_namespace pn ON pn.oid = p.relnamespace
            ORDER BY t.root, t.level, n.nspname, c.relname
            """;

    private static final String INDEXES = """
            WITH RECURSIVE part AS (
              SELECT i.indrelid AS root, c.relname AS index, i.indexrelid AS oid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
              WHERE i.indrelid = ANY (?::oid[]) AND c.relkind = 'I'
              UNION ALL SELECT p.root, p.index, h.inhrelid FROM part p JOIN pg_inherits h ON h.inhparent = p.oid)
            SELECT p.root, p.index, n.nspname, t.relname, c.relname AS name
            FROM part p JOIN pg_index i ON i.indexrelid = p.oid JOIN pg_class c ON c.oid = p.oid
            JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace n ON n.oid = t.relnamespace
            WHERE i.indrelid <> p.root ORDER BY 1, 2, 3, 4
            """;

    private static final String CONSTRAINTS = """
            WITH RECURSIVE part AS (
              SELECT k.conrelid AS root, k.conname AS constraint, k.oid, 0 AS level FROM pg_constraint k
              WHERE k.conrelid = ANY (?::oid[]) AND k.conparentid = 0
              UNION ALL SELECT p.root, p.constraint, k.oid, p.level + 1 FROM part p JOIN pg_constraint k ON k.conparentid = p.oid)
            SELECT p.root, p.constraint, n.nspname, t.relname, k.conname AS name, fn.nspname AS other_schema, f.relname AS other_table
            FROM part p JOIN pg_constraint k ON k.oid = p.oid
            JOIN pg_class t ON t.oid = k.conrelid JOIN pg_namespace n ON n.oid = t.relnamespace
            LEFT JOIN pg_class f ON f.oid = k.confrelid LEFT JOIN pg_namespace fn ON fn.oid = f.relnamespace
            WHERE p.level > 0 ORDER BY 1, 2, 3, 4, 5
            """;

    private final Connection connection;

    PartitionReader(Connection connection) {
        this.connection = connection;
    }

    /** By oid; only those that are partitioned, or refer to one that is. */
    Map<Long, Partitioning> read(Set<Long> oids) throws SQLException {
        Map<Long, Partitioning> trees = new HashMap<>();
        try (PreparedStatement query = byOids(TREES, oids);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                long root = rows.getLong("root");
                trees.put(root, with(trees.getOrDefault(root, Partitioning.NONE), rows));
            }
        }
        addIndexes(trees);
        addConstraints(trees, oids);
        return trees;
    }

    private static Partitioning with(Partitioning tree, ResultSet row) throws SQLException {
        Partitioning grown = tree.withKeyColumns(PostgresFacts.texts(row.getArray("columns")));
        if (row.getInt("level") == 0) {
            return new Partitioning(row.getString("key"), grown.keyColumns(), grown.partitions(), grown.indexes())
                    .withInherited(new Partitioning.Inherited(
                            PostgresFacts.texts(row.getArray("triggers")), row.getString("owner")));
        }
        return grown.withPartition(new Partition(
                new TableName(row.getString("nspname"), row.getString("relname")),
                new TableName(row.getString("parent_schema"), row.getString("parent")),
                row.getString("key"),
                row.getString("bound"),
                row.getBoolean("detaching"),
                PostgresFacts.texts(row.getArray("own_not_null"))));
    }

    private void addIndexes(Map<Long, Partitioning> trees) throws SQLException {
        try (PreparedStatement query = byOids(INDEXES, trees.keySet());
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                Partitioning tree = trees.getOrDefault(rows.getLong("root"), Partitioning.NONE);
                String index = rows.getString("index");
                List<Partitioning.IndexPart> parts = new ArrayList<>(tree.partsOf(index));
                parts.add(new Partitioning.IndexPart(
                        new TableName(rows.getString("nspname"), rows.getString("relname")), rows.getString("name")));
                trees.put(rows.getLong("root"), tree.withIndex(index, parts));
            }
        }
    }

    private void addConstraints(Map<Long, Partitioning> trees, Set<Long> oids) throws SQLException {
        try (PreparedStatement query = byOids(CONSTRAINTS, oids);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                long root = rows.getLong("root");
                String other = rows.getString("other_table");
                Partitioning.ConstraintPart part = new Partitioning.ConstraintPart(
                        new TableName(rows.getString("nspname"), rows.getString("relname")),
                        rows.getString("name"),
                        other == null ? List.of() : List.of(new TableName(rows.getString("other_schema"), other)));
                trees.put(
                        root,
                        trees.getOrDefault(root, Partitioning.NONE)
                                .withConstraintPart(rows.getString("constraint"), part));
            }
        }
    }

    private PreparedStatement byOids(String sql, Set<Long> oids) throws SQLException {
        PreparedStatement query = connection.prepareStatement(sql);
        query.setArray(1, connection.createArrayOf("oid", oids.toArray()));
        return query;
    }
}
