package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Change;
import dev.lockstep.v1.Views;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@link VersionFacts}, inside of a transaction that the caller has open. */
final class VersionFactsReader {

    /** {@code ?} is the comment. What depends on a view of the schema depends on it by its rule, if it is a view. */
    private static final String VERSIONS = """
            SELECT n.nspname, pg_has_role(n.nspowner, 'USAGE') AS owned,
              ARRAY(SELECT c.relname::text FROM pg_class c WHERE c.relnamespace = n.oid AND c.relkind = 'v' AND @shows@ ORDER BY c.relname) AS views,
              ARRAY(SELECT pg_describe_object('pg_class'::regclass, c.oid, 0) FROM pg_class c
                    WHERE c.relnamespace = n.oid AND c.relkind = 'v' AND @shows@) AS words,
              ARRAY(SELECT pg_describe_object(s.classid, s.objid, s.objsubid) FROM pg_depend s
                    WHERE s.refclassid = 'pg_namespace'::regclass AND s.refobjid = n.oid AND s.deptype IN ('n', 'a')
                      AND NOT (s.classid = 'pg_class'::regclass
                               AND EXISTS (SELECT FROM pg_class c WHERE c.oid = s.objid AND c.relkind = 'v' AND @shows@))
                    ORDER BY 1) AS strangers,
              ARRAY(SELECT DISTINCT CASE WHEN w.rulename = '_RETURN' THEN pg_describe_object('pg_class'::regclass, w.ev_class, 0)
                      ELSE pg_describe_object(u.classid, u.objid, u.objsubid) END
                    FROM pg_class c JOIN pg_depend u ON u.refclassid = 'pg_class'::regclass AND u.refobjid = c.oid AND u.deptype IN ('n', 'a')
                    LEFT JOIN pg_rewrite w ON u.classid = 'pg_rewrite'::regclass AND w.oid = u.objid
                    WHERE c.relnamespace = n.oid AND c.relkind = 'v' AND @shows@ AND w.ev_class IS DISTINCT FROM c.oid ORDER BY 1) AS users
            FROM pg_namespace n WHERE obj_description(n.oid, 'pg_namespace') = ? ORDER BY n.nspname
            """.replace(
                    "@shows@",
                    "EXISTS (SELECT FROM pg_class t JOIN pg_namespace b ON b.oid = t.relnamespace WHERE b.nspname = ? AND t.relname = c.relname AND t.relkind IN ('r', 'p'))");

    private static final int BASES_IN_VERSIONS = 4;

    /** {@code ?} is a schema. */
    private static final String TABLES = """
            SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = ? AND c.relkind IN ('r', 'p') AND NOT c.relispartition
              AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
            """;

    /** {@code ?} is a schema. */
    private static final String USAGES = """
            SELECT coalesce(r.rolname::text, '') AS role, bool_or(e.is_grantable) AS passable
            FROM pg_namespace n CROSS JOIN LATERAL aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) e
            LEFT JOIN pg_roles r ON r.oid = e.grantee
            WHERE n.nspname = ? AND e.privilege_type = 'USAGE' AND (e.grantee = 0 OR r.rolname <> current_user)
            GROUP BY 1 ORDER BY 1
            """;

    private final Connection connection;
    private final String base;

    private VersionFactsReader(Connection connection, String base) {
        this.connection = connection;
        this.base = base;
    }

    /** For the schema of the tables that a change names. */
    static VersionFacts read(Connection connection, Change change, ChangeSubjects subjects) throws SQLException {
        String base =
                subjects.tables().stream().map(TableName::schema).findFirst().orElse(TableName.DEFAULT_SCHEMA);
        VersionFactsReader reader = new VersionFactsReader(connection, base);
        Views views = change.getViews();
        return new VersionFacts(
                base,
                reader.versions(),
                reader.taken(List.of(views.getBefore(), views.getAfter())),
                reader.canCreate(),
                change.hasViews() ? reader.tables() : Map.of(),
                change.hasViews() ? reader.usages() : List.of());
    }

    private List<VersionSchema> versions() throws SQLException {
        List<VersionSchema> versions = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(VERSIONS)) {
            for (int place = 1; place <= BASES_IN_VERSIONS; place++) {
                query.setString(place, base);
            }
            query.setString(BASES_IN_VERSIONS + 1, VersionFacts.MARK + base);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    versions.add(new VersionSchema(
                            rows.getString("nspname"),
                            rows.getBoolean("owned"),
                            PostgresFacts.texts(rows.getArray("views")),
                            PostgresFacts.texts(rows.getArray("words")),
                            PostgresFacts.texts(rows.getArray("strangers")),
                            PostgresFacts.texts(rows.getArray("users"))));
                }
            }
        }
        return versions;
    }

    private Set<String> taken(List<String> wanted) throws SQLException {
        Set<String> taken = new HashSet<>();
        try (PreparedStatement query =
                connection.prepareStatement("SELECT nspname FROM pg_namespace WHERE nspname = ANY (?::text[])")) {
            query.setArray(1, connection.createArrayOf("text", wanted.toArray()));
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    taken.add(rows.getString(1));
                }
            }
        }
        return taken;
    }

    private boolean canCreate() throws SQLException {
        try (PreparedStatement query =
                        connection.prepareStatement("SELECT has_database_privilege(current_database(), 'CREATE')");
                ResultSet rows = query.executeQuery()) {
            rows.next();
            return rows.getBoolean(1);
        }
    }

    private Map<String, TableFacts> tables() throws SQLException {
        List<TableName> names = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(TABLES)) {
            query.setString(1, base);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    names.add(new TableName(rows.getString(1), rows.getString(2)));
                }
            }
        }
        return new TableFactsReader(connection).read(names);
    }

    private List<VersionFacts.Usage> usages() throws SQLException {
        List<VersionFacts.Usage> usages = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(USAGES)) {
            query.setString(1, base);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    usages.add(new VersionFacts.Usage(rows.getString("role"), rows.getBoolean("passable")));
                }
            }
        }
        return usages;
    }
}
