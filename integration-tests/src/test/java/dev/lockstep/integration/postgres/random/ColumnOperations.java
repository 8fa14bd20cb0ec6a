package dev.lockstep.integration.postgres.random;

import static dev.lockstep.integration.postgres.random.Names.quoted;

import dev.lockstep.integration.postgres.random.Table.Column;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operations on columns. */
final class ColumnOperations extends Operations {
    ColumnOperations(Stage at) {
        super(at);
    }

    @Nullable
    Wanted addColumn() {
        Column column = new Column(at.names.of("new_"), at.dice.pick(List.of(Kind.values())));
        if (column.kind == Kind.PERCENT && at.dice.percent(80)) {
            return null;
        }
        column.nullable = at.dice.percent(60);
        List<String> pairs = new ArrayList<>(List.of("column", text(delicate(column)), "type", type(column.kind)));
        List<String> plain = new ArrayList<>();
        String of = quoted(column.name);
        int how = column.nullable ? at.dice.below(3) : at.dice.below(2);
        String constant = column.kind.constant(at.dice);
        if (how == 0) {
            pairs.addAll(List.of("default", expression(constant)));
            column.hasDefault = true;
            plain.add(alter("ADD COLUMN %s %s DEFAULT %s".formatted(of, column.kind.sql, constant)));
        } else {
            plain.add(alter("ADD COLUMN %s %s".formatted(of, column.kind.sql)));
        }
        if (how == 1) {
            Column other = table().columns.stream()
                    .filter(each -> each.written
                            && (each.kind == column.kind || column.kind == Kind.TEXT && each.kind == Kind.VARCHAR))
                    .findFirst()
                    .orElse(null);
            boolean computes = other != null && column.kind == Kind.TEXT && at.dice.percent(40);
            String value = computes
                    ? at.dice
                            .any("md5(%s)", "lower(%s)", "coalesce(upper(%s), 'none')")
                            .formatted(quoted(delicate(other)))
                    : other != null && at.dice.percent(60)
                            ? column.nullable
                                    ? quoted(delicate(other))
                                    : "coalesce(%s, %s)".formatted(quoted(delicate(other)), constant)
                            : constant;
            pairs.addAll(List.of("value", expression(value)));
            plain.add("UPDATE %s SET %s = %s WHERE %s IS NULL AND (%s) IS NOT NULL"
                    .formatted(table().sql(), of, value, of, value));
        }
        if (!column.nullable) {
            pairs.addAll(List.of("nullable", "false"));
            plain.add(alter("ALTER COLUMN %s SET NOT NULL".formatted(of)));
        }
        if (at.dice.percent(25)) {
            pairs.addAll(List.of("comment", text("it's new")));
            plain.add("COMMENT ON COLUMN %s.%s IS 'it''s new'".formatted(table().sql(), of));
        }
        String operation = op("add_column", pairs.toArray(String[]::new));
        table().columns.add(column);
        return new Wanted(operation, plain, List.of());
    }

    @Nullable
    Wanted dropColumn() {
        Column column = column(each -> true);
        if (column == null) {
            return null;
        }
        table().columns.remove(column);
        table().indexes.removeIf(index -> index.over().contains(column.name));
        table().constraints.removeIf(rule -> rule.over().contains(column.name));
        String plain = alter("DROP COLUMN " + quoted(column.name));
        return !column.nullable && !column.hasDefault && at.dice.percent(50)
                ? new Wanted(
                        op(
                                "drop_column",
                                "column",
                                text(delicate(column)),
                                "value",
                                expression(column.kind.constant(at.dice))),
                        plain)
                : new Wanted(op("drop_column", "column", text(delicate(column))), plain);
    }

    @Nullable
    Wanted renameColumn() {
        Column column = column(each -> true);
        if (column == null) {
            return null;
        }
        String old = named(column);
        String to = at.names.of("re_");
        Wanted change = new Wanted(
                op("rename_column", "column", text(old), "to", text(to)),
                alter("RENAME COLUMN %s TO %s".formatted(quoted(old), quoted(to))));
        renamed(column, to);
        return change;
    }

    @Nullable
    Wanted changeType() {
        Column column = column(each -> each.written && target(each.kind) != null);
        if (column == null) {
            return null;
        }
        Kind kind = column.kind;
        String[] to = target(kind);
        String of = quoted(named(column));
        if (to.length == 1) {
            return new Wanted(
                    op("change_type", "column", text(column.name), "type", "{postgres: " + text(to[0]) + "}"),
                    alter("ALTER COLUMN %s TYPE %s%s".formatted(of, to[0], column.collation)));
        }
        return null;
    }

