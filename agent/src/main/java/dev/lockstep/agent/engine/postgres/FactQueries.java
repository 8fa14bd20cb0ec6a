package dev.lockstep.agent.engine.postgres;

/** The queries behind {@link PostgresFacts}; each reads all tables at once, and {@code ?} is an array of their oids. */
final class FactQueries {

    /** {@code ?} twice: schemas and names, side by side. */
    static final String TABLES = """
            SELECT c.oid, n.nspname, c.relname,
              CASE c.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'partitioned table' WHEN 'v' THEN 'view'
                WHEN 'm' THEN 'materialized view' WHEN 'f' THEN 'foreign table' WHEN 'S' THEN 'sequence'
                ELSE 'relation of kind ' || c.relkind::text END AS kind,
              array_remove(ARRAY[
                CASE WHEN c.relispartition THEN 'is a partition' END,
                CASE WHEN EXISTS (SELECT 1 FROM pg_inherits i WHERE i.inhparent = c.oid) AND c.relkind = 'r' THEN 'has child tables' END,
                CASE WHEN EXISTS (SELECT 1 FROM pg_inherits i WHERE i.inhrelid = c.oid) AND NOT c.relispartition THEN 'inherits from another table' END,
                CASE WHEN c.reloftype <> 0 THEN 'is bound to a composite type' END,
                CASE WHEN EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
                  THEN 'belongs to an extension' END,
                CASE WHEN c.relforcerowsecurity THEN 'forces row level security on its owner, which would hide rows from a backfill' END
              ], NULL) AS obstacles,
              pg_has_role(c.relowner, 'USAGE') AS owned,
              has_schema_privilege(n.oid, 'CREATE') AS can_create,
              greatest(c.reltuples, 0)::bigint AS rows,
              CASE WHEN c.relkind IN ('r', 'm') THEN pg_total_relation_size(c.oid) ELSE 0 END AS bytes,
              c.relnatts
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN unnest(?::text[], ?::text[]) AS wanted (schema, name) ON wanted.schema = n.nspname AND wanted.name = c.relname
            """;

    static final String COLUMNS = """
            SELECT a.attrelid, a.attname, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull, a.atthasdef,
              a.attidentity <> '' AS identity, a.attgenerated <> '' AS generated
            FROM pg_attribute a WHERE a.attrelid = ANY (?::oid[]) AND a.attnum > 0 AND NOT a.attisdropped
            """;

    static final String INDEXES = """
            SELECT i.indrelid, c.relname, i.indisunique, i.indisprimary, i.indisvalid,
              i.indpred IS NULL AND i.indimmediate AS plain,
              coalesce((SELECT k.conname FROM pg_constraint k
                        WHERE k.conrelid = i.indrelid AND k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x')), '') AS constraint_name,
              (SELECT array_agg(coalesce(a.attname::text, '') ORDER BY key.place)
               FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS key (attnum, place)
               LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = key.attnum
               WHERE key.place <= i.indnkeyatts) AS columns,
              array_remove(ARRAY(SELECT 'the foreign key ' || k.conname || ' of ' || k.conrelid::regclass FROM pg_constraint k
                         WHERE k.conindid = i.indexrelid AND k.contype = 'f' ORDER BY 1)
                    || CASE WHEN i.indisreplident THEN 'the replica identity of its table' END, NULL) AS users,
              pg_get_indexdef(i.indexrelid) AS definition
            FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indrelid = ANY (?::oid[])
            """;

    static final String CONSTRAINTS =
            "SELECT k.conrelid, k.conname FROM pg_constraint k WHERE k.conrelid = ANY (?::oid[]) ORDER BY k.conname";

    static final String TRIGGERS = """
            SELECT g.tgrelid, g.tgname FROM pg_trigger g
            WHERE g.tgrelid = ANY (?::oid[]) AND NOT g.tgisinternal AND g.tgenabled IN ('O', 'A')
              AND g.tgtype & 16 <> 0 AND NOT starts_with(g.tgname, 'lockstep_') ORDER BY g.tgname
            """;

