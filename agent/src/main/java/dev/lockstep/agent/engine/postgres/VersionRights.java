package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Undo;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Rights that somebody gave to tables, or to their schema, after the views of a version were made. The views get them too; none is taken away, because a person may have given it to
 * a view alone.
 *
 * @param base the schema of the tables
 * @param schema of the views
 * @param views of the version
 */
record VersionRights(String base, String schema, List<VersionView> views) {

    private static final String MISSING = """
            WITH shown (base, view) AS (VALUES %1$s), renamed (view, was, name) AS (VALUES %2$s),
            wanted (view, role, privilege, name, passable) AS (
              SELECT s.view, e.grantee, e.privilege_type, '', e.is_grantable
              FROM shown s JOIN pg_catalog.pg_class c ON c.oid = s.base CROSS JOIN LATERAL pg_catalog.aclexplode(c.relacl) e WHERE e.grantee <> c.relowner
              UNION ALL SELECT s.view, e.grantee, e.privilege_type, v.attname, e.is_grantable
              FROM shown s JOIN pg_catalog.pg_attribute a ON a.attrelid = s.base CROSS JOIN LATERAL pg_catalog.aclexplode(a.attacl) e
              LEFT JOIN renamed r ON r.view = s.view AND r.was = a.attname
              JOIN pg_catalog.pg_attribute v ON v.attrelid = s.view AND v.attname = coalesce(r.name, a.attname)),
            there (view, role, privilege, name, passable) AS (
              SELECT s.view, e.grantee, e.privilege_type, '', e.is_grantable
              FROM shown s JOIN pg_catalog.pg_class c ON c.oid = s.view CROSS JOIN LATERAL pg_catalog.aclexplode(c.relacl) e
              UNION ALL SELECT s.view, e.grantee, e.privilege_type, a.attname, e.is_grantable
              FROM shown s JOIN pg_catalog.pg_attribute a ON a.attrelid = s.view CROSS JOIN LATERAL pg_catalog.aclexplode(a.attacl) e),
            using_schema (name, role, passable) AS (
              SELECT n.nspname, e.grantee, e.is_grantable FROM pg_catalog.pg_namespace n CROSS JOIN LATERAL pg_catalog.aclexplode(n.nspacl) e
              WHERE e.privilege_type = 'USAGE' AND e.grantee <> n.nspowner)
            SELECT format('GRANT %%s%%s ON %%s TO %%s%%s', w.privilege, CASE WHEN w.name <> '' THEN format(' (%%I)', w.name) END, w.view::regclass,
              coalesce(quote_ident(r.rolname), 'PUBLIC'), CASE WHEN w.passable THEN ' WITH GRANT OPTION' END) AS sql
            FROM wanted w LEFT JOIN pg_catalog.pg_roles r ON r.oid = w.role
            WHERE w.privilege IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE') AND (w.role = 0 OR r.oid IS NOT NULL)
              AND NOT EXISTS (SELECT FROM there t WHERE (t.view, t.role, t.privilege, t.name) = (w.view, w.role, w.privilege, w.name) AND t.passable >= w.passable)
            UNION SELECT format('GRANT USAGE ON SCHEMA %%I TO %%s%%s', %4$s, coalesce(quote_ident(r.rolname), 'PUBLIC'), CASE WHEN u.passable THEN ' WITH GRANT OPTION' END)
            FROM using_schema u LEFT JOIN pg_catalog.pg_roles r ON r.oid = u.role
            WHERE u.name = %3$s AND (u.role = 0 OR r.oid IS NOT NULL)
              AND NOT EXISTS (SELECT FROM using_schema t WHERE t.name = %4$s AND t.role = u.role AND t.passable >= u.passable)
              AND NOT EXISTS (SELECT FROM pg_catalog.pg_namespace n WHERE n.nspname = %4$s AND n.nspowner = u.role)
            ORDER BY 1
            """;

    /** It locks no table, and what it gives is in no fingerprint. */
    StepDraft step(Phase phase) {
        String body = "\nDECLARE\n  given record;\nBEGIN\n  FOR given IN\n"
                + missing().indent(4) + "  LOOP\n    EXECUTE given.sql;\n  END LOOP;\nEND\n";
        return StepDraft.transactional(
                        TableName.NONE,
                        phase,
                        "give the views of %s the rights that their tables got meanwhile".formatted(schema),
                        "",
                        List.of("DO " + DollarQuotes.around(body)),
                        phase == Phase.CONTRACT
                                ? Undos.irreversible("CONTRACT only goes forward: rights are as on the tables")
                                : Undo.getDefaultInstance(),
                        "who may use a table by then may use it under the names of the version after")
                .unrehearsed()
                .ofOperation(VersionPlanner.OPERATION);
    }

    private String missing() {
        return MISSING.formatted(
                rows(
                        "(NULL::oid, NULL::oid)",
                        views.stream()
                                .map(view ->
                                        "(%s, %s)".formatted(oid(view.shape().table()), oid(view.name())))),
                rows("(NULL::oid, NULL, NULL)", views.stream().flatMap(VersionRights::renamed)),
                Quoting.literal(base),
                Quoting.literal(schema));
    }

    private static Stream<String> renamed(VersionView view) {
        return view.shape().columns().stream()
                .filter(shown ->
                        !shown.original().isEmpty() && !shown.original().equals(shown.name()))
                .map(shown -> "(%s, %s, %s)"
                        .formatted(oid(view.name()), Quoting.literal(shown.original()), Quoting.literal(shown.name())));
    }

    private static String rows(String none, Stream<String> rows) {
        return Stream.concat(Stream.of(none), rows).collect(Collectors.joining(", "));
    }

    /** NULL when it is gone, which is drift and no matter of rights. */
    private static String oid(TableName relation) {
        return "pg_catalog.to_regclass(%s)::oid".formatted(Quoting.literal(relation.sql()));
    }
}
