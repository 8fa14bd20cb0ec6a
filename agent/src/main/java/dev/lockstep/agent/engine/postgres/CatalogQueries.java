package dev.lockstep.agent.engine.postgres;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The query that reads a catalog: one statement, so one look. Each part gives path, definition, and whether the object is one of Lockstep's own. It is read
 * with {@code search_path = pg_catalog}, so that every name of a user's object comes out with its schema.
 */
final class CatalogQueries {

    /** Lower numbers are in the server's own files of its catalogs: no command makes such an object. Without this it looks through all of its functions. */
    private static final String MADE_BY_SOMEBODY = "$1 >= 12000";

    private static final String SCOPE = """
            WITH @wanted@scope AS (
              SELECT n.oid, n.nspname, shown AS home, CASE shown WHEN 'public' THEN '' ELSE shown || '.' END AS prefix
              FROM pg_namespace n CROSS JOIN LATERAL (SELECT (@shown@)::text AS shown) s
              WHERE @schemas@
            ), of_extension AS (
              SELECT classid, objid FROM pg_depend WHERE deptype = 'e'
            ), rel AS (
              SELECT c.*, s.nspname, s.home, @relation@ AS shown
              FROM pg_class c JOIN scope s ON s.oid = c.relnamespace
              WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S', 'c') AND @name:c.relname@ AND @made:c.oid@
                AND (c.oid) NOT IN (SELECT objid FROM of_extension WHERE classid = 'pg_class'::regclass)
            ), tab AS (
              SELECT *, CASE relkind WHEN 'v' THEN 'view:' WHEN 'm' THEN 'materialized_view:' ELSE 'table:' END || shown AS path
              FROM rel WHERE relkind IN ('r', 'p', 'f', 'v', 'm')
            )
            """;

    /** One table, found by its number: with a hundred others in the catalog it takes no longer. */
    private static final String ONE_TABLE = """
            WITH tab AS (
              SELECT c.*, n.nspname, shown AS home, 'table:' || CASE shown WHEN 'public' THEN '' ELSE shown || '.' END || c.relname AS path
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace CROSS JOIN LATERAL (SELECT (@shown@)::text AS shown) s
              WHERE c.oid = to_regclass(?)
            )
            """;

    /** With its schema; $1 is its number. */
    private static final String COLLATION_NAME = "(SELECT quote_ident(cn.nspname) || '.' || quote_ident(co.collname)"
            + " FROM pg_collation co JOIN pg_namespace cn ON cn.oid = co.collnamespace WHERE co.oid = $1)";

    private static final String TABLES = """
            SELECT t.path,
              CASE t.relkind WHEN 'p' THEN 'table partitioned by ' || pg_get_partkeydef(t.oid)
                             WHEN 'f' THEN 'foreign table' ELSE 'table' END
              || CASE t.relpersistence WHEN 'u' THEN ' unlogged' ELSE '' END
              || CASE WHEN t.reloftype <> 0 THEN ' of ' || format_type(t.reloftype, NULL) ELSE '' END
              || coalesce((SELECT CASE WHEN t.relispartition THEN ' partition of ' ELSE ' inherits ' END
                             || string_agg(CASE WHEN p.relnamespace = t.relnamespace
                                             THEN quote_ident(t.home) || '.' || quote_ident(p.relname)
                                             ELSE i.inhparent::regclass::text END, ', ' ORDER BY i.inhseqno)
                           FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent WHERE i.inhrelid = t.oid), '')
              || CASE WHEN t.relispartition THEN ' ' || pg_get_expr(t.relpartbound, t.oid) ELSE '' END
              || CASE WHEN t.relrowsecurity THEN ' row level security' ELSE '' END
              || CASE WHEN t.relforcerowsecurity THEN ' forced row level security' ELSE '' END
              || CASE t.relreplident WHEN 'f' THEN ' replica identity full' WHEN 'n' THEN ' replica identity nothing'
                   WHEN 'i' THEN coalesce((SELECT ' replica identity index ' || c.relname FROM pg_index i
                                  JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indrelid = t.oid AND i.indisreplident), '')
                   ELSE '' END
              || coalesce(' comment ' || quote_literal(obj_description(t.oid, 'pg_class')), '') AS definition,
              false AS own
            FROM tab t WHERE t.relkind IN ('r', 'p', 'f')
            """;