    static final String PUBLICATIONS = """
            SELECT c.oid, p.pubname FROM pg_publication_tables p
            JOIN pg_namespace n ON n.nspname = p.schemaname
            JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = p.tablename
            WHERE c.oid = ANY (?::oid[]) ORDER BY p.pubname
            """;

    /** Everything that depends on a column, but for its own default and its own NOT NULL. */
    static final String DEPENDENTS = """
            SELECT d.refobjid, a.attname,
              CASE
                WHEN i.relkind IN ('i', 'I') THEN 'INDEX'
                WHEN i.relkind = 'S' AND d.deptype IN ('a', 'i') THEN 'OWN_SEQUENCE'
                WHEN d.classid = 'pg_statistic_ext'::regclass THEN 'STATISTICS'
                WHEN k.conrelid = d.refobjid AND k.contype = 'c' AND cardinality(k.conkey) = 1 THEN 'OWN_CHECK'
                WHEN k.conrelid = d.refobjid AND k.contype = 'u' AND cardinality(k.conkey) = 1
                  AND NOT EXISTS (SELECT 1 FROM pg_constraint f WHERE f.conindid = k.conindid AND f.contype = 'f') THEN 'OWN_UNIQUE'
                ELSE 'OTHER' END AS kind,
              coalesce(i.relname, k.conname, '') AS name,
              CASE WHEN w.ev_class IS NOT NULL AND w.rulename = '_RETURN'
                THEN pg_describe_object('pg_class'::regclass, w.ev_class, 0)
                ELSE pg_describe_object(d.classid, d.objid, d.objsubid) END AS description
            FROM pg_depend d
            JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
            LEFT JOIN pg_class i ON d.classid = 'pg_class'::regclass AND i.oid = d.objid AND d.objsubid = 0
            LEFT JOIN pg_constraint k ON d.classid = 'pg_constraint'::regclass AND k.oid = d.objid
            LEFT JOIN pg_rewrite w ON d.classid = 'pg_rewrite'::regclass AND w.oid = d.objid
            LEFT JOIN pg_attrdef f ON d.classid = 'pg_attrdef'::regclass AND f.oid = d.objid
            WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = ANY (?::oid[]) AND d.refobjsubid > 0
              AND NOT (f.oid IS NOT NULL AND f.adrelid = d.refobjid AND f.adnum = d.refobjsubid)
              AND NOT (k.oid IS NOT NULL AND k.contype = 'n' AND k.conrelid = d.refobjid)
              AND NOT (i.relkind = 'S' AND d.deptype = 'i')
            GROUP BY 1, 2, 3, 4, 5 ORDER BY 2, 3, 4, 5
            """;

    /** {@code ?} twice: schemas and names, side by side. */
    static final String RELATIONS = """
            SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN unnest(?::text[], ?::text[]) AS wanted (schema, name) ON wanted.schema = n.nspname AND wanted.name = c.relname
            """;

    static final String HELPERS = """
            SELECT f.proname FROM pg_proc f JOIN pg_namespace n ON n.oid = f.pronamespace
            WHERE n.nspname = ? AND starts_with(f.proname, 'lockstep_')
            """;

    /** {@code ?} twice: names of tables. The server does not track what a function's text mentions. */
    static final String BODIES = """
            SELECT p.oid::regprocedure::text, p.prosrc FROM pg_proc p
            JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang
            WHERE l.lanname IN ('sql', 'plpgsql') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
              AND NOT starts_with(p.proname, 'lockstep_')
              AND (EXISTS (SELECT 1 FROM unnest(?::text[]) AS t WHERE strpos(lower(p.prosrc), lower(t)) > 0)
                   OR EXISTS (SELECT 1 FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid
                              WHERE g.tgfoid = p.oid AND c.relname = ANY (?::text[])))
            """;

    private FactQueries() {}
}
