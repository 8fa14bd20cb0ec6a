package dev.lockstep.integration.postgres.random;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All that a server knows of what is in a database, but for Lockstep's own schema; asked without any of Lockstep's code. */
final class CatalogDump {
    private static final String OURS = "n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'lockstep')";

    /** Each gives a name and what is to be compared, as JSON. Where the server makes an index of a whole anew it gives its comment to those of the partitions, so these are left out; and since 18 a key that is made of an index leaves its NOT NULL a partition's own. */
    private static final List<String> QUERIES =
            List.of("""
            SELECT c.oid::regclass::text, jsonb_build_object('kind', c.relkind, 'owner', c.relowner::regrole, 'persistence', c.relpersistence, 'options', c.reloptions,
              'acl', (SELECT jsonb_agg(a::text ORDER BY a::text) FROM unnest(c.relacl) AS a), 'replident', c.relreplident, 'rls', c.relrowsecurity, 'force', c.relforcerowsecurity,
              'space', c.reltablespace, 'am', c.relam, 'partition', c.relispartition, 'bound', pg_get_expr(c.relpartbound, c.oid), 'by', CASE c.relkind WHEN 'p' THEN pg_get_partkeydef(c.oid) END,
              'parents', (SELECT jsonb_agg(i.inhparent::regclass::text ORDER BY 1) FROM pg_inherits AS i WHERE i.inhrelid = c.oid),
              'view', CASE c.relkind WHEN 'v' THEN pg_get_viewdef(c.oid) END, 'comment', CASE WHEN c.relispartition AND c.relkind IN ('i', 'I') THEN NULL ELSE obj_description(c.oid, 'pg_class') END)
            FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE c.relkind <> 't' AND %s""", """
            SELECT c.oid::regclass || '.' || a.attname, jsonb_build_object('type', format_type(a.atttypid, a.atttypmod), 'notnull', a.attnotnull,
              'default', pg_get_expr(d.adbin, d.adrelid), 'identity', a.attidentity, 'generated', a.attgenerated, 'statistics', CASE a.attstattarget WHEN -1 THEN NULL ELSE a.attstattarget END,
              'storage', a.attstorage, 'collation', (SELECT l.collname FROM pg_collation AS l WHERE l.oid = a.attcollation), 'acl', (SELECT jsonb_agg(x::text ORDER BY x::text) FROM unnest(a.attacl) AS x), 'options', a.attoptions, 'local', a.attislocal,
              'inherited', a.attinhcount, 'comment', col_description(c.oid, a.attnum), 'compression', to_jsonb(a) -> 'attcompression')
            FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            LEFT JOIN pg_attrdef AS d ON d.adrelid = c.oid AND d.adnum = a.attnum WHERE c.relkind IN ('r', 'p', 'v', 'm', 'c', 'f') AND %s""", """
            SELECT 'constraint ' || coalesce(NULLIF(r.conrelid, 0)::regclass::text, r.contypid::regtype::text) || ' ' || CASE r.contype WHEN 'n' THEN 'not null of ' || pg_get_constraintdef(r.oid) ELSE r.conname END,
              jsonb_build_object('type', r.contype, 'definition', pg_get_constraintdef(r.oid), 'valid', r.convalidated, 'deferrable', r.condeferrable, 'deferred', r.condeferred,
              'local', r.contype <> 'n' AND r.conislocal, 'inherited', r.coninhcount, 'noinherit', r.contype = 'c' AND r.connoinherit, 'index', CASE WHEN r.contype IN ('p', 'u', 'x') THEN r.conindid::regclass::text END,
              'parent', (SELECT p.conname FROM pg_constraint AS p WHERE p.oid = r.conparentid), 'comment', obj_description(r.oid, 'pg_constraint'))
            FROM pg_constraint AS r JOIN pg_namespace AS n ON n.oid = r.connamespace WHERE NOT (r.contype = 'f' AND r.conparentid <> 0 AND r.confrelid <> (SELECT p.confrelid FROM pg_constraint AS p WHERE p.oid = r.conparentid)) AND %s""", """
            SELECT 'index ' || i.indexrelid::regclass, jsonb_build_object('definition', pg_get_indexdef(i.indexrelid), 'valid', i.indisvalid, 'ready', i.indisready, 'live', i.indislive,
              'clustered', i.indisclustered, 'replident', i.indisreplident, 'unique', i.indisunique, 'primary', i.indisprimary, 'immediate', i.indimmediate,
              'statistics', (SELECT jsonb_agg(a.attstattarget ORDER BY a.attnum) FROM pg_attribute AS a WHERE a.attrelid = i.indexrelid AND a.attstattarget >= 0))
            FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE c.relkind <> 't' AND %s""", """
            SELECT 'trigger ' || t.tgrelid::regclass || ' ' || t.tgname, jsonb_build_object('definition', pg_get_triggerdef(t.oid), 'enabled', t.tgenabled, 'comment', obj_description(t.oid, 'pg_trigger'))
            FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE NOT t.tgisinternal AND %s""", """
            SELECT 'ri triggers ' || t.tgrelid::regclass || ' ' || r.conname || ' ' || r.conrelid::regclass || ' ' || t.tgfoid::regproc, jsonb_build_object('type', t.tgtype, 'enabled', t.tgenabled, 'deferrable', t.tgdeferrable)
            FROM pg_trigger AS t JOIN pg_constraint AS r ON r.oid = t.tgconstraint JOIN pg_class AS c ON c.oid = t.tgrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
            WHERE t.tgisinternal AND NOT EXISTS (SELECT FROM pg_constraint AS p WHERE p.oid = r.conparentid AND p.confrelid <> r.confrelid) AND %s""", """
            SELECT 'policy ' || p.polrelid::regclass || ' ' || p.polname, jsonb_build_object('command', p.polcmd, 'permissive', p.polpermissive, 'roles', p.polroles::regrole[]::text, 'using', pg_get_expr(p.polqual, p.polrelid), 'check', pg_get_expr(p.polwithcheck, p.polrelid), 'comment', obj_description(p.oid, 'pg_policy'))
            FROM pg_policy AS p JOIN pg_class AS c ON c.oid = p.polrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE %s""", """
            SELECT 'sequence ' || s.seqrelid::regclass, jsonb_build_object('type', s.seqtypid::regtype, 'start', s.seqstart, 'by', s.seqincrement, 'max', s.seqmax, 'min', s.seqmin, 'cache', s.seqcache, 'cycle', s.seqcycle,
              'last', pg_sequence_last_value(s.seqrelid), 'of', (SELECT jsonb_agg(d.refobjid::regclass || '.' || a.attname || ' ' || d.deptype::text) FROM pg_depend AS d JOIN pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
              WHERE d.classid = 'pg_class'::regclass AND d.objid = s.seqrelid AND d.deptype IN ('a', 'i')))
            FROM pg_sequence AS s JOIN pg_class AS c ON c.oid = s.seqrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE %s""", """
            SELECT 'statistics ' || n.nspname || '.' || s.stxname, jsonb_build_object('definition', pg_get_statisticsobjdef(s.oid), 'owner', s.stxowner::regrole, 'comment', obj_description(s.oid, 'pg_statistic_ext'))
            FROM pg_statistic_ext AS s JOIN pg_namespace AS n ON n.oid = s.stxnamespace WHERE %s""", """
            SELECT 'publication ' || p.pubname || ' ' || t.schemaname || '.' || t.tablename, to_jsonb(t) - 'attnames' FROM pg_publication AS p JOIN pg_publication_tables AS t USING (pubname)""", """
            SELECT 'type ' || t.oid::regtype, jsonb_build_object('labels', (SELECT jsonb_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_enum AS e WHERE e.enumtypid = t.oid), 'type', t.typtype, 'owner', t.typowner::regrole, 'comment', obj_description(t.oid, 'pg_type'))
            FROM pg_type AS t JOIN pg_namespace AS n ON n.oid = t.typnamespace WHERE %s""", """
            SELECT 'function ' || p.oid::regprocedure, to_jsonb(md5(p.prosrc)) FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace WHERE %s""", """
            SELECT 'rule ' || r.ev_class::regclass || ' ' || r.rulename, to_jsonb(pg_get_ruledef(r.oid)) FROM pg_rewrite AS r JOIN pg_class AS c ON c.oid = r.ev_class JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE %s""", """
            SELECT 'schema ' || n.nspname, to_jsonb(n.nspacl::text) FROM pg_namespace AS n WHERE n.nspname !~ '^pg_(toast|temp)'""");

