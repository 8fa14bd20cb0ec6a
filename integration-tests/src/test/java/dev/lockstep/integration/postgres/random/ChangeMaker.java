package dev.lockstep.integration.postgres.random;

import static dev.lockstep.integration.postgres.random.Names.quoted;

import dev.lockstep.integration.postgres.random.Table.Column;
import dev.lockstep.integration.postgres.random.Table.Named;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Makes operations that look right, each on what the ones before have left of the tables. */
final class ChangeMaker {
    private static final int PART = 10;
    /** Such an operation has its table to itself. */
    private static final String ALONE = "rename_column|rename_table|change_type|widen_key|replace_primary_key";

    private static final Set<Integer> TWO_SHAPES = Set.of(5, 6, 7, 8, 9, 24, 28, 29, 34);

    private final Dice dice;
    private final Names names;
    private final List<Table> tables;
    /** Columns that an operation names, by name alone. */
    final List<String> touched = new ArrayList<>();

    private final Set<Table> used = new HashSet<>();
    private final Set<Table> alone = new HashSet<>();
    private Table table;

    ChangeMaker(Dice dice, Names names, List<Table> tables) {
        this.dice = dice;
        this.names = names;
        this.tables = tables;
        this.table = tables.get(0);
    }

    List<Wanted> make() {
        List<Wanted> changes = new ArrayList<>();
        int wanted = dice.any(1, 2, 2, 3, 3, 4);
        table = dice.pick(tables);
        for (int tries = 0; changes.size() < wanted && tries < 60; tries++) {
            if (dice.percent(35)) {
                table = dice.pick(tables);
            }
            if (tables.contains(table)) {
                Table at = table;
                Wanted change = alone.contains(at) ? null : operation();
                if (change != null) {
                    changes.add(change);
                    used.add(at);
                    if (change.kind().matches(ALONE) && !dice.percent(3)) {
                        alone.add(at);
                    }
                }
            } else {
                table = dice.pick(tables);
            }
        }
        return changes;
    }

    private @Nullable Wanted operation() {
        int chosen = dice.below(36);
        if (used.contains(table) && TWO_SHAPES.contains(chosen) && !dice.percent(3)) {
            return null;
        }
        return switch (chosen) {
            case 0, 1, 2 -> addColumn();
            case 3, 4 -> dropColumn();
            case 5, 6 -> renameColumn();
            case 7, 8 -> changeType();
            case 9 -> changeTypeTo();
            case 10, 11 -> setNotNull();
            case 12 -> dropNotNull();
            case 13 -> setDefault();
            case 14 -> dropDefault();
            case 15 -> setComment();
            case 16, 17 -> addIndex();
            case 18 -> dropIndex();
            case 19 -> renameIndex();
            case 20 -> addUnique();
            case 21 -> addCheck();
            case 22 -> addForeignKey();
            case 23 -> addPrimaryKey();
            case 24 -> replacePrimaryKey();
            case 25, 26 -> dropConstraint();
            case 27 -> renameConstraint();
            case 28, 29 -> widenKey();
            case 30 -> enumValue();
            case 31 -> partition();
            case 32 -> replicaIdentity();
            case 33 -> backfill();
            case 34 -> renameTable();
            default -> dice.percent(50) ? dropTable() : createTable();
        };
    }

