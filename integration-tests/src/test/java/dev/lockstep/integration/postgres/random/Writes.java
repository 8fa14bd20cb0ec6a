package dev.lockstep.integration.postgres.random;

import dev.lockstep.integration.postgres.random.Table.Column;
import java.util.ArrayList;
import java.util.List;

/** What applications write meanwhile, such as every change promises to bear. */
final class Writes {
    private final Dice dice;
    private final List<String> touched;

    Writes(Dice dice, List<String> touched) {
        this.dice = dice;
        this.touched = touched;
    }

    /** By the tables as they are before; touched columns are inserted without NULL, and not updated. */
    List<String> old(List<Table> tables) {
        List<String> writes = new ArrayList<>();
        int count = dice.below(8);
        for (int number = 0; number < count; number++) {
            write(dice.pick(tables), writes);
        }
        return writes;
    }

    /** By the tables as they are afterwards; only those that were there before, because each value has its old type, too. */
    List<String> renewed(List<Table> old, List<Table> now) {
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
                .filter(column -> column.written && !touched.contains(column.name) && !table.key.contains(column.name))
                .filter(column -> !column.name.equals(table.by) && column.refers == null && !column.unique)
                .toList();
        if (table.columns.stream().noneMatch(column -> column.written)) {
            return;
        }
        boolean known =
                table.key.size() == 1 && table.rows > 0 && table.key.get(0).equals(table.columns.get(0).name);
        int how = dice.below(4);
        if (how < 2 || !known) {
            writes.add(SchemaMaker.insert(table, dice, false));
        } else {
            String where = Names.quoted(table.key.get(0)) + " = "
                    + table.columns.get(0).kind.unique(dice.between(1, table.rows));
            if (how == 2 && !free.isEmpty()) {
                Column column = dice.pick(free);
                writes.add("UPDATE %s SET %s = %s WHERE %s"
                        .formatted(table.sql(), Names.quoted(column.name), column.kind.value(dice), where));
            } else if (how == 3) {
                writes.add("DELETE FROM %s WHERE %s".formatted(table.sql(), where));
            }
        }
    }
}