    private static final String COLUMNS = """
            SELECT t.path || '/column:' || a.attname,
              format_type(a.atttypid, a.atttypmod)
              || CASE WHEN a.attcollation <> 0 AND a.attcollation <> ty.typcollation
                   THEN ' collate ' || quote_ident(cn.nspname) || '.' || quote_ident(co.collname) ELSE '' END
              || CASE WHEN NOT a.attnotnull THEN ''
                      WHEN EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conrelid = a.attrelid AND k.contype = 'n'
                                     AND k.conkey[1] = a.attnum AND NOT k.convalidated) THEN ' not null not valid'
                      ELSE ' not null' END
              || CASE a.attidentity WHEN 'a' THEN ' generated always as identity'
                                    WHEN 'd' THEN ' generated by default as identity' ELSE '' END
              || CASE a.attidentity WHEN '' THEN '' ELSE coalesce((
                   SELECT concat(CASE WHEN q.seqincrement <> 1 THEN ' increment ' || q.seqincrement END,
                                 CASE WHEN q.seqmin <> 1 THEN ' minimum ' || q.seqmin END,
                                 CASE WHEN q.seqmax <> CASE ty.typlen WHEN 2 THEN 32767 WHEN 4 THEN 2147483647 ELSE 9223372036854775807 END
                                   THEN ' maximum ' || q.seqmax END,
                                 CASE WHEN q.seqcycle THEN ' cycle' END)
                   FROM pg_depend e JOIN pg_sequence q ON q.seqrelid = e.objid
                   WHERE e.refclassid = 'pg_class'::regclass AND e.refobjid = a.attrelid AND e.refobjsubid = a.attnum
                     AND e.classid = 'pg_class'::regclass AND e.deptype = 'i'), '') END
              || CASE WHEN d.oid IS NULL THEN ''
                      WHEN a.attgenerated = '' THEN ' default ' || pg_get_expr(d.adbin, d.adrelid)
                      ELSE ' generated always as (' || pg_get_expr(d.adbin, d.adrelid) || ')'
                        || CASE a.attgenerated WHEN 's' THEN ' stored' ELSE ' virtual' END END
              || coalesce(' comment ' || quote_literal(col_description(t.oid, a.attnum)), ''),
              false
            FROM tab t
            JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
            JOIN pg_type ty ON ty.oid = a.atttypid
            LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            LEFT JOIN pg_collation co ON co.oid = a.attcollation
            LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace
            WHERE t.relkind IN ('r', 'p', 'f')
            """;

    private static final String INDEXES = """
            SELECT t.path || '/index:' || ic.relname,
              CASE WHEN i.indisunique THEN 'unique ' ELSE '' END
              || regexp_replace(pg_get_indexdef(i.indexrelid), '^.*? USING ', 'using ')
              || CASE WHEN i.indisvalid THEN '' ELSE ' invalid' END,
              starts_with(ic.relname, 'lockstep_')
            FROM tab t
            JOIN pg_index i ON i.indrelid = t.oid
            JOIN pg_class ic ON ic.oid = i.indexrelid
            WHERE NOT EXISTS (SELECT 1 FROM pg_constraint k
                              WHERE k.conrelid = t.oid AND k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
            """;

    private static final String CONSTRAINTS = """
            SELECT t.path || '/constraint:' || k.conname,
              CASE k.contype WHEN 'f' THEN replace(pg_get_constraintdef(k.oid),
                  ' REFERENCES ' || k.confrelid::regclass::text || '(', ' REFERENCES ' || @referenced@ || '(')
                ELSE pg_get_constraintdef(k.oid) END
              || CASE WHEN i.indisvalid = false AND k.contype IN ('p', 'u', 'x') THEN ' invalid' ELSE '' END
              || CASE WHEN k.contype = 'f' AND EXISTS (SELECT 1 FROM pg_trigger g WHERE g.tgconstraint = k.oid AND g.tgenabled <> 'O')
                   THEN ' with triggers that do not fire as they are made to' ELSE '' END,
              starts_with(k.conname, 'lockstep_')
            FROM tab t
            JOIN pg_constraint k ON k.conrelid = t.oid AND k.contype IN ('c', 'f', 'p', 'u', 'x')
            LEFT JOIN pg_index i ON i.indexrelid = k.conindid
            WHERE
            """ + ServersOwn.NOT_FOR_ONE_PARTITION + "\n";

