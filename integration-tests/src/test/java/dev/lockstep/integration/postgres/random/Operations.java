package dev.lockstep.integration.postgres.random;

import dev.lockstep.integration.postgres.random.Table.Column;
import dev.lockstep.integration.postgres.random.Table.Named;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What makers of operations have in common. */
abstract class Operations {
    final Stage at;

    Operations(Stage at) {
        this.at = at;
    }

    Table table() {
        return at.table;
    }

    static String text(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** Double quotes are a name on this engine alone. */
    static String expression(String sql) {
        return sql.contains("\"") || sql.contains("\\") || sql.contains("::")
                ? "{postgres: " + text(sql) + "}"
                : text(sql);
    }

    String op(String kind, String... pairs) {
        StringBuilder op = new StringBuilder(kind + ": {table: " + text(table().path()));
        for (int place = 0; place < pairs.length; place += 2) {
            op.append(", ").append(pairs[place]).append(": ").append(pairs[place + 1]);
        }
        return op.append('}').toString();
    }

    static String list(List<String> columns) {
        return "[" + String.join(", ", columns.stream().map(Operations::text).toList()) + "]";
    }

    String alter(String what) {
        return "ALTER TABLE " + table().sql() + " " + what;
    }

    static String type(Kind kind) {
        return switch (kind) {
            case MOOD, PERCENT, TEXTS, INTS, INTERVAL, CIDR, RANGE, BITS, PAIR, CHAR, FREE_NUMERIC, TIMESTAMP3 ->
                "{postgres: " + text(kind.sql) + "}";
            default -> text(kind.neutral);
        };
    }

    String named(Column column) {
        at.touched.add(column.name);
        return column.name;
    }

    /** A column of the table() with something about it, other than its key's. */
    @Nullable
    Column column(Predicate<Column> wanted) {
        List<Column> fit = table().columns.stream()
                .filter(column ->
                        at.dice.percent(3) || !table().key.contains(column.name) && !column.name.equals(table().by))
                .filter(wanted)
                .toList();
        return fit.isEmpty() ? null : at.dice.pick(fit);
    }

    /** Nobody updates it meanwhile. */
    String delicate(Column column) {
        at.delicate.add(column.name);
        return named(column);
    }

    void renamed(Column column, String to) {
        String old = column.name;
        at.renames.add(List.of(old, to));
        column.name = to;
        at.touched.add(to);
        table().indexes
                .replaceAll(
                        index -> new Named(index.name(), index.kind(), replaced(index.over(), old, to), index.to()));
        table().constraints
                .replaceAll(rule -> new Named(rule.name(), rule.kind(), replaced(rule.over(), old, to), rule.to()));
        table().key = replaced(table().key, old, to);
    }

    static List<String> replaced(List<String> names, String old, String to) {
        return new ArrayList<>(
                names.stream().map(name -> name.equals(old) ? to : name).toList());
    }
}
