package dev.lockstep.integration.bench.backfill;

import java.util.Locale;

/** A table to fill. Each has a nullable name that the new column is made from. */
enum BenchTable {
    /** A key and a name: what is written is mostly the row's own overhead. */
    NARROW(300_000, """
            CREATE TABLE %1$s (id bigint PRIMARY KEY, name text);
            INSERT INTO %1$s SELECT n, 'name ' || n FROM generate_series(1, %2$d) AS n;
            """),
    /** About 370 bytes, and three more indexes to write. */
    WIDE(200_000, """
            CREATE TABLE %1$s (id bigint PRIMARY KEY, name text, customer int NOT NULL, status varchar(20) NOT NULL,
              created_at timestamptz NOT NULL, amount numeric(12, 2) NOT NULL, note text NOT NULL, address text NOT NULL);
            INSERT INTO %1$s SELECT n, 'name ' || n, (n * 7919) %% 100000, CASE n %% 3 WHEN 0 THEN 'open' WHEN 1 THEN 'paid' ELSE 'sent' END,
              timestamptz '2026-01-01' + n * interval '1 second', n / 100.0, repeat(md5(n::text), 5), repeat(md5((n + 1)::text), 3)
              FROM generate_series(1, %2$d) AS n;
            CREATE INDEX ON %1$s (customer);
            CREATE INDEX ON %1$s (status, created_at);
            CREATE INDEX ON %1$s (created_at);
            """);

    private static final String SETTLE = """
            VACUUM (ANALYZE) %1$s;
            CHECKPOINT;
            """;

    private final int usualRows;
    private final String setup;

    BenchTable(int usualRows, String setup) {
        this.usualRows = usualRows;
        this.setup = setup;
    }

    /** In SQL and in JSON. */
    String sqlName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Rows for this part of the usual size. */
    int rows(double scale) {
        return (int) Math.max(1, Math.round(usualRows * scale));
    }

    /** Makes and fills it. */
    String setup(int rows) {
        return (setup + SETTLE).formatted(sqlName(), rows);
    }

    /** The expression that the new column is filled with: a number, so that the rows hardly grow and the heap shows what the backfill itself leaves behind. */
    String value() {
        return "coalesce(char_length(name), 0)";
    }

    /** The change that adds and fills the column. */
    String changeFile() {
        return """
                change: label
                fleet: orders
                why: A benchmark
                operations:
                  - add_column: {table: %s, column: label, type: int, nullable: false, value: "%s"}
                """.formatted(sqlName(), value());
    }
}
