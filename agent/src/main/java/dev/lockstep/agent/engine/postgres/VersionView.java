package dev.lockstep.agent.engine.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One view of a version: simple enough for the server to write through it, with the rights that there are on its table.
 *
 * @param schema the version's
 * @param shape what it shows
 * @param standIn rights on its table
 */
record VersionView(String schema, VersionShape shape, StandIn standIn, PostgresVersion version) {

    TableName name() {
        return new TableName(schema, shape.name());
    }

    /** Only the statement that makes it. */
    String create(PlanTarget target) {
        return create(target.view(name()), target.table(shape.table()));
    }

    /** A temporary one that shows the live table. */
    List<String> createAlike() {
        String view = "pg_temp." + Quoting.identifier(HelperNames.view(name()));
        List<String> sql = new ArrayList<>();
        sql.add(create(view, shape.table().sql()));
        sql.addAll(comments(view));
        return sql;
    }

    /** Those of the table and of its columns. */
    private List<String> comments(String view) {
        List<String> sql = new ArrayList<>();
        if (!shape.comment().isEmpty()) {
            sql.add("COMMENT ON VIEW %s IS %s".formatted(view, Quoting.literal(shape.comment())));
        }
        for (VersionShape.Shown shown : shape.columns()) {
            if (!shown.comment().isEmpty()) {
                sql.add("COMMENT ON COLUMN %s.%s IS %s"
                        .formatted(view, Quoting.identifier(shown.name()), Quoting.literal(shown.comment())));
            }
        }
        return sql;
    }

    private String create(String view, String table) {
        String columns = shape.columns().stream().map(VersionView::text).collect(Collectors.joining(", "));
        return "CREATE VIEW %s%s AS SELECT %s FROM %s"
                .formatted(view, actsForItsUsers() ? " WITH (security_invoker = true)" : "", columns, table);
    }

    private static String text(VersionShape.Shown shown) {
        String column = Quoting.identifier(shown.column());
        return shown.name().equals(shown.column()) ? column : column + " AS " + Quoting.identifier(shown.name());
    }

    /** Where the server can do that, it asks for rights of the view's users on the table too; else the view has the same rights, and its owner reads and writes for them. */
    private boolean actsForItsUsers() {
        return version.viewsActForTheirUsers() && !standIn.readByColumn();
    }

    /** All statements: the view, its rights, and its owner, who must be allowed to own something in the schema for that moment. */
    List<String> make(PlanTarget target) {
        String view = target.view(name());
        List<String> sql = new ArrayList<>();
        sql.add(create(target));
        sql.addAll(comments(view));
        sql.addAll(standIn.rightsOn(view, shape::shows));
        if (!standIn.owner().isEmpty() && !target.rehearsal()) {
            String owner = Quoting.identifier(standIn.owner());
            sql.add("GRANT CREATE ON SCHEMA %s TO %s".formatted(Quoting.identifier(schema), owner));
            sql.add("ALTER VIEW %s OWNER TO %s".formatted(view, owner));
            sql.add("REVOKE CREATE ON SCHEMA %s FROM %s".formatted(Quoting.identifier(schema), owner));
        }
        return sql;
    }
}
