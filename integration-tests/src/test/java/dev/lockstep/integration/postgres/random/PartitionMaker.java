package dev.lockstep.integration.postgres.random;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Makes partitions: by range, list and hash, one for all others, partitions of partitions, with columns in another order, and with something of their own. */
final class PartitionMaker {
    private static final int SIZE = SchemaMaker.ROWS_PER_PARTITION;

    /** Which one the table that comes is to be; no other has this number. */
    static final int COMING = 70;

    private static final int KEY_OF_COMING = 9_000;

    private final Dice dice;
    private final Names names;
    private final List<String> statements;

    PartitionMaker(Dice dice, Names names, List<String> statements) {
        this.dice = dice;
        this.names = names;
        this.statements = statements;
    }

    /** @param parts of the statement that made the whole */
    void make(Table table, List<String> parts) {
        int count = dice.between(1, 3);
        for (int number = 0; number < count; number++) {
            String name = names.of("p_");
            table.partitions.add(name);
            String values = "FOR VALUES " + values(table.strategy, number, count);
            if (dice.percent(25)) {
                parted(table, name, values, number);
            } else if (dice.percent(25)) {
                attached(table, name, values, parts);
            } else {
                statements.add("CREATE TABLE %s PARTITION OF %s %s".formatted(sql(table, name), table.sql(), values));
                own(table, name);
            }
        }
        table.nextPartition = count;
        if (!table.strategy.equals("HASH") && dice.percent(25)) {
            String rest = names.of("p_");
            statements.add("CREATE TABLE %s PARTITION OF %s DEFAULT".formatted(sql(table, rest), table.sql()));
            table.partitions.add(0, rest);
        }
    }

    /** A table with rows like those of the whole, but for the number of the partition that it can become. */
    void coming(Table table) {
        table.coming = names.of("cp_");
        String of = sql(table, table.coming);
        List<String> written = table.columns.stream()
                .filter(column -> column.written)
                .map(column -> column.name)
                .toList();
        // Nobody writes the row by its key: while the table is no partition, such a write would not find it.
        Table.Column id = table.columns.get(0);
        String values = written.stream()
                .map(name -> name.equals(table.by)
                        ? Integer.toString(COMING * SIZE)
                        : name.equals(id.name) ? id.kind.unique(KEY_OF_COMING) : Names.quoted(name))
                .collect(Collectors.joining(", "));
        statements.add(
                "CREATE TABLE %s (LIKE %s INCLUDING GENERATED INCLUDING CONSTRAINTS)".formatted(of, table.sql()));
        statements.add("INSERT INTO %s (%s) SELECT %s FROM %s LIMIT 1"
                .formatted(of, Names.quoted(written), values, table.sql()));
        own(table, table.coming);
    }

    /** The bounds of the partition with this number, of so many. */
    static String values(String strategy, int number, int count) {
        return switch (strategy) {
            case "LIST" ->
                "IN (%s)"
                        .formatted(IntStream.range(number * SIZE, (number + 1) * SIZE)
                                .mapToObj(Integer::toString)
                                .collect(Collectors.joining(", ")));
            case "HASH" -> "WITH (MODULUS %d, REMAINDER %d)".formatted(count, number);
            default -> "FROM (%d) TO (%d)".formatted(number * SIZE, (number + 1) * SIZE);
        };
    }

    private void parted(Table table, String name, String values, int number) {
        String of = sql(table, name);
        String one = sql(table, names.of("p_"));
        String other = sql(table, names.of("p_"));
        boolean hash = table.strategy.equals("HASH") || dice.percent(40);
        statements.add("CREATE TABLE %s PARTITION OF %s %s PARTITION BY %s (part)"
                .formatted(of, table.sql(), values, hash ? "HASH" : "RANGE"));
        int from = number * SIZE;
        statements.add("CREATE TABLE %s PARTITION OF %s %s"
                .formatted(
                        one,
                        of,
                        hash
                                ? "FOR VALUES WITH (MODULUS 2, REMAINDER 0)"
                                : "FOR VALUES FROM (%d) TO (%d)".formatted(from, from + SIZE / 2)));
        statements.add("CREATE TABLE %s PARTITION OF %s %s"
                .formatted(
                        other,
                        of,
                        hash
                                ? "FOR VALUES WITH (MODULUS 2, REMAINDER 1)"
                                : dice.any(
                                        "DEFAULT",
                                        "FOR VALUES FROM (%d) TO (%d)".formatted(from + SIZE / 2, from + SIZE))));
    }

    /** Columns stand in another order than in the whole, behind one that is gone. */
    private void attached(Table table, String name, String values, List<String> parts) {
        List<String> columns = new ArrayList<>(
                parts.stream().filter(part -> !part.startsWith("CONSTRAINT")).toList());
        Collections.reverse(columns);
        statements.add("CREATE TABLE %s (went integer, %s)".formatted(sql(table, name), String.join(", ", columns)));
        statements.add("ALTER TABLE %s DROP COLUMN went".formatted(sql(table, name)));
        statements.add("ALTER TABLE %s ATTACH PARTITION %s %s".formatted(table.sql(), sql(table, name), values));
        own(table, name);
    }

    private void own(Table table, String name) {
        String of = sql(table, name);
        if (dice.percent(15)) {
            statements.add("COMMENT ON TABLE %s IS 'one part'".formatted(of));
        }
        if (dice.percent(15)) {
            statements.add("GRANT SELECT ON %s TO pg_monitor".formatted(of));
        }
        if (dice.percent(10)) {
            statements.add("ALTER TABLE %s SET (fillfactor = 60, autovacuum_enabled = off)".formatted(of));
        }
        String column = Names.quoted(dice.pick(table.columns).name);
        if (dice.percent(15)) {
            statements.add(SchemaMaker.OPTIONAL
                    + "CREATE INDEX %s ON %s (%s) WHERE part >= 0"
                            .formatted(Names.quoted(names.of("pix_")), of, column));
        }
        if (dice.percent(10)) {
            statements.add("ALTER TABLE %s ADD CONSTRAINT %s CHECK (%s IS NOT NULL OR part >= 0)"
                    .formatted(of, Names.quoted(names.of("pck_")), column));
        }
        if (dice.percent(10)) {
            statements.add("CREATE TRIGGER %s BEFORE INSERT OR UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION tidy()"
                    .formatted(Names.quoted(names.of("ptr_")), of));
        }
        if (dice.percent(10)) {
            statements.add("ALTER TABLE %s ALTER COLUMN %s SET STATISTICS 33".formatted(of, column));
        }
    }

    private static String sql(Table table, String name) {
        return Names.quoted(table.schema) + "." + Names.quoted(name);
    }
}
