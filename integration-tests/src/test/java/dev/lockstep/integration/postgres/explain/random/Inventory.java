package dev.lockstep.integration.postgres.explain.random;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What a database has that statements can name, each as SQL writes it, in an order that follows from the names. */
final class Inventory {
    private static final String ALL = """
            WITH rel AS (
                SELECT c.oid, c.oid::regclass::text AS name, c.relkind, c.relispartition, c.relhassubclass FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND c.relkind <> 'c')
            SELECT CASE relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'matview' WHEN 'S' THEN 'seq'
                       WHEN 'f' THEN 'foreign' ELSE 'index' END AS kind,
                   CASE WHEN relkind IN ('i', 'I') THEN (SELECT indrelid::regclass::text FROM pg_index WHERE indexrelid = rel.oid) ELSE '' END AS owner, name,
                   CASE WHEN relkind = 'p' THEN pg_get_partkeydef(oid) WHEN relispartition THEN 'partition' ELSE '' END AS detail FROM rel
            UNION ALL SELECT 'column', rel.name, quote_ident(attname), format_type(atttypid, atttypmod) || CASE WHEN attgenerated <> '' THEN ' generated' ELSE '' END
                FROM pg_attribute JOIN rel ON rel.oid = attrelid WHERE attnum > 0 AND NOT attisdropped AND relkind IN ('r', 'p', 'v', 'm', 'f')
            UNION ALL SELECT 'constraint', rel.name, quote_ident(conname), contype::text FROM pg_constraint own JOIN rel ON rel.oid = conrelid
                WHERE NOT EXISTS (SELECT 1 FROM pg_constraint above WHERE above.oid = own.conparentid AND above.conrelid = own.conrelid)
            UNION ALL SELECT 'key', rel.name, (SELECT string_agg(quote_ident(attname), ', ' ORDER BY place) FROM unnest(conkey) WITH ORDINALITY AS k (no, place)
                    JOIN pg_attribute ON attrelid = rel.oid AND attnum = no),
                    (SELECT string_agg(format_type(atttypid, atttypmod), '; ' ORDER BY place) FROM unnest(conkey) WITH ORDINALITY AS k (no, place)
                    JOIN pg_attribute ON attrelid = rel.oid AND attnum = no)
                FROM pg_constraint JOIN rel ON rel.oid = conrelid WHERE contype IN ('p', 'u')
            UNION ALL SELECT 'trigger', rel.name, quote_ident(tgname), '' FROM pg_trigger JOIN rel ON rel.oid = tgrelid WHERE NOT tgisinternal
            UNION ALL SELECT 'policy', rel.name, quote_ident(polname), '' FROM pg_policy JOIN rel ON rel.oid = polrelid
            UNION ALL SELECT 'rule', rel.name, quote_ident(rulename), '' FROM pg_rewrite JOIN rel ON rel.oid = ev_class WHERE rulename <> '_RETURN'
            UNION ALL SELECT 'stat', rel.name, CASE WHEN n.nspname = 'public' THEN '' ELSE quote_ident(n.nspname) || '.' END || quote_ident(stxname), ''
                FROM pg_statistic_ext JOIN rel ON rel.oid = stxrelid JOIN pg_namespace n ON n.oid = stxnamespace
            UNION ALL SELECT 'pub', '', quote_ident(pubname), '' FROM pg_publication
            UNION ALL SELECT 'schema', '', quote_ident(nspname), '' FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
            UNION ALL SELECT 'parent', i.inhrelid::regclass::text, i.inhparent::regclass::text, rel.relkind::text FROM pg_inherits i JOIN rel ON rel.oid = i.inhrelid WHERE rel.relkind IN ('r', 'p')
            UNION ALL SELECT CASE t.typtype WHEN 'e' THEN 'enum' WHEN 'd' THEN 'domain' ELSE 'composite' END, '', t.oid::regtype::text,
                   CASE t.typtype WHEN 'e' THEN (SELECT string_agg(enumlabel, ',' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid)
                                  WHEN 'd' THEN format_type(t.typbasetype, t.typtypmod) ELSE '' END
                FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
                WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
                  AND (t.typtype IN ('e', 'd') OR t.typtype = 'c' AND (SELECT relkind FROM pg_class WHERE oid = t.typrelid) = 'c')
            ORDER BY 1, 2, 3, 4
            """;

    private final List<Thing> things = new ArrayList<>();

    /** Something with a name; the owner is the table that it belongs to, or empty. */
    record Thing(String kind, String owner, String name, String detail) {}

    static Inventory of(Connection connection) throws SQLException {
        Inventory inventory = new Inventory();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(ALL)) {
            while (rows.next()) {
                inventory.things.add(new Thing(
                        rows.getString(1), rows.getString(2), rows.getString(3), String.valueOf(rows.getString(4))));
            }
        }
        return inventory;
    }

    List<Thing> all(String kind) {
        return things.stream().filter(each -> each.kind().equals(kind)).toList();
    }

    List<Thing> of(String kind, String owner) {
        return all(kind).stream().filter(each -> each.owner().equals(owner)).toList();
    }

    /** Of the kinds that share one space of names. */
    List<Thing> relations() {
        List<String> kinds = List.of("table", "view", "matview", "seq", "foreign", "index");
        return things.stream().filter(each -> kinds.contains(each.kind())).toList();
    }
}