    private static final String TRIGGERS = """
            SELECT t.path || '/trigger:' || g.tgname,
              regexp_replace(
                replace(replace(pg_get_triggerdef(g.oid),
                    ' ON pg_temp.' || quote_ident(t.relname) || ' ', ' '),
                    ' ON ' || quote_ident(t.nspname) || '.' || quote_ident(t.relname) || ' ', ' '),
                '^CREATE ', '')
              || CASE g.tgenabled WHEN 'O' THEN '' WHEN 'D' THEN ' disabled' WHEN 'R' THEN ' on replicas' ELSE ' always' END,
              starts_with(ltrim(g.tgname, '~'), 'lockstep_')
            FROM tab t JOIN pg_trigger g ON g.tgrelid = t.oid AND NOT g.tgisinternal
            """;

    private static final String POLICIES = """
            SELECT t.path || '/policy:' || p.polname,
              CASE WHEN p.polpermissive THEN 'permissive' ELSE 'restrictive' END || ' for ' || p.polcmd::text
              || coalesce(' using (' || pg_get_expr(p.polqual, p.polrelid) || ')', '')
              || coalesce(' with check (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')', '')
              || ' to ' || coalesce((SELECT string_agg(quote_ident(r.rolname), ', ' ORDER BY r.rolname)
                                     FROM pg_roles r WHERE r.oid = ANY (p.polroles)), 'public'),
              false
            FROM tab t JOIN pg_policy p ON p.polrelid = t.oid
            """;

    private static final String RULES = """
            SELECT t.path || '/rule:' || r.rulename, pg_get_ruledef(r.oid)
              || CASE r.ev_enabled WHEN 'O' THEN '' ELSE ' enabled ' || r.ev_enabled::text END, false
            FROM tab t JOIN pg_rewrite r ON r.ev_class = t.oid AND r.rulename <> '_RETURN'
            """;

    private static final String VIEWS = """
            SELECT t.path,
              CASE t.relkind WHEN 'm' THEN 'materialized view' ELSE 'view' END
              || coalesce(' with (' || (SELECT string_agg(o, ', ' ORDER BY o) FROM unnest(t.reloptions) o) || ')', '')
              || ' as' || CASE WHEN t.nspname <> t.home
                   THEN regexp_replace(pg_get_viewdef(t.oid), '(\\s+FROM )(pg_temp(_\\d+)?\\.)?', '\\1' || quote_ident(t.home) || '.')
                   ELSE pg_get_viewdef(t.oid) END
              || coalesce((SELECT string_agg(' default of ' || quote_ident(a.attname) || ' ' || pg_get_expr(d.adbin, d.adrelid), '' ORDER BY a.attname)
                           FROM pg_attrdef d JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum WHERE d.adrelid = t.oid), '')
              || coalesce(' comment ' || quote_literal(obj_description(t.oid, 'pg_class')), ''),
              false
            FROM tab t WHERE t.relkind IN ('v', 'm')
            """;

    private static final String SEQUENCES = """
            SELECT 'sequence:' || r.shown,
              format_type(q.seqtypid, NULL) || ' increment ' || q.seqincrement || ' minimum ' || q.seqmin
              || ' maximum ' || q.seqmax || CASE WHEN q.seqcycle THEN ' cycle' ELSE '' END
              || coalesce((SELECT ' owned by ' || d.refobjid::regclass::text || '.' || quote_ident(a.attname)
                           FROM pg_depend d JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
                           WHERE d.classid = 'pg_class'::regclass AND d.objid = r.oid AND d.deptype = 'a'
                             AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0), ''),
              false
            FROM rel r JOIN pg_sequence q ON q.seqrelid = r.oid
            WHERE NOT EXISTS (SELECT 1 FROM pg_depend d
                              WHERE d.classid = 'pg_class'::regclass AND d.objid = r.oid AND d.deptype = 'i')
            """;