    private static String text(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** Double quotes are a name on this engine alone. */
    private static String expression(String sql) {
        return sql.contains("\"") || sql.contains("\\") || sql.contains("::")
                ? "{postgres: " + text(sql) + "}"
                : text(sql);
    }

    private String op(String kind, String... pairs) {
        StringBuilder op = new StringBuilder(kind + ": {table: " + text(table.path()));
        for (int place = 0; place < pairs.length; place += 2) {
            op.append(", ").append(pairs[place]).append(": ").append(pairs[place + 1]);
        }
        return op.append('}').toString();
    }

    private static String list(List<String> columns) {
        return "[" + String.join(", ", columns.stream().map(ChangeMaker::text).toList()) + "]";
    }

    private String alter(String what) {
        return "ALTER TABLE " + table.sql() + " " + what;
    }

    private static String type(Kind kind) {
        return switch (kind) {
            case MOOD, PERCENT, TEXTS, INTS, INTERVAL, CIDR, RANGE, BITS, PAIR, CHAR, FREE_NUMERIC, TIMESTAMP3 ->
                "{postgres: " + text(kind.sql) + "}";
            default -> text(kind.neutral);
        };
    }

    private String named(Column column) {
        touched.add(column.name);
        return column.name;
    }

    /** A column of the table with something about it, other than its key's. */
    private @Nullable Column column(Predicate<Column> wanted) {
        List<Column> fit = table.columns.stream()
                .filter(column -> dice.percent(3) || !table.key.contains(column.name) && !column.name.equals(table.by))
                .filter(wanted)
                .toList();
        return fit.isEmpty() ? null : dice.pick(fit);
    }

    private @Nullable Wanted addColumn() {
        Column column = new Column(names.of("new_"), dice.pick(List.of(Kind.values())));
        if (column.kind == Kind.PERCENT && dice.percent(80)) {
            return null;
        }
        column.nullable = dice.percent(60);
        List<String> pairs = new ArrayList<>(List.of("column", text(named(column)), "type", type(column.kind)));
        List<String> plain = new ArrayList<>();
        String of = quoted(column.name);
        int how = column.nullable ? dice.below(3) : dice.below(2);
        String constant = column.kind.constant(dice);
        if (how == 0) {
            pairs.addAll(List.of("default", expression(constant)));
            column.hasDefault = true;
            plain.add(alter("ADD COLUMN %s %s DEFAULT %s".formatted(of, column.kind.sql, constant)));
        } else {
            plain.add(alter("ADD COLUMN %s %s".formatted(of, column.kind.sql)));
        }
        if (how == 1) {
            Column other = table.columns.stream()
                    .filter(each -> each.kind == column.kind && each.written)
                    .findFirst()
                    .orElse(null);
            String value = other != null && dice.percent(60)
                    ? column.nullable
                            ? quoted(named(other))
                            : "coalesce(%s, %s)".formatted(quoted(named(other)), constant)
                    : constant;
            pairs.addAll(List.of("value", expression(value)));
            plain.add("UPDATE %s SET %s = %s WHERE %s IS NULL AND (%s) IS NOT NULL"
                    .formatted(table.sql(), of, value, of, value));
        }
        if (!column.nullable) {
            pairs.addAll(List.of("nullable", "false"));
            plain.add(alter("ALTER COLUMN %s SET NOT NULL".formatted(of)));
        }
        if (dice.percent(25)) {
            pairs.addAll(List.of("comment", text("it's new")));
            plain.add("COMMENT ON COLUMN %s.%s IS 'it''s new'".formatted(table.sql(), of));
        }
        String operation = op("add_column", pairs.toArray(String[]::new));
        table.columns.add(column);
        return new Wanted(operation, plain, List.of());
    }

    private @Nullable Wanted dropColumn() {
        Column column = column(each -> true);
        if (column == null) {
            return null;
        }
        table.columns.remove(column);
        table.indexes.removeIf(index -> index.over().contains(column.name));
        table.constraints.removeIf(rule -> rule.over().contains(column.name));
        String plain = alter("DROP COLUMN " + quoted(column.name));
        return !column.nullable && !column.hasDefault && dice.percent(50)
                ? new Wanted(
                        op(
                                "drop_column",
                                "column",
                                text(named(column)),
                                "value",
                                expression(column.kind.constant(dice))),
                        plain)
                : new Wanted(op("drop_column", "column", text(named(column))), plain);
    }

    private @Nullable Wanted renameColumn() {
        Column column = column(each -> true);
        if (column == null) {
            return null;
        }
        String old = named(column);
        String to = names.of("re_");
        Wanted change = new Wanted(
                op("rename_column", "column", text(old), "to", text(to)),
                alter("RENAME COLUMN %s TO %s".formatted(quoted(old), quoted(to))));
        renamed(column, to);
        return change;
    }

    private void renamed(Column column, String to) {
        String old = column.name;
        column.name = to;
        touched.add(to);
        table.indexes.replaceAll(
                index -> new Named(index.name(), index.kind(), replaced(index.over(), old, to), index.to()));
        table.constraints.replaceAll(
                rule -> new Named(rule.name(), rule.kind(), replaced(rule.over(), old, to), rule.to()));
        table.key = replaced(table.key, old, to);
    }

    private static List<String> replaced(List<String> names, String old, String to) {
        return new ArrayList<>(
                names.stream().map(name -> name.equals(old) ? to : name).toList());
    }

    private @Nullable Wanted changeType() {
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
    private String @Nullable [] target(Kind kind) {
        String to = switch (kind) {
            case INT -> dice.any("bigint", "bigint", "numeric(20,0)");
            case SMALLINT -> dice.any("int", "bigint");
            case VARCHAR -> dice.any("text", "varchar(80)", "varchar(200)");
            case NUMERIC -> dice.any("numeric(14,2)", "numeric(14,4)");
            case TIMESTAMP3 -> "timestamp";
            case REAL -> "double precision";
            case TEXT -> "varchar(10000)";
            case DATE -> "timestamp";
            case INTS -> "bigint[]";
            default -> null;
        };
        return to == null ? null : new String[] {to};
    }

    private @Nullable Wanted changeTypeTo() {
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
        String to = names.of("to_");
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
        table.columns.remove(column);
        renamed(column, to);
        column.kind = how[0].equals("text") ? Kind.TEXT : how[0].equals("int") ? Kind.INT : Kind.BIGINT;
        column.unique = false;
        column.refers = null;
        table.columns.add(column);
        return change;
    }

    private @Nullable Wanted setNotNull() {
        Column column = column(each -> each.nullable && each.written);
        if (column == null) {
            return null;
        }
        column.nullable = false;
        String of = quoted(named(column));
        String plain = alter("ALTER COLUMN %s SET NOT NULL".formatted(of));
        if (dice.percent(70) && column.refers == null) {
            String value = column.kind.constant(dice);
            return new Wanted(
                            op("set_not_null", "column", text(column.name), "value", expression(value)),
                            "UPDATE %s SET %s = %s WHERE %s IS NULL".formatted(table.sql(), of, value, of),
                            plain)
                    .filling(column.name);
        }
        return new Wanted(op("set_not_null", "column", text(column.name)), plain);
    }

    private @Nullable Wanted dropNotNull() {
        Column column = column(each -> !each.nullable);
        if (column == null) {
            return null;
        }
        column.nullable = true;
        return new Wanted(
                op("drop_not_null", "column", text(named(column))),
                alter("ALTER COLUMN %s DROP NOT NULL".formatted(quoted(column.name))));
    }

    private @Nullable Wanted setDefault() {
        Column column = column(each -> each.written && each.refers == null);
        if (column == null) {
            return null;
        }
        String value = column.kind.constant(dice);
        column.hasDefault = true;
        return new Wanted(
                op("set_default", "column", text(named(column)), "default", expression(value)),
                alter("ALTER COLUMN %s SET DEFAULT %s".formatted(quoted(column.name), value)));
    }

    private @Nullable Wanted dropDefault() {
        Column column = column(each -> each.written && each.hasDefault);
        if (column == null) {
            return null;
        }
        column.hasDefault = false;
        return new Wanted(
                op("drop_default", "column", text(named(column))),
                alter("ALTER COLUMN %s DROP DEFAULT".formatted(quoted(column.name))));
    }

    private Wanted setComment() {
        Column column = column(each -> true);
        String what = "say '%d' \\ \"q\" ü".formatted(dice.below(100));
        String quoted = "'" + what.replace("'", "''") + "'";
        return column == null || dice.percent(30)
                ? new Wanted(
                        op("set_comment", "comment", text(what)),
                        "COMMENT ON TABLE %s IS %s".formatted(table.sql(), quoted))
                : new Wanted(
                        op("set_comment", "column", text(named(column)), "comment", text(what)),
                        "COMMENT ON COLUMN %s.%s IS %s".formatted(table.sql(), quoted(column.name), quoted));
    }

    private @Nullable Wanted addIndex() {
        Column column = column(each -> each.kind != Kind.TEXT && each.kind != Kind.BYTES);
        if (column == null) {
            return null;
        }
        String name = names.of("nix_");
        List<String> over = new ArrayList<>(List.of(named(column)));
        if (dice.percent(30) && !over.contains(table.columns.get(0).name)) {
            over.add(table.columns.get(0).name);
        }
        boolean unique = column.unique && dice.percent(40) && table.by == null;
        table.indexes.add(new Named(name, "i", over, ""));
        String[] pairs = unique
                ? new String[] {"name", text(name), "columns", list(over), "unique", "true"}
                : new String[] {"name", text(name), "columns", list(over)};
        return new Wanted(
                op("add_index", pairs),
                "CREATE %sINDEX %s ON %s (%s)"
                        .formatted(unique ? "UNIQUE " : "", quoted(name), table.sql(), quoted(over)));
    }

    private @Nullable Wanted dropIndex() {
        if (table.indexes.isEmpty()) {
            return null;
        }
        Named index = dice.pick(table.indexes);
        table.indexes.remove(index);
        return new Wanted(
                op("drop_index", "name", text(index.name())),
                "DROP INDEX %s.%s".formatted(quoted(table.schema), quoted(index.name())));
    }

    private @Nullable Wanted renameIndex() {
        if (table.indexes.isEmpty()) {
            return null;
        }
        Named index = dice.pick(table.indexes);
        table.indexes.remove(index);
        String to = names.of("rix_");
        table.indexes.add(new Named(to, "i", index.over(), ""));
        return new Wanted(
                op("rename_index", "name", text(index.name()), "to", text(to)),
                "ALTER INDEX %s.%s RENAME TO %s".formatted(quoted(table.schema), quoted(index.name()), quoted(to)));
    }

    private @Nullable Wanted rule(String kind, String name, String sql, String... pairs) {
        List<String> all = new ArrayList<>(List.of("name", text(name)));
        all.addAll(List.of(pairs));
        if (dice.percent(50)) {
            all.addAll(List.of("writers_comply", "true"));
        }
        return new Wanted(
                op(kind, all.toArray(String[]::new)), alter("ADD CONSTRAINT %s %s".formatted(quoted(name), sql)));
    }

    private @Nullable Wanted addUnique() {
        Column column = column(each -> each.unique);
        if (column == null) {
            return null;
        }
        List<String> over = new ArrayList<>(List.of(named(column)));
        if (table.by != null) {
            over.add(table.by);
        }
        String name = names.of("nuq_");
        table.constraints.add(new Named(name, "u", over, ""));
        return rule("add_unique", name, "UNIQUE (%s)".formatted(quoted(over)), "columns", list(over));
    }

    private @Nullable Wanted addCheck() {
        Column column = column(each -> each.written);
        if (column == null) {
            return null;
        }
        String check = dice.any("%s IS NOT NULL OR true", "%s IS NULL OR %s IS NOT NULL", "%s IS NOT DISTINCT FROM %s")
                .replace("%s", quoted(named(column)));
        String name = names.of("nck_");
        table.constraints.add(new Named(name, "c", List.of(column.name), ""));
        return rule("add_check", name, "CHECK (%s)".formatted(check), "check", expression(check));
    }

    private @Nullable Wanted addForeignKey() {
        Table to = dice.pick(tables);
        if (to.key.size() != 1 || to == table && table.isPartitioned()) {
            return null;
        }
        Column key = to.columns.stream()
                .filter(each -> each.name.equals(to.key.get(0)))
                .findFirst()
                .orElseThrow();
        Column column = column(each ->
                each.refers == to || each.refers == null && each.kind == key.kind && each.written && each.nullable);
        if (column == null) {
            return null;
        }
        String name = names.of("nfk_");
        String action = dice.any("", "cascade", "set_null", "restrict");
        String index =
                table.indexes.stream().anyMatch(each -> each.over().get(0).equals(column.name)) ? "" : "missing";
        if (!index.isEmpty() && dice.percent(70)) {
            String built = names.of("nix_");
            touched.add(column.name);
            table.indexes.add(new Named(built, "i", List.of(column.name), ""));
            return new Wanted(
                    op("add_index", "name", text(built), "columns", list(List.of(column.name))),
                    "CREATE INDEX %s ON %s (%s)".formatted(quoted(built), table.sql(), quoted(column.name)));
        }
        table.constraints.add(new Named(name, "f", List.of(column.name), to.path()));
        String sql = "FOREIGN KEY (%s) REFERENCES %s (%s)%s"
                .formatted(
                        quoted(named(column)),
                        to.sql(),
                        quoted(key.name),
                        action.isEmpty()
                                ? ""
                                : " ON DELETE " + action.replace('_', ' ').toUpperCase(java.util.Locale.ROOT));
        return action.isEmpty()
                ? rule(
                        "add_foreign_key",
                        name,
                        sql,
                        "columns",
                        list(List.of(column.name)),
                        "references",
                        text(to.path()),
                        "referenced_columns",
                        list(List.of(key.name)))
                : rule(
                        "add_foreign_key",
                        name,
                        sql,
                        "columns",
                        list(List.of(column.name)),
                        "references",
                        text(to.path()),
                        "referenced_columns",
                        list(List.of(key.name)),
                        "on_delete",
                        action);
    }

    private @Nullable Wanted addPrimaryKey() {
        if (!table.key.isEmpty()) {
            return null;
        }
        List<String> over = new ArrayList<>(List.of(table.columns.get(0).name));
        if (table.by != null) {
            over.add(table.by);
        }
        String name = names.of("npk_");
        table.key = over;
        touched.addAll(over);
        table.constraints.add(new Named(name, "p", over, ""));
        return rule("add_primary_key", name, "PRIMARY KEY (%s)".formatted(quoted(over)), "columns", list(over));
    }

    private @Nullable Wanted replacePrimaryKey() {
        Named old = table.constraints.stream()
                .filter(rule -> rule.kind().equals("p"))
                .findFirst()
                .orElse(null);
        Column column = column(each -> each.unique && (dice.percent(30) || !each.nullable));
        if (old == null || column == null) {
            return null;
        }
        List<String> over = new ArrayList<>(List.of(named(column)));
        if (table.by != null) {
            over.add(table.by);
        }
        column.nullable = false;
        boolean renames = dice.percent(50);
        String name = renames ? names.of("rpk_") : old.name();
        table.constraints.remove(old);
        table.constraints.add(new Named(name, "p", over, ""));
        table.key = over;
        List<String> pairs = new ArrayList<>(List.of("columns", list(over)));
        if (renames) {
            pairs.addAll(List.of("name", text(name)));
        }
        if (dice.percent(50)) {
            pairs.addAll(List.of("writers_comply", "true"));
        }
        return new Wanted(
                op("replace_primary_key", pairs.toArray(String[]::new)),
                alter("DROP CONSTRAINT %s, ADD CONSTRAINT %s PRIMARY KEY (%s)"
                        .formatted(quoted(old.name()), quoted(name), quoted(over))));
    }

    private @Nullable Wanted dropConstraint() {
        List<Named> fit = table.constraints.stream()
                .filter(rule -> !rule.kind().equals("p") || dice.percent(5))
                .toList();
        if (fit.isEmpty()) {
            return null;
        }
        Named rule = dice.pick(fit);
        table.constraints.remove(rule);
        return new Wanted(
                op("drop_constraint", "name", text(rule.name())), alter("DROP CONSTRAINT " + quoted(rule.name())));
    }

    private @Nullable Wanted renameConstraint() {
        if (table.constraints.isEmpty()) {
            return null;
        }
        Named rule = dice.pick(table.constraints);
        String to = names.of("rck_");
        table.constraints.remove(rule);
        table.constraints.add(new Named(to, rule.kind(), rule.over(), rule.to()));
        return new Wanted(
                op("rename_constraint", "name", text(rule.name()), "to", text(to)),
                alter("RENAME CONSTRAINT %s TO %s".formatted(quoted(rule.name()), quoted(to))));
    }

    private @Nullable Wanted widenKey() {
        Column id = table.columns.get(0);
        if (id.kind != Kind.INT || table.key.isEmpty() || !table.key.contains(id.name)) {
            return null;
        }
        List<String> plain = new ArrayList<>();
        String type = "ALTER TABLE %s ALTER COLUMN %s TYPE bigint";
        if (!id.written) {
            plain.add("""
                    DO $do$ DECLARE s text := pg_get_serial_sequence('%s', '%s'); BEGIN IF NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = '%s'::regclass AND attname = '%s' AND attidentity <> '')
                    THEN EXECUTE 'ALTER SEQUENCE ' || s || ' AS bigint'; END IF; END $do$""".formatted(
                            table.sql().replace("'", "''"),
                            id.name.replace("'", "''"),
                            table.sql().replace("'", "''"),
                            id.name.replace("'", "''")));
        }
        plain.add(type.formatted(table.sql(), quoted(id.name)));
        touched.add(id.name);
        for (Table other : tables) {
            for (Column column : other.columns) {
                boolean refers = other.constraints.stream()
                        .anyMatch(rule -> rule.kind().equals("f")
                                && rule.over().contains(column.name)
                                && rule.to().equals(table.path()));
                if (refers) {
                    plain.add(type.formatted(other.sql(), quoted(named(column))));
                    column.kind = Kind.BIGINT;
                }
            }
        }
        id.kind = Kind.BIGINT;
        return new Wanted(
                table.by == null && table.key.size() == 1 && dice.percent(60)
                        ? op("widen_key")
                        : op("widen_key", "column", text(id.name)),
                plain,
                List.of());
    }

    private Wanted enumValue() {
        String value = names.of("mood ");
        String where = dice.any("", " BEFORE 'ok'", " AFTER 'sad'");
        String place = where.isEmpty() ? "" : where.contains("BEFORE") ? ", before: \"ok\"" : ", after: \"sad\"";
        return new Wanted(
                "add_enum_value: {type: mood, value: " + text(value) + place + "}",
                "ALTER TYPE mood ADD VALUE '%s'%s".formatted(value.replace("'", "''"), where));
    }

    private @Nullable Wanted partition() {
        if (table.by == null) {
            return null;
        }
        int how = dice.below(4);
        if (how < 2 || table.partitions.isEmpty()) {
            String name = names.of("np_");
            int number = table.nextPartition++;
            String values =
                    dice.percent(25) ? "DEFAULT" : "FROM (%d) TO (%d)".formatted(number * PART, (number + 1) * PART);
            String owner =
                    "DO $do$ BEGIN EXECUTE 'ALTER TABLE %s.%s OWNER TO ' || (SELECT relowner::regrole FROM pg_class WHERE oid = '%s'::regclass); END $do$"
                            .formatted(
                                    quoted(table.schema).replace("'", "''"),
                                    quoted(name).replace("'", "''"),
                                    table.sql().replace("'", "''"));
            return new Wanted(
                    op("create_partition", "partition", text(name), "values", text(values)),
                    "CREATE TABLE %s.%s PARTITION OF %s %s"
                            .formatted(
                                    quoted(table.schema),
                                    quoted(name),
                                    table.sql(),
                                    values.equals("DEFAULT") ? values : "FOR VALUES " + values),
                    owner);
        }
        String name = table.partitions.remove(table.partitions.size() - 1);
        return how == 2
                ? new Wanted(
                        op("detach_partition", "partition", text(name)),
                        alter("DETACH PARTITION %s.%s".formatted(quoted(table.schema), quoted(name))))
                : new Wanted(
                        op("drop_partition", "partition", text(name)),
                        "DROP TABLE %s.%s".formatted(quoted(table.schema), quoted(name)));
    }

    private Wanted replicaIdentity() {
        String identity = dice.any("full", "nothing", "default");
        List<String> all = new ArrayList<>(List.of(alter("REPLICA IDENTITY " + identity)));
        table.partitions.forEach(name -> all.add(
                "ALTER TABLE %s.%s REPLICA IDENTITY %s".formatted(quoted(table.schema), quoted(name), identity)));
        return new Wanted(op("set_replica_identity", "identity", identity), all, List.of());
    }

    private @Nullable Wanted backfill() {
        Column column = column(each -> each.written && each.refers == null && !each.unique);
        if (column == null) {
            return null;
        }
        String of = quoted(named(column));
        String value = column.kind.constant(dice);
        return new Wanted(
                        op(
                                "backfill",
                                "column",
                                text(column.name),
                                "value",
                                expression(value),
                                "where",
                                expression(of + " IS NULL")),
                        "UPDATE %s SET %s = %s WHERE %s IS NULL".formatted(table.sql(), of, value, of))
                .filling(column.name);
    }

    private Wanted renameTable() {
        String to = names.of("rt_");
        Wanted change = new Wanted(op("rename_table", "to", text(to)), alter("RENAME TO " + quoted(to)));
        String old = table.path();
        table.name = to;
        for (Table other : tables) {
            other.constraints.replaceAll(rule ->
                    rule.to().equals(old) ? new Named(rule.name(), rule.kind(), rule.over(), table.path()) : rule);
        }
        return change;
    }

    private @Nullable Wanted dropTable() {
        if (tables.size() < 3) {
            return null;
        }
        tables.remove(table);
        table.columns.forEach(column -> touched.add(column.name));
        return new Wanted(op("drop_table"), "DROP TABLE " + table.sql());
    }

    private Wanted createTable() {
        Table made = new Table(table.schema, names.of("nt_"));
        Column id = new Column("id", Kind.BIGINT);
        id.written = false;
        id.nullable = false;
        id.unique = true;
        made.columns.add(id);
        made.key = new ArrayList<>(List.of("id"));
        made.constraints.add(new Named(made.name + "_pkey", "p", made.key, ""));
        Column label = new Column(names.of("nc_"), Kind.TEXT);
        made.columns.add(label);
        tables.add(made);
        return new Wanted(
                "create_table: {table: %s, columns: [{name: id, type: bigint, identity: true}, {name: %s, type: text}], primary_key: [id]}"
                        .formatted(text(made.path()), text(label.name)),
                "CREATE TABLE %s (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, %s text)"
                        .formatted(made.sql(), quoted(label.name)));
    }
}