    private CatalogDump() {}

    static Map<String, String> of(Connection connection) throws SQLException {
        Map<String, String> all = new TreeMap<>();
        for (String query : QUERIES) {
            for (String[] row : ask(connection, query.replace("%s", OURS))) {
                all.merge(row[0], row[1], (one, other) -> one.compareTo(other) < 0 ? one + other : other + one);
            }
        }
        return all;
    }

    /** Every row of every ordinary table by the names of its columns; those in {@code but} (table.column, quoted) aside. */
    static Map<String, List<String>> rows(Connection connection, List<String> but) throws SQLException {
        Map<String, List<String>> all = new TreeMap<>();
        String tables =
                "SELECT c.oid::regclass::text, c.oid::regclass::text FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND "
                        + OURS;
        for (String[] table : ask(connection, tables)) {
            String without = but.stream()
                    .map(each -> " - '" + each.replace("'", "''") + "'")
                    .reduce("", String::concat);
            List<String> rows = new ArrayList<>();
            for (String[] row : ask(
                    connection,
                    "SELECT '', (to_jsonb(t)%s)::text FROM %s AS t ORDER BY 2".formatted(without, table[0]))) {
                rows.add(row[1]);
            }
            all.put(table[0], rows);
        }
        return all;
    }

    private static List<String[]> ask(Connection connection, String query) throws SQLException {
        List<String[]> answers = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                answers.add(new String[] {rows.getString(1), String.valueOf(rows.getString(2))});
            }
        }
        return answers;
    }
}