    /** The type that a column of this kind gets, alone. */
    String @Nullable [] target(Kind kind) {
        String to = switch (kind) {
            case INT -> at.dice.any("bigint", "bigint", "numeric(20,0)");
            case SMALLINT -> at.dice.any("int", "bigint");
            case VARCHAR -> at.dice.any("text", "varchar(80)", "varchar(200)");
            case NUMERIC -> at.dice.any("numeric(14,2)", "numeric(14,4)");
            case TIMESTAMP3 -> "timestamp";
            case REAL -> "double precision";
            case TEXT -> "varchar(10000)";
            case DATE -> "timestamp";
            case INTS -> "bigint[]";
            default -> null;
        };
        return to == null ? null : new String[] {to};
    }

    @Nullable
    Wanted changeTypeTo() {
        Column column = column(each -> each.written
                && (each.kind == Kind.INT
                        || each.kind == Kind.NUMERIC
                        || each.kind == Kind.VARCHAR
                        || each.kind == Kind.BOOLEAN));
        if (column == null) {
            return null;
        }
        String old = named(column);
        String of = quoted(old);
        String to = at.names.of("to_");
        String now = quoted(to);
        String[] how = switch (column.kind) {
            case INT -> new String[] {"bigint", "%s::bigint * 10", "(%s / 10)::int"};
            case NUMERIC -> new String[] {"bigint", "(%s * 100)::bigint", "%s / 100.0"};
            case VARCHAR -> new String[] {"text", "'<' || %s", "substr(%s, 2)"};
            default -> new String[] {"int", "CASE WHEN %s THEN 1 ELSE 0 END", "%s <> 0"};
        };
        Wanted change = new Wanted(
                op(
                        "change_type",
                        "column",
                        text(old),
                        "type",
                        text(how[0]),
                        "to",
                        text(to),
                        "up",
                        expression(how[1].formatted(of)),
                        "down",
                        expression(how[2].formatted(now))),
                alter("ALTER COLUMN %s DROP DEFAULT".formatted(of)),
                alter("ALTER COLUMN %s TYPE %s%s USING %s"
                        .formatted(of, how[0], column.collation, how[1].formatted(of))),
                alter("RENAME COLUMN %s TO %s".formatted(of, now)));
        table().columns.remove(column);
        renamed(column, to);
        column.kind = how[0].equals("text") ? Kind.TEXT : how[0].equals("int") ? Kind.INT : Kind.BIGINT;
        column.unique = false;
        column.refers = null;
        table().columns.add(column);
        return change;
    }

    @Nullable
    Wanted setNotNull() {
        Column column = column(each -> each.nullable && each.written);
        if (column == null) {
            return null;
        }
        column.nullable = false;
        String of = quoted(delicate(column));
        String plain = alter("ALTER COLUMN %s SET NOT NULL".formatted(of));
        if (at.dice.percent(70) && column.refers == null && !column.unique) {
            String value = column.kind.constant(at.dice);
            return new Wanted(
                            op("set_not_null", "column", text(column.name), "value", expression(value)),
                            "UPDATE %s SET %s = %s WHERE %s IS NULL".formatted(table().sql(), of, value, of),
                            plain)
                    .filling(column.name);
        }
        return new Wanted(op("set_not_null", "column", text(column.name)), plain);
    }

    @Nullable
    Wanted dropNotNull() {
        Column column = column(each -> !each.nullable);
        if (column == null) {
            return null;
        }
        column.nullable = true;
        return new Wanted(
                op("drop_not_null", "column", text(named(column))),
                alter("ALTER COLUMN %s DROP NOT NULL".formatted(quoted(column.name))));
    }

    @Nullable
    Wanted setDefault() {
        Column column = column(each -> each.written && each.refers == null);
        if (column == null) {
            return null;
        }
        String value = column.kind.constant(at.dice);
        column.hasDefault = true;
        return new Wanted(
                op("set_default", "column", text(named(column)), "default", expression(value)),
                alter("ALTER COLUMN %s SET DEFAULT %s".formatted(quoted(column.name), value)));
    }

    @Nullable
    Wanted dropDefault() {
        Column column = column(each -> each.written && each.hasDefault);
        if (column == null) {
            return null;
        }
        column.hasDefault = false;
        return new Wanted(
                op("drop_default", "column", text(named(column))),
                alter("ALTER COLUMN %s DROP DEFAULT".formatted(quoted(column.name))));
    }

    @Nullable
    Wanted backfill() {
        Column column = column(each -> each.written && each.refers == null && !each.unique);
        if (column == null) {
            return null;
        }
        String of = quoted(delicate(column));
        String value = column.kind.constant(at.dice);
        return new Wanted(
                        op(
                                "backfill",
                                "column",
                                text(column.name),
                                "value",
                                expression(value),
                                "where",
                                expression(of + " IS NULL")),
                        "UPDATE %s SET %s = %s WHERE %s IS NULL".formatted(table().sql(), of, value, of))
                .filling(column.name);
    }
}