    private static final String TYPES = """
            SELECT 'type:' || s.prefix || ty.typname,
              CASE ty.typtype
                WHEN 'e' THEN 'enum (' || coalesce((SELECT string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder)
                                           FROM pg_enum e WHERE e.enumtypid = ty.oid), '') || ')'
                WHEN 'd' THEN 'domain ' || format_type(ty.typbasetype, ty.typtypmod)
                  || CASE WHEN ty.typcollation <> (SELECT b.typcollation FROM pg_type b WHERE b.oid = ty.typbasetype)
                       THEN ' collate ' || @collation:ty.typcollation@ ELSE '' END
                  || CASE WHEN ty.typnotnull THEN ' not null' ELSE '' END
                  || coalesce(' default ' || ty.typdefault, '')
                  || coalesce((SELECT ' ' || string_agg(quote_ident(k.conname) || ' ' || pg_get_constraintdef(k.oid), ' ' ORDER BY k.conname)
                               FROM pg_constraint k WHERE k.contypid = ty.oid AND k.contype = 'c'), '')
                WHEN 'r' THEN (SELECT 'range of ' || format_type(g.rngsubtype, NULL)
                                 || CASE WHEN oc.opcdefault THEN '' ELSE ' operators ' || quote_ident(oc.opcname) END
                                 || CASE WHEN g.rngcollation <> (SELECT b.typcollation FROM pg_type b WHERE b.oid = g.rngsubtype)
                                      THEN ' collate ' || @collation:g.rngcollation@ ELSE '' END
                                 || CASE WHEN g.rngcanonical = 0 THEN '' ELSE ' canonical ' || g.rngcanonical::text END
                                 || CASE WHEN g.rngsubdiff = 0 THEN '' ELSE ' difference ' || g.rngsubdiff::text END
                               FROM pg_range g JOIN pg_opclass oc ON oc.oid = g.rngsubopc WHERE g.rngtypid = ty.oid)
                ELSE 'composite (' || coalesce((SELECT string_agg(quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod)
                                         || CASE WHEN a.attcollation <> (SELECT b.typcollation FROM pg_type b WHERE b.oid = a.atttypid)
                                              THEN ' collate ' || @collation:a.attcollation@ ELSE '' END, ', ' ORDER BY a.attnum)
                                       FROM pg_attribute a WHERE a.attrelid = ty.typrelid AND a.attnum > 0 AND NOT a.attisdropped), '') || ')'
              END,
              false
            FROM pg_type ty JOIN scope s ON s.oid = ty.typnamespace
            WHERE (ty.typtype IN ('e', 'd', 'r')
                   OR (ty.typtype = 'c' AND EXISTS (SELECT 1 FROM pg_class c WHERE c.oid = ty.typrelid AND c.relkind = 'c')))
              AND @name:ty.typname@ AND @made:ty.oid@
              AND ty.oid NOT IN (SELECT objid FROM of_extension WHERE classid = 'pg_type'::regclass)
            """;

    private static final String FUNCTIONS = """
            SELECT 'function:' || CASE WHEN p.own THEN p.nspname || '.' ELSE p.prefix END
                || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')',
              CASE p.prokind WHEN 'a' THEN 'aggregate' WHEN 'p' THEN 'procedure' WHEN 'w' THEN 'window function' ELSE 'function' END
              || coalesce(' returns ' || pg_get_function_result(p.oid), '')
              || ' body ' || encode(sha256(convert_to(CASE p.prokind
                   WHEN 'a' THEN (SELECT json_build_array(g.aggtransfn, g.aggfinalfn, g.aggcombinefn, g.aggserialfn, g.aggdeserialfn,
                                    g.aggmtransfn, g.aggminvtransfn, g.aggmfinalfn, g.aggfinalextra, g.aggmfinalextra, g.aggfinalmodify,
                                    g.aggmfinalmodify, g.aggsortop::regoperator, format_type(g.aggtranstype, NULL), g.aggtransspace,
                                    format_type(g.aggmtranstype, NULL), g.aggmtransspace, g.agginitval, g.aggminitval, g.aggkind,
                                    f.proparallel)::text
                                  FROM pg_aggregate g JOIN pg_proc f ON f.oid = g.aggfnoid WHERE g.aggfnoid = p.oid)
                   ELSE pg_get_functiondef(p.oid) END, 'UTF8')), 'hex'),
              p.own
            FROM (SELECT f.oid, f.proname, f.prokind, s.nspname, s.prefix, false AS own
                  FROM pg_proc f JOIN scope s ON s.oid = f.pronamespace
                  WHERE @name:f.proname@ AND @made:f.oid@
                    AND f.oid NOT IN (SELECT objid FROM of_extension WHERE classid = 'pg_proc'::regclass)
                  UNION ALL
                  SELECT f.oid, f.proname, f.prokind, n.nspname, '', true
                  FROM pg_proc f JOIN pg_namespace n ON n.oid = f.pronamespace
                  WHERE n.nspname = @ledger@ AND starts_with(f.proname, 'lockstep_') AND @name:f.proname@ AND @made:f.oid@) p
            """;

