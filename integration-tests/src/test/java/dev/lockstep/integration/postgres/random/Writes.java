package dev.lockstep.integration.postgres.random;

import dev.lockstep.integration.postgres.random.Table.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What applications write meanwhile, such as every change promises to bear. */
final class Writes {
    private static final String MERGE =
            "MERGE INTO %1$s AS t USING (VALUES (1)) AS s(n) ON %2$s = %3$s WHEN MATCHED AND s.n = 1 THEN UPDATE SET %4$s = %5$s";

    private final Dice dice;
    private final Set<String> delicate;
    private boolean copies;

    /** @param delicate columns that nobody updates, by name alone; they are inserted without NULL */
    Writes(Dice dice, Set<String> delicate) {
        this.dice = dice;
        this.delicate = delicate;
    }

    /** By the tables as they are before. */
    List<String> old(List<Table> tables) {
        copies = true;
        List<String> writes = new ArrayList<>();
        int count = dice.below(12);
        for (int number = 0; number < count; number++) {
            write(dice.pick(tables), writes);
        }
        return writes;
    }

    /** By the tables as they are afterwards; only those that were there before, because each value has its old type, too. */
    List<String> renewed(List<Table> old, List<Table> now) {
        copies = false; // a table's new name is that of a view, which takes none
        List<String> writes = new ArrayList<>();
        for (Table table : now) {
            int count = dice.below(3);
            for (int number = 0; number < count; number++) {
                old.stream()
                        .filter(each ->
                                !each.columns.isEmpty() && each.columns.get(0).kind == table.columns.get(0).kind)
                        .findFirst()
                        .ifPresent(each -> table.rows += 1000);
                write(table, writes);
            }
        }
        return writes;
    }

    private void write(Table table, List<String> writes) {
        List<Column> free = table.columns.stream()
                .filter(column -> column.written && !delicate.contains(column.name) && !table.key.contains(column.name))
                .filter(column -> !column.name.equals(table.by) && column.refers == null && !column.unique)
                .toList();
        if (table.columns.stream().noneMatch(column -> column.written)) {
            return;
        }
        Column id = table.columns.get(0);
        boolean known = table.key.contains(id.name) && table.rows > 0 && (table.key.size() == 1 || table.by != null);
        int how = dice.below(9);
        if (how < 3 || !known) {
            writes.add(
                    copies && dice.percent(30)
                            ? SchemaMaker.copy(table, dice)
                            : SchemaMaker.insert(table, dice, false));
            return;
        }
        String of = Names.quoted(id.name);
        String one = id.kind.unique(dice.between(1, table.rows));
        String where = of + " = " + one;
        Column column = free.isEmpty() ? null : dice.pick(free);
        String set = column == null ? "" : Names.quoted(column.name);
        String value = column == null ? "" : column.nullable && dice.percent(25) ? "NULL" : column.kind.value(dice);
        if (how == 3) {
            writes.add("DELETE FROM %s WHERE %s".formatted(table.sql(), where));
        } else if (how == 4 && id.written && !delicate.contains(id.name)) {
            writes.add("UPDATE %s SET %s = %s WHERE %s"
                    .formatted(table.sql(), of, id.kind.unique(dice.between(1, table.rows) + 500), where));
        } else if (how == 5 && table.by != null && !delicate.contains(table.by)) {
            writes.add("UPDATE %s SET %s = %d WHERE %s"
                    .formatted(
                            table.sql(),
                            Names.quoted(table.by),
                            dice.below(SchemaMaker.ROWS_PER_PARTITION * Math.max(1, table.partitions.size())),
                            where));
        } else if (column != null && how == 6 && table.by == null && id.written) {
            table.rows -= dice.percent(50) ? 1 : 0;
            writes.add("%s ON CONFLICT (%s) DO UPDATE SET %s = %s"
                    .formatted(SchemaMaker.insert(table, dice, false), Names.quoted(table.key), set, value));
        } else if (column != null && how == 7) {
            writes.add(MERGE.formatted(table.sql(), "t." + of, one, set, value));
        } else if (column != null) {
            writes.add("UPDATE %s SET %s = %s WHERE %s".formatted(table.sql(), set, value, where));
        }
    }
}
