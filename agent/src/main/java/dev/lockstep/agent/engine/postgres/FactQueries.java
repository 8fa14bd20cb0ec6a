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
              c.relnatts,
              coalesce(obj_description(c.oid, 'pg_class'), '') AS comment,
              CASE c.relreplident WHEN 'f' THEN 'FULL' WHEN 'n' THEN 'NOTHING'
                WHEN 'i' THEN coalesce((SELECT 'USING INDEX "' || replace(ic.relname, '"', '""') || '"' FROM pg_index i
                              JOIN pg_class ic ON ic.oid = i.indexrelid WHERE i.indrelid = c.oid AND i.indisreplident), 'NOTHING')
                ELSE 'DEFAULT' END AS replica_identity
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN unnest(?::text[], ?::text[]) AS wanted (schema, name) ON wanted.schema = n.nspname AND wanted.name = c.relname
            """;

    static final String COLUMNS = """
            SELECT a.attrelid, a.attname, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull,
              coalesce(pg_get_expr(d.adbin, d.adrelid), '') AS default_value,
              a.attidentity <> '' AS identity, a.attgenerated <> '' AS generated,
              coalesce(col_description(a.attrelid, a.attnum), '') AS comment,
              CASE WHEN a.attcollation <> 0 AND a.attcollation <> ty.typcollation
                THEN quote_ident(cn.nspname) || '.' || quote_ident(co.collname) ELSE '' END AS collation,
              EXISTS (SELECT 1 FROM regexp_matches(d.adbin::text, ':(?:funcid|opfuncid) (\\d+)', 'g') AS found
                      JOIN pg_proc p ON p.oid = found[1]::oid WHERE p.provolatile = 'v') AS volatile_default,
              a.attacl IS NOT NULL AS privileges, 'c' IN (ty.typtype, coalesce(bt.typtype, '')) AS composite,
              CASE a.attidentity WHEN 'a' THEN 'ALWAYS' WHEN 'd' THEN 'BY DEFAULT' ELSE '' END AS identity_words,
              coalesce(sc.relname, '') AS sequence,
              coalesce('INCREMENT BY ' || q.seqincrement || ' MINVALUE ' || q.seqmin || ' START WITH ' || q.seqstart
                || ' CACHE ' || q.seqcache || CASE WHEN q.seqcycle THEN ' CYCLE' ELSE '' END, '') AS sequence_options
            FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            JOIN pg_type ty ON ty.oid = a.atttypid LEFT JOIN pg_type bt ON bt.oid = ty.typbasetype
            LEFT JOIN pg_collation co ON co.oid = a.attcollation LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace
            LEFT JOIN LATERAL (SELECT min(own.objid::bigint)::oid AS objid FROM pg_depend own JOIN pg_sequence s ON s.seqrelid = own.objid
              WHERE own.classid = 'pg_class'::regclass AND own.refclassid = 'pg_class'::regclass AND own.refobjid = a.attrelid
                AND own.refobjsubid = a.attnum AND own.deptype IN ('a', 'i')) own ON true
            LEFT JOIN pg_class sc ON sc.oid = own.objid LEFT JOIN pg_sequence q ON q.seqrelid = own.objid
            WHERE a.attrelid = ANY (?::oid[]) AND a.attnum > 0 AND NOT a.attisdropped
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
                    || ARRAY(SELECT DISTINCT CASE WHEN r.rulename = '_RETURN' THEN pg_describe_object('pg_class'::regclass, r.ev_class, 0)
                           ELSE pg_describe_object(d.classid, d.objid, d.objsubid) END
                         FROM pg_constraint k JOIN pg_depend d ON d.refclassid = 'pg_constraint'::regclass AND d.refobjid = k.oid AND d.deptype = 'n'
                         LEFT JOIN pg_rewrite r ON d.classid = 'pg_rewrite'::regclass AND r.oid = d.objid
                         WHERE k.conrelid = i.indrelid AND k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x') ORDER BY 1)
                    || CASE WHEN i.indisreplident THEN 'the replica identity of its table' END, NULL) AS users,
              pg_get_indexdef(i.indexrelid) AS definition
            FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indrelid = ANY (?::oid[])
            """;

    static final String CONSTRAINTS = """
            SELECT k.conrelid, k.conname,
              CASE k.contype WHEN 'c' THEN 'CHECK' WHEN 'f' THEN 'FOREIGN_KEY' WHEN 'u' THEN 'UNIQUE' WHEN 'p' THEN 'PRIMARY_KEY'
                WHEN 'x' THEN 'EXCLUSION' WHEN 'n' THEN 'NOT_NULL' ELSE 'OTHER' END AS kind,
              ARRAY(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY AS key (attnum, place)
                    JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = key.attnum ORDER BY key.place) AS columns,
              n.nspname AS other_schema, c.relname AS other_table, pg_get_constraintdef(k.oid) AS definition,
              c.relkind IS NOT DISTINCT FROM 'r' AND EXISTS (SELECT FROM pg_inherits i WHERE i.inhparent = c.oid) AS of_parent
            FROM pg_constraint k
            LEFT JOIN pg_class c ON c.oid = k.confrelid LEFT JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE k.conrelid = ANY (?::oid[]) AND
            """ + ServersOwn.NOT_FOR_ONE_PARTITION;

    /** What would stop a table from being dropped, or lose something with it. */
    static final String USERS = """
            WITH wanted AS (SELECT unnest(?::oid[]) AS oid), parts AS (
              SELECT w.oid AS owner, 'pg_class'::regclass AS classid, w.oid AS objid FROM wanted w
              UNION ALL SELECT w.oid, 'pg_type'::regclass, t.oid FROM wanted w JOIN pg_class c ON c.oid = w.oid
                JOIN pg_type r ON r.oid = c.reltype JOIN pg_type t ON t.oid = r.oid OR t.oid = r.typarray
              UNION ALL SELECT w.oid, 'pg_class'::regclass, d.objid FROM wanted w
                JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = w.oid AND d.classid = 'pg_class'::regclass
                  AND d.deptype IN ('a', 'i')
              UNION ALL SELECT w.oid, 'pg_constraint'::regclass, k.oid FROM wanted w JOIN pg_constraint k ON k.conrelid = w.oid
            )
            SELECT DISTINCT p.owner,
              CASE WHEN r.oid IS NOT NULL AND r.rulename = '_RETURN' THEN pg_describe_object('pg_class'::regclass, r.ev_class, 0)
                ELSE pg_describe_object(d.classid, d.objid, d.objsubid) END
            FROM parts p
            JOIN pg_depend d ON d.refclassid = p.classid AND d.refobjid = p.objid AND d.deptype = 'n'
            LEFT JOIN pg_rewrite r ON d.classid = 'pg_rewrite'::regclass AND r.oid = d.objid
            LEFT JOIN pg_constraint k ON d.classid = 'pg_constraint'::regclass AND k.oid = d.objid
            LEFT JOIN pg_attrdef f ON d.classid = 'pg_attrdef'::regclass AND f.oid = d.objid
            LEFT JOIN pg_trigger g ON d.classid = 'pg_trigger'::regclass AND g.oid = d.objid
            LEFT JOIN pg_policy y ON d.classid = 'pg_policy'::regclass AND y.oid = d.objid
            CROSS JOIN LATERAL (SELECT coalesce(r.ev_class, k.conrelid, f.adrelid, g.tgrelid, y.polrelid, 0) AS oid) u
            WHERE coalesce(pg_partition_root(u.oid), u.oid) <> coalesce(pg_partition_root(p.owner), p.owner)
              AND NOT EXISTS (SELECT 1 FROM parts own WHERE own.owner = p.owner AND own.classid = d.classid AND own.objid = d.objid)
              AND %s
            ORDER BY 1, 2
            """.formatted(ServersOwn.NOT_FOR_ONE_PARTITION);

    static final String REFERRERS = """
            SELECT k.confrelid, n.nspname, c.relname, k.conname, pg_get_constraintdef(k.oid) AS definition,
              ARRAY(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY AS key (attnum, place)
                    JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = key.attnum ORDER BY key.place) AS columns,
              ARRAY(SELECT a.attname::text FROM unnest(k.confkey) WITH ORDINALITY AS key (attnum, place)
                    JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = key.attnum ORDER BY key.place) AS referenced,
              coalesce((SELECT i.relname FROM pg_class i WHERE i.oid = k.conindid), '') AS index,
              coalesce(obj_description(k.oid, 'pg_constraint'), '') AS comment
            FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE k.contype = 'f' AND k.confrelid = ANY (?::oid[]) AND %s ORDER BY 2, 3, 4
            """.formatted(ServersOwn.NOT_FOR_ONE_PARTITION);

    /** {@code ?} is an array of names: each as the server writes it in a definition. */
    static final String QUOTED = "SELECT name, quote_ident(name) FROM unnest(?::text[]) AS name";

    static final String TRIGGERS = """
            SELECT g.tgrelid, g.tgname FROM pg_trigger g
            WHERE g.tgrelid = ANY (?::oid[]) AND NOT g.tgisinternal AND g.tgenabled IN ('O', 'A')
              AND g.tgtype & 16 <> 0 AND NOT starts_with(ltrim(g.tgname, '~'), 'lockstep_') ORDER BY g.tgname
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
                WHEN k.conrelid = d.refobjid AND k.contype IN ('c', 'u', 'p', 'f', 'x') THEN 'OWN_RULE'
                WHEN k.confrelid = d.refobjid AND k.contype = 'f' THEN 'REFERRER'
                WHEN f.adrelid = d.refobjid OR d.classid = 'pg_class'::regclass AND d.objid = d.refobjid THEN 'GENERATED'
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
              AND (k.oid IS NULL OR %s)
              AND NOT (i.relkind = 'S' AND d.deptype = 'i')
            GROUP BY 1, 2, 3, 4, 5 ORDER BY 2, 3, 4, 5
            """.formatted(ServersOwn.NOT_FOR_ONE_PARTITION);

    /** {@code ?} twice: schemas and names, side by side. */
    static final String RELATIONS = """
            SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN unnest(?::text[], ?::text[]) AS wanted (schema, name) ON wanted.schema = n.nspname AND wanted.name = c.relname
            """;

    /** {@code ?} twice: schemas and names, side by side. */
    static final String ENUMS = """
            SELECT n.nspname, t.typname, pg_has_role(t.typowner, 'USAGE') AS owned,
              ARRAY(SELECT e.enumlabel::text FROM pg_enum e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder) AS labels
            FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
            JOIN unnest(?::text[], ?::text[]) AS wanted (schema, name) ON wanted.schema = n.nspname AND wanted.name = t.typname
            WHERE t.typtype = 'e'
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
