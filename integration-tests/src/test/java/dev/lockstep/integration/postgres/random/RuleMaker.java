package dev.lockstep.integration.postgres.random;

import dev.lockstep.integration.postgres.random.Table.Column;
import dev.lockstep.integration.postgres.random.Table.Named;
import java.util.ArrayList;
import java.util.List;

/** Makes rules over several columns, exclusion constraints, and indexes with more than a column. */
final class RuleMaker {
    private final Dice dice;
    private final Names names;
    private final List<String> statements;
    private int together;

    RuleMaker(Dice dice, Names names, List<String> statements) {
        this.dice = dice;
        this.names = names;
        this.statements = statements;
    }

    /** @param others tables that it may refer to */
    void make(Table table, List<Table> others) {
        if (dice.percent(30)) {
            pair(table);
        }
        if (dice.percent(40) && table.by == null) {
            composite(table, others);
        }
        if (dice.percent(15)) {
            exclusion(table);
        }
        for (Column column : table.columns.subList(1, table.columns.size())) {
            if (dice.percent(15)) {
                index(table, column);
            }
        }
        if (dice.percent(20)) {
            Column one = dice.pick(table.columns);
            Column other = dice.pick(table.columns);
            if (one != other) {
                add(
                        table,
                        "ck_",
                        "c",
                        List.of(one.name, other.name),
                        "CHECK (%s IS NOT NULL OR %s IS NULL OR true)"
                                .formatted(Names.quoted(one.name), Names.quoted(other.name)));
            }
        }
    }

    /** What a foreign key of two columns can refer to. */
    private void pair(Table table) {
        Column second = table.columns.stream()
                .filter(column -> column.unique && !column.nullable && column.written && column.refers == null)
                .skip(table.columns.get(0).written ? 1 : 0)
                .findFirst()
                .orElse(null);
        if (second == null || second == table.columns.get(0)) {
            return;
        }
        List<String> over = new ArrayList<>(List.of(table.columns.get(0).name, second.name));
        if (table.by != null) {
            over.add(table.by);
        }
        add(table, "uq_", "u", over, "UNIQUE (%s)".formatted(Names.quoted(over)));
    }

    private void composite(Table table, List<Table> others) {
        for (Table other : others) {
            Named pair = other.constraints.stream()
                    .filter(rule -> rule.kind().equals("u") && rule.over().size() == 2 && other.by == null)
                    .findFirst()
                    .orElse(null);
            if (pair != null) {
                together++;
                List<String> own = new ArrayList<>();
                for (String name : pair.over()) {
                    Column there = other.columns.stream()
                            .filter(each -> each.name.equals(name))
                            .findFirst()
                            .orElseThrow();
                    Column column = new Column(names.of("two_"), there.kind);
                    column.refers = other;
                    column.referred = name;
                    column.together = together;
                    table.columns.add(column);
                    own.add(column.name);
                    statements.add("ALTER TABLE %s ADD COLUMN %s %s%s"
                            .formatted(table.sql(), Names.quoted(column.name), there.kind.sql, there.collation));
                }
                String action = dice.any(
                        "",
                        " MATCH FULL",
                        " MATCH FULL ON DELETE CASCADE",
                        " ON DELETE SET NULL",
                        " ON DELETE SET NULL (%s)".formatted(Names.quoted(own.get(0))),
                        " ON DELETE SET DEFAULT ON UPDATE CASCADE",
                        " DEFERRABLE",
                        " MATCH FULL DEFERRABLE INITIALLY DEFERRED");
                String name = names.of("fk_");
                statements.add("%sALTER TABLE %s ADD CONSTRAINT %s FOREIGN KEY (%s) REFERENCES %s (%s)%s%s"
                        .formatted(
                                SchemaMaker.OPTIONAL,
                                table.sql(),
                                Names.quoted(name),
                                Names.quoted(own),
                                other.sql(),
                                Names.quoted(pair.over()),
                                action,
                                dice.percent(20) ? " NOT VALID" : ""));
                table.constraints.add(new Named(name, "f", own, other.path()));
                if (dice.percent(60)) {
                    String index = names.of("ix_");
                    statements.add("CREATE INDEX %s ON %s (%s)"
                            .formatted(Names.quoted(index), table.sql(), Names.quoted(own)));
                    table.indexes.add(new Named(index, "i", own, ""));
                }
                return;
            }
        }
    }

    private void exclusion(Table table) {
        Column column = dice.pick(table.columns);
        if (column.kind == Kind.RANGE || column.unique) {
            add(
                    table,
                    "ex_",
                    "x",
                    List.of(column.name),
                    column.kind == Kind.RANGE
                            ? "EXCLUDE USING gist (%s WITH &&) WHERE (%s IS NULL)"
                                    .formatted(Names.quoted(column.name), Names.quoted(column.name))
                            : "EXCLUDE (%s WITH =)%s"
                                    .formatted(
                                            Names.quoted(column.name),
                                            dice.any("", " WITH (fillfactor = 50)", " DEFERRABLE")));
        }
    }

    private void index(Table table, Column column) {
        String of = Names.quoted(column.name);
        String first = Names.quoted(table.columns.get(0).name);
        List<String> ways = new ArrayList<>(List.of("(%s) WHERE %s IS NULL".formatted(of, first)));
        switch (column.kind) {
            case TEXT, VARCHAR ->
                ways.addAll(List.of(
                        "(left(%s, 20) text_pattern_ops)".formatted(of),
                        "(lower(left(%s, 9)) COLLATE \"POSIX\" DESC NULLS LAST)".formatted(of),
                        "USING hash (%s)".formatted(of),
                        "(md5(%s), (%s IS NULL))".formatted(of, first)));
            case TEXTS, INTS ->
                ways.addAll(List.of(
                        "USING gin (%s)".formatted(of), "USING gin (%s) WITH (fastupdate = off)".formatted(of)));
            case RANGE -> ways.addAll(List.of("USING gist (%s)".formatted(of), "USING spgist (%s)".formatted(of)));
            case JSON ->
                ways.addAll(List.of("USING gin (%s jsonb_path_ops)".formatted(of), "((%s ->> 'a'))".formatted(of)));
            case INT, BIGINT, DATE, TIMESTAMP ->
                ways.addAll(List.of(
                        "USING brin (%s) WITH (pages_per_range = 16)".formatted(of),
                        "(%s) INCLUDE (%s)".formatted(of, first),
                        "(%s DESC, %s)".formatted(of, first)));
            case CIDR -> ways.add("USING gist (%s inet_ops)".formatted(of));
            default -> ways.add("USING hash (%s)".formatted(of));
        }
        String unique = "";
        if (column.unique && table.by == null) {
            unique = "UNIQUE ";
            ways = List.of(
                    "(%s) NULLS NOT DISTINCT WHERE %s IS NOT NULL".formatted(of, of),
                    "(%s) INCLUDE (%s)".formatted(of, first),
                    "(%s, %s)".formatted(first, of));
        }
        String name = names.of("ix_");
        statements.add("%sCREATE %sINDEX %s ON %s %s"
                .formatted(SchemaMaker.OPTIONAL, unique, Names.quoted(name), table.sql(), dice.pick(ways)));
        table.indexes.add(new Named(name, "i", List.of(column.name), ""));
    }

    private void add(Table table, String prefix, String kind, List<String> over, String definition) {
        String name = names.of(prefix);
        table.constraints.add(new Named(name, kind, over, ""));
        statements.add("%sALTER TABLE %s ADD CONSTRAINT %s %s"
                .formatted(SchemaMaker.OPTIONAL, table.sql(), Names.quoted(name), definition));
    }
}