    private static final String EXTENSIONS = """
            SELECT 'extension:' || e.extname, 'extension ' || e.extversion || ' in ' || n.nspname, false
            FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
            WHERE e.extname <> 'plpgsql' AND @name:e.extname@
            """;

    /** Of all schemas only those of versions: they come and go with their epochs, and others are none of Lockstep's. */
    private static final String SCHEMAS = """
            SELECT 'schema:' || s.nspname, d.description, false
            FROM scope s JOIN pg_description d ON d.classoid = 'pg_namespace'::regclass AND d.objoid = s.oid AND d.objsubid = 0
            WHERE starts_with(d.description, @mark@) AND @name:s.nspname@
            """;

    /** What the server keeps of a collation besides its name: more with each version. */
    private static final String COLLATIONS = """
            SELECT 'collation:' || s.prefix || co.collname,
              'collation ' || jsonb_strip_nulls(to_jsonb(co) - ARRAY['oid', 'collname', 'collnamespace', 'collowner', 'collversion', 'collencoding'])::text,
              false
            FROM pg_collation co JOIN scope s ON s.oid = co.collnamespace
            WHERE @name:co.collname@
              AND co.oid NOT IN (SELECT objid FROM of_extension WHERE classid = 'pg_collation'::regclass)
            """;

    private static final String OPERATORS = """
            SELECT 'operator:' || s.prefix || o.oprname || '(' || format_type(o.oprleft, NULL) || ', ' || format_type(o.oprright, NULL) || ')',
              'operator by ' || o.oprcode::oid::regprocedure::text || ' commutator ' || o.oprcom::regoperator::text
              || ' negator ' || o.oprnegate::regoperator::text || ' estimated by ' || o.oprrest::text || ', ' || o.oprjoin::text
              || CASE WHEN o.oprcanmerge THEN ' merges' ELSE '' END || CASE WHEN o.oprcanhash THEN ' hashes' ELSE '' END,
              false
            FROM pg_operator o JOIN scope s ON s.oid = o.oprnamespace
            WHERE @name:o.oprname@ AND @made:o.oid@
              AND o.oid NOT IN (SELECT objid FROM of_extension WHERE classid = 'pg_operator'::regclass)
            """;

    /** They have no name and no schema; those with low numbers are the server's own. */
    private static final String CASTS = """
            SELECT 'cast:' || format_type(k.castsource, NULL) || ' as ' || format_type(k.casttarget, NULL),
              'cast ' || CASE k.castmethod WHEN 'f' THEN 'by ' || k.castfunc::regprocedure::text WHEN 'i' THEN 'by text' ELSE 'without function' END
              || CASE k.castcontext WHEN 'i' THEN ' implicit' WHEN 'a' THEN ' in assignments' ELSE ' explicit' END,
              false
            FROM pg_cast k
            WHERE k.oid >= 16384
              AND k.oid NOT IN (SELECT objid FROM pg_depend WHERE deptype = 'e' AND classid = 'pg_cast'::regclass)
            """;

    private static final String TEXT_SEARCH = """
            SELECT 'text_search_configuration:' || s.prefix || ts.cfgname,
              'parser ' || (SELECT quote_ident(pa.prsname) FROM pg_ts_parser pa WHERE pa.oid = ts.cfgparser)
              || coalesce((SELECT string_agg(' ' || ma.maptokentype || ' to ' || ma.mapdict::regdictionary::text, ',' ORDER BY ma.maptokentype, ma.mapseqno)
                           FROM pg_ts_config_map ma WHERE ma.mapcfg = ts.oid), ''),
              false
            FROM pg_ts_config ts JOIN scope s ON s.oid = ts.cfgnamespace
            WHERE @name:ts.cfgname@
              AND ts.oid NOT IN (SELECT objid FROM of_extension WHERE classid = 'pg_ts_config'::regclass)
            UNION ALL
            SELECT 'text_search_dictionary:' || s.prefix || td.dictname,
              'template ' || (SELECT quote_ident(te.tmplname) FROM pg_ts_template te WHERE te.oid = td.dicttemplate)
              || coalesce(' ' || td.dictinitoption, ''),
              false
            FROM pg_ts_dict td JOIN scope s ON s.oid = td.dictnamespace
            WHERE @name:td.dictname@
              AND td.oid NOT IN (SELECT objid FROM of_extension WHERE classid = 'pg_ts_dict'::regclass)
            """;

