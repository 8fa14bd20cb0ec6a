package dev.lockstep.integration.postgres.random;

import static dev.lockstep.integration.postgres.random.Names.quoted;

import dev.lockstep.integration.postgres.random.Table.Column;
import dev.lockstep.integration.postgres.random.Table.Named;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operations on indexes and constraints. */
final class RuleOperations extends Operations {
    RuleOperations(Stage at) {
        super(at);
    }

    @Nullable
    Wanted addIndex() {
        Column column = column(each -> each.kind != Kind.TEXT && each.kind != Kind.BYTES);
        if (column == null) {
            return null;
        }
        String name = at.names.of("nix_");
        List<String> over = new ArrayList<>(List.of(named(column)));
        if (at.dice.percent(30) && !over.contains(table().columns.get(0).name)) {
            over.add(table().columns.get(0).name);
        }
        boolean unique = column.unique && at.dice.percent(40) && table().by == null;
        table().indexes.add(new Named(name, "i", over, ""));
        String[] pairs = unique
                ? new String[] {"name", text(name), "columns", list(over), "unique", "true"}
                : new String[] {"name", text(name), "columns", list(over)};
        return new Wanted(
                op("add_index", pairs),
                "CREATE %sINDEX %s ON %s (%s)"
                        .formatted(unique ? "UNIQUE " : "", quoted(name), table().sql(), quoted(over)));
    }

    @Nullable
    Wanted dropIndex() {
        if (table().indexes.isEmpty()) {
            return null;
        }
        Named index = at.dice.pick(table().indexes);
        table().indexes.remove(index);
        return new Wanted(
                op("drop_index", "name", text(index.name())),
                "DROP INDEX %s.%s".formatted(quoted(table().schema), quoted(index.name())));
    }

    @Nullable
    Wanted renameIndex() {
        if (table().indexes.isEmpty()) {
            return null;
        }
        Named index = at.dice.pick(table().indexes);
        table().indexes.remove(index);
        String to = at.names.of("rix_");
        table().indexes.add(new Named(to, "i", index.over(), ""));
        return new Wanted(
                op("rename_index", "name", text(index.name()), "to", text(to)),
                "ALTER INDEX %s.%s RENAME TO %s".formatted(quoted(table().schema), quoted(index.name()), quoted(to)));
    }

    @Nullable
    Wanted rule(String kind, String name, String sql, String... pairs) {
        List<String> all = new ArrayList<>(List.of("name", text(name)));
        all.addAll(List.of(pairs));
        if (at.dice.percent(50)) {
            all.addAll(List.of("writers_comply", "true"));
        }
        return new Wanted(
                op(kind, all.toArray(String[]::new)), alter("ADD CONSTRAINT %s %s".formatted(quoted(name), sql)));
    }

    @Nullable
    Wanted addUnique() {
        Column column = column(each -> each.unique);
        if (column == null) {
            return null;
        }
        List<String> over = new ArrayList<>(List.of(named(column)));
        if (table().by != null) {
            over.add(table().by);
        }
        String name = at.names.of("nuq_");
        table().constraints.add(new Named(name, "u", over, ""));
        return rule("add_unique", name, "UNIQUE (%s)".formatted(quoted(over)), "columns", list(over));
    }

    @Nullable
    Wanted addCheck() {
        Column column = column(each -> each.written);
        if (column == null) {
            return null;
        }
        String check = at.dice
                .any("%s IS NOT NULL OR true", "%s IS NULL OR %s IS NOT NULL", "%s IS NOT DISTINCT FROM %s")
                .replace("%s", quoted(named(column)));
        String name = at.names.of("nck_");
        table().constraints.add(new Named(name, "c", List.of(column.name), ""));
        return rule("add_check", name, "CHECK (%s)".formatted(check), "check", expression(check));
    }

    @Nullable
    Wanted addForeignKey() {
        Table to = at.dice.pick(at.tables);
        if (to.key.size() != 1 || to == table() && table().isPartitioned()) {
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
        String name = at.names.of("nfk_");
        String action = at.dice.any("", "cascade", "set_null", "restrict");
        String index =
                table().indexes.stream().anyMatch(each -> each.over().get(0).equals(column.name)) ? "" : "missing";
        if (!index.isEmpty() && at.dice.percent(70)) {
            String built = at.names.of("nix_");
            at.touched.add(column.name);
            table().indexes.add(new Named(built, "i", List.of(column.name), ""));
            return new Wanted(
                    op("add_index", "name", text(built), "columns", list(List.of(column.name))),
                    "CREATE INDEX %s ON %s (%s)".formatted(quoted(built), table().sql(), quoted(column.name)));
        }
        table().constraints.add(new Named(name, "f", List.of(column.name), to.path()));
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

    @Nullable
    Wanted addPrimaryKey() {
        if (!table().key.isEmpty()) {
            return null;
        }
        List<String> over = new ArrayList<>(List.of(table().columns.get(0).name));
        if (table().by != null) {
            over.add(table().by);
        }
        String name = at.names.of("npk_");
        table().key = over;
        at.touched.addAll(over);
        table().constraints.add(new Named(name, "p", over, ""));
        return rule("add_primary_key", name, "PRIMARY KEY (%s)".formatted(quoted(over)), "columns", list(over));
    }

    @Nullable
    Wanted replacePrimaryKey() {
        Named old = table().constraints.stream()
                .filter(rule -> rule.kind().equals("p"))
                .findFirst()
                .orElse(null);
        Column column = column(each -> each.unique && (at.dice.percent(30) || !each.nullable));
        if (old == null || column == null) {
            return null;
        }
        List<String> over = new ArrayList<>(List.of(named(column)));
        if (table().by != null) {
            over.add(table().by);
        }
        column.nullable = false;
        boolean renames = at.dice.percent(50);
        String name = renames ? at.names.of("rpk_") : old.name();
        table().constraints.remove(old);
        table().constraints.add(new Named(name, "p", over, ""));
        table().key = over;
        List<String> pairs = new ArrayList<>(List.of("columns", list(over)));
        if (renames) {
            pairs.addAll(List.of("name", text(name)));
        }
        if (at.dice.percent(50)) {
            pairs.addAll(List.of("writers_comply", "true"));
        }
        return new Wanted(
                op("replace_primary_key", pairs.toArray(String[]::new)),
                alter("DROP CONSTRAINT %s, ADD CONSTRAINT %s PRIMARY KEY (%s)"
                        .formatted(quoted(old.name()), quoted(name), quoted(over))));
    }

    @Nullable
    Wanted dropConstraint() {
        List<Named> fit = table().constraints.stream()
                .filter(rule -> !rule.kind().equals("p") || at.dice.percent(5))
                .toList();
        if (fit.isEmpty()) {
            return null;
        }
        Named rule = at.dice.pick(fit);
        table().constraints.remove(rule);
        return new Wanted(
                op("drop_constraint", "name", text(rule.name())), alter("DROP CONSTRAINT " + quoted(rule.name())));
    }

    @Nullable
    Wanted renameConstraint() {
        if (table().constraints.isEmpty()) {
            return null;
        }
        Named rule = at.dice.pick(table().constraints);
        String to = at.names.of("rck_");
        table().constraints.remove(rule);
        table().constraints.add(new Named(to, rule.kind(), rule.over(), rule.to()));
        return new Wanted(
                op("rename_constraint", "name", text(rule.name()), "to", text(to)),
                alter("RENAME CONSTRAINT %s TO %s".formatted(quoted(rule.name()), quoted(to))));
    }
}
