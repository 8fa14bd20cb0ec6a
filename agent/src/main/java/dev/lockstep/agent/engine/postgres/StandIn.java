package dev.lockstep.agent.engine.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What a view needs to stand in for a table, and what stands in its way.
 *
 * @param columns in the table's order
 * @param grants rights that a view can give, the owner's included
 * @param defaults roles that get rights on a view of this session's without being asked for; empty text for everybody
 * @param rowSecurity whether policies hide rows of the table
 * @param subscribed whether rows come from a publisher, which knows the table by its name
 * @param owner who owns the table; empty for this session's own role
 * @param naming policies and rules of the table that write its name out, in words; of a partition, the name of the whole
 */
record StandIn(
        List<String> columns,
        List<Grant> grants,
        List<String> defaults,
        boolean rowSecurity,
        boolean subscribed,
        String owner,
        List<String> naming) {

    static final StandIn NONE = new StandIn(List.of(), List.of(), List.of(), false, false, "", List.of());

    private static final String TABLES = """
            SELECT c.oid, c.relrowsecurity, CASE WHEN o.rolname = current_user THEN '' ELSE o.rolname::text END AS owner, EXISTS (SELECT 1 FROM pg_subscription_rel s WHERE s.srrelid = c.oid) AS subscribed,
              ARRAY(SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                    ORDER BY a.attnum) AS columns,
              ARRAY(SELECT 'the policy ' || p.polname FROM pg_policy p
                    WHERE p.polrelid = c.oid AND strpos(concat(pg_get_expr(p.polqual, c.oid), pg_get_expr(p.polwithcheck, c.oid)), coalesce(t.relname, c.relname)) > 0
                    UNION ALL SELECT 'the rule ' || r.rulename FROM pg_rewrite r WHERE r.ev_class = c.oid AND c.relkind IN ('r', 'p')
                    ORDER BY 1) AS naming,
              ARRAY(SELECT DISTINCT coalesce(g.rolname::text, '') FROM pg_default_acl d CROSS JOIN LATERAL aclexplode(d.defaclacl) e
                    LEFT JOIN pg_roles g ON g.oid = e.grantee
                    WHERE d.defaclrole = current_user::regrole AND d.defaclobjtype = 'r' AND d.defaclnamespace IN (0, c.relnamespace)
                      AND e.grantee <> d.defaclrole ORDER BY 1) AS defaults
            FROM pg_class c JOIN pg_roles o ON o.oid = c.relowner LEFT JOIN pg_class t ON t.oid = pg_partition_root(c.oid)
            WHERE c.oid = ANY (?::oid[])
            """;

    private static final String GRANTS = """
            SELECT g.oid, coalesce(r.rolname::text, '') AS role, privilege_type, attname, bool_or(is_grantable) AS passable FROM (
              SELECT c.oid, e.grantee, e.privilege_type, '' AS attname, e.is_grantable
              FROM pg_class c CROSS JOIN LATERAL aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) e
              WHERE c.oid = ANY (?::oid[])
              UNION ALL SELECT a.attrelid, e.grantee, e.privilege_type, a.attname, e.is_grantable
              FROM pg_attribute a CROSS JOIN LATERAL aclexplode(a.attacl) e
              WHERE a.attrelid = ANY (?::oid[]) AND a.attnum > 0 AND NOT a.attisdropped
            ) g LEFT JOIN pg_roles r ON r.oid = g.grantee
            WHERE privilege_type IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE') AND (g.grantee = 0 OR r.rolname <> current_user)
            GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 4, 3
            """;

    StandIn {
        columns = List.copyOf(columns);
        grants = List.copyOf(grants);
        defaults = List.copyOf(defaults);
        naming = List.copyOf(naming);
    }

    static Map<Long, StandIn> read(Connection connection, Set<Long> tables) throws SQLException {
        Map<Long, List<Grant>> grants = grants(connection, tables);
        Map<Long, StandIn> found = new HashMap<>();
        try (PreparedStatement query = connection.prepareStatement(TABLES)) {
            query.setArray(1, connection.createArrayOf("oid", tables.toArray()));
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    found.put(
                            rows.getLong("oid"),
                            new StandIn(
                                    PostgresFacts.texts(rows.getArray("columns")),
                                    grants.getOrDefault(rows.getLong("oid"), List.of()),
                                    PostgresFacts.texts(rows.getArray("defaults")),
                                    rows.getBoolean("relrowsecurity"),
                                    rows.getBoolean("subscribed"),
                                    rows.getString("owner"),
                                    PostgresFacts.texts(rows.getArray("naming"))));
                }
            }
        }
        return found;
    }

    private static Map<Long, List<Grant>> grants(Connection connection, Set<Long> tables) throws SQLException {
        Map<Long, List<Grant>> grants = new HashMap<>();
        try (PreparedStatement query = connection.prepareStatement(GRANTS)) {
            query.setArray(1, connection.createArrayOf("oid", tables.toArray()));
            query.setArray(2, connection.createArrayOf("oid", tables.toArray()));
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    grants.computeIfAbsent(rows.getLong("oid"), oid -> new ArrayList<>())
                            .add(new Grant(
                                    rows.getString("role"),
                                    rows.getString("privilege_type"),
                                    rows.getString("attname"),
                                    rows.getBoolean("passable")));
                }
            }
        }
        return grants;
    }

    /** Whether somebody may read some columns only: a view that acts for its users would ask them for all of its columns. */
    boolean readByColumn() {
        return grants.stream()
                .anyMatch(grant ->
                        grant.privilege().equals("SELECT") && !grant.column().isEmpty());
    }

    /** What makes the rights on a view those on the table, and no others. */
    List<String> rightsOn(String view) {
        return rightsOn(view, Optional::of);
    }

    /**
     * The same for a view that does not show each column under its own name.
     *
     * @param shown the name that a column of the table has in the view; empty where the view does not show it
     */
    List<String> rightsOn(String view, Function<String, Optional<String>> shown) {
        List<String> sql = new ArrayList<>();
        for (String role : defaults) {
            sql.add("REVOKE ALL ON %s FROM %s".formatted(view, role.isEmpty() ? "PUBLIC" : Quoting.identifier(role)));
        }
        Set<String> given = new HashSet<>();
        for (Grant grant : grants) {
            Optional<String> column = grant.column().isEmpty() ? Optional.of("") : shown.apply(grant.column());
            if (column.isEmpty()) {
                continue;
            }
            String statement = new Grant(grant.role(), grant.privilege(), column.get(), grant.passable()).on(view);
            if (given.add(statement)) {
                sql.add(statement);
            }
        }
        return sql;
    }
}
