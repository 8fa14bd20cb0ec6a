package dev.lockstep.integration.postgres.random;

import static dev.lockstep.integration.postgres.random.Names.quoted;

import dev.lockstep.integration.postgres.random.Table.Column;
import dev.lockstep.integration.postgres.random.Table.Named;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Rules over two columns, and raw steps beside operations. */
final class WideOperations extends Operations {
    WideOperations(Stage at) {
        super(at);
    }

    /** To a pair of unique columns of another table, or of this one. */
    @Nullable
    Wanted addForeignKey() {
        for (Table to : at.tables) {
            Named pair = to.constraints.stream()
                    .filter(rule -> rule.kind().matches("[pu]") && rule.over().size() == 2)
                    .findFirst()
                    .orElse(null);
            if (pair != null && !(to == table() && to.isPartitioned())) {
                List<String> own = new ArrayList<>();
                for (String name : pair.over()) {
                    table().columns.stream()
                            .filter(each -> to.columns.stream()
                                    .anyMatch(there -> there.name.equals(name) && there.kind == each.kind))
                            .filter(each -> each.written && each.refers == to && each.referred.equals(name))
                            .findFirst()
                            .ifPresent(each -> own.add(each.name));
                }
                if (own.size() == 2) {
                    return foreignKey(to, pair, own);
                }
            }
        }
        return null;
    }

    private Wanted foreignKey(Table to, Named pair, List<String> own) {
        at.touched.addAll(own);
        if (table().indexes.stream().noneMatch(each -> each.over().equals(own))) {
            String built = at.names.of("nix_");
            table().indexes.add(new Named(built, "i", own, ""));
            return new Wanted(
                    op("add_index", "name", text(built), "columns", list(own)),
                    "CREATE INDEX %s ON %s (%s)".formatted(quoted(built), table().sql(), quoted(own)));
        }
        String name = at.names.of("nfk_");
        String action = at.dice.any("no_action", "cascade", "set_null", "restrict");
        table().constraints.add(new Named(name, "f", own, to.path()));
        List<String> pairs = new ArrayList<>(List.of(
                "name",
                text(name),
                "columns",
                list(own),
                "references",
                text(to.path()),
                "referenced_columns",
                list(pair.over()),
                "on_delete",
                action));
        if (at.dice.percent(50)) {
            pairs.addAll(List.of("writers_comply", "true"));
        }
        return new Wanted(
                op("add_foreign_key", pairs.toArray(String[]::new)),
                alter("ADD CONSTRAINT %s FOREIGN KEY (%s) REFERENCES %s (%s) ON DELETE %s"
                        .formatted(
                                quoted(name),
                                quoted(own),
                                to.sql(),
                                quoted(pair.over()),
                                action.replace('_', ' ').toUpperCase(Locale.ROOT))));
    }

    @Nullable
    Wanted addUnique() {
        Column column = column(each -> each.unique);
        Column other = column(each -> each.kind.countable());
        if (column == null || other == null || column == other) {
            return null;
        }
        List<String> over = new ArrayList<>(List.of(named(other), named(column)));
        if (table().by != null) {
            over.add(table().by);
        }
        String name = at.names.of("nuq_");
        table().constraints.add(new Named(name, "u", over, ""));
        List<String> pairs = new ArrayList<>(List.of("name", text(name), "columns", list(over)));
        if (at.dice.percent(50)) {
            pairs.addAll(List.of("writers_comply", "true"));
        }
        return new Wanted(
                op("add_unique", pairs.toArray(String[]::new)),
                alter("ADD CONSTRAINT %s UNIQUE (%s)".formatted(quoted(name), quoted(over))));
    }

    /** A statement of somebody's own, with its way back. */
    Wanted raw() {
        String made = at.names.of("raw_");
        String of = quoted(table().schema) + "." + quoted(made);
        Column column = at.dice.pick(table().columns);
        String there = "SELECT to_regclass('%s') IS NOT NULL".formatted(of.replace("'", "''"));
        String phase = at.dice.any("expand", "expand", "validate", "contract");
        int kind = at.dice.below(6);
        return switch (kind == 1 && table().isPartitioned() ? 5 : kind) {
            case 0 ->
                step(phase, "CREATE TABLE %s (id int PRIMARY KEY, note text)".formatted(of), "DROP TABLE " + of, "");
            case 1 -> {
                at.delicate.add(column.name);
                yield step(
                        phase,
                        "CREATE INDEX CONCURRENTLY %s ON %s ((%s IS NULL))"
                                .formatted(quoted(made), table().sql(), quoted(column.name)),
                        "DROP INDEX CONCURRENTLY IF EXISTS " + of,
                        there);
            }
            case 2 ->
                step(
                        phase,
                        alter("ADD COLUMN %s integer".formatted(quoted(made))),
                        alter("DROP COLUMN " + quoted(made)),
                        "");
            case 3 -> step(phase, "CREATE SEQUENCE " + of, "DROP SEQUENCE " + of, at.dice.percent(50) ? there : "");
            case 4 ->
                step(
                        phase,
                        "CREATE FUNCTION %s() RETURNS int LANGUAGE sql AS 'SELECT 1'".formatted(of),
                        "DROP FUNCTION " + of,
                        "");
            default ->
                step(
                        phase,
                        "CREATE INDEX %s ON %s ((1))".formatted(quoted(made), table().sql()),
                        "DROP INDEX " + of,
                        at.dice.percent(50) ? there : "");
        };
    }

    private static Wanted step(String phase, String run, String undo, String doneWhen) {
        return new Wanted(
                "sql: {phase: %s, postgres: {run: %s, undo: %s%s}}"
                        .formatted(
                                phase,
                                text(run),
                                text(undo),
                                doneWhen.isEmpty() ? "" : ", done_when: " + text(doneWhen)),
                run.replace(" CONCURRENTLY", ""));
    }
}