    private static final String EVENT_TRIGGERS = """
            SELECT 'event_trigger:' || v.evtname,
              'on ' || v.evtevent || coalesce(' when tag in ' || v.evttags::text, '') || ' by ' || v.evtfoid::regprocedure::text
              || CASE v.evtenabled WHEN 'O' THEN '' WHEN 'D' THEN ' disabled' WHEN 'R' THEN ' on replicas' ELSE ' always' END,
              false
            FROM pg_event_trigger v
            WHERE @name:v.evtname@
              AND v.oid NOT IN (SELECT objid FROM of_extension WHERE classid = 'pg_event_trigger'::regclass)
            """;

    private static final List<Part> ALL = List.of(
            new Part(TABLES, "table"),
            new Part(COLUMNS, "column"),
            new Part(INDEXES, "index"),
            new Part(CONSTRAINTS, "constraint"),
            new Part(TRIGGERS, "trigger"),
            new Part(POLICIES, "policy"),
            new Part(RULES, "rule"),
            new Part(VIEWS, "view", "materialized_view"),
            new Part(SEQUENCES, "sequence"),
            new Part(TYPES, "type"),
            new Part(FUNCTIONS, "function"),
            new Part(EXTENSIONS, "extension"),
            new Part(SCHEMAS, "schema"),
            new Part(COLLATIONS, "collation"),
            new Part(OPERATORS, "operator"),
            new Part(CASTS, "cast"),
            new Part(TEXT_SEARCH, "text_search_configuration", "text_search_dictionary"),
            new Part(EVENT_TRIGGERS, "event_trigger"));

    private CatalogQueries() {}

    /**
     * What is in a scope; where it has names, {@code ?} is an array of them. Kinds that it does not ask for cost nothing: the server takes longer to plan the whole
     * than to run it.
     */
    static String of(CatalogScope scope) {
        List<Part> wanted =
                ALL.stream().filter(part -> scope.wantsOneOf(part.kinds())).toList();
        // Of a kind that nobody here knows there is nothing; whoever asks must hear that, and no error.
        String parts =
                (wanted.isEmpty() ? ALL : wanted).stream().map(Part::sql).collect(Collectors.joining("UNION ALL\n"));
        return fill(SCOPE + parts, scope);
    }

    /** What copies can have, and what steps make of them: no extensions or rules depend on them. */
    static String rehearsal(CatalogScope scope) {
        return fill(
                SCOPE
                        + String.join(
                                "UNION ALL\n",
                                TABLES,
                                COLUMNS,
                                INDEXES,
                                CONSTRAINTS,
                                TRIGGERS,
                                VIEWS,
                                SEQUENCES,
                                FUNCTIONS),
                scope);
    }

    /** One copy of a rehearsal, with what is in it; {@code ?} is its name. */
    static String rehearsed(CatalogScope scope) {
        return fill(ONE_TABLE + String.join("UNION ALL\n", TABLES, COLUMNS, INDEXES, CONSTRAINTS, TRIGGERS), scope);
    }

    private static String fill(String parts, CatalogScope scope) {
        String query = parts.replaceAll("@collation:([a-z.]+)@", COLLATION_NAME)
                .replaceAll("@made:([a-z.]+)@", MADE_BY_SOMEBODY)
                .replace("@shown@", scope.shownSchema())
                .replace("@relation@", scope.shownRelation())
                .replace("@mark@", Quoting.literal(VersionFacts.MARK))
                .replace("@referenced@", scope.referenced())
                .replace("@schemas@", scope.schemaCondition())
                .replace("@wanted@", scope.names().isEmpty() ? "" : "wanted AS (SELECT ?::text[] AS names), ")
                .replace("@ledger@", Quoting.literal(scope.ledgerSchema()));
        return query.replaceAll(
                "@name:([a-z.]+)@",
                scope.names().isEmpty() ? "true" : "$1::text = ANY ((SELECT names FROM wanted)::text[])");
    }

    /**
     * A query.
     *
     * @param kinds of the paths that it gives
     */
    private record Part(String sql, List<String> kinds) {
        Part(String sql, String... kinds) {
            this(sql, List.of(kinds));
        }
    }
}
