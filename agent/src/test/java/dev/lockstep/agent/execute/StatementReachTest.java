package dev.lockstep.agent.execute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.fingerprint.Catalog;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatementReachTest {
    private static final List<String> BEFORE = List.of("table:orders", "table:customers", "table:app.Items");
    private static final Catalog NOW = new Catalog(
            new TreeMap<>(java.util.Map.of(
                    "table:orders", "table partitioned by RANGE (day)",
                    "table:orders_2026", "table partition of orders FOR VALUES FROM (1) TO (2)",
                    "table:orders_may", "table partition of orders_2026 FOR VALUES FROM (1) TO (2)",
                    "table:customers", "table",
                    "table:customers/constraint:customers_fk", "FOREIGN KEY (last) REFERENCES orders(id)",
                    "table:customers/column:note", "integer not null")),
            new TreeMap<>());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CREATE INDEX i ON orders (day)                 | table:orders/index:i",
                "CREATE INDEX i ON \"ORDERS\" (day)             | table:orders/index:i",
                "CREATE INDEX ON orders (day)                   | table:orders_2026/index:orders_2026_day_idx",
                "CREATE INDEX ON orders (day)                   | table:orders_may/index:orders_may_day_idx",
                "ALTER TABLE orders RENAME COLUMN id TO number  | table:customers/constraint:customers_fk",
                "ALTER TABLE app.items ADD COLUMN note integer  | table:app.Items/column:note",
                "ALTER TABLE orders ADD COLUMN total integer    | view:totals",
                "DROP INDEX i                                   | table:customers/index:parts_of_i",
                "DROP TABLE orders                              | table:customers/column:note",
                "ALTER TABLE orders DROP COLUMN id CASCADE      | table:customers/column:note",
                "/* by hand */ UPDATE orders SET day = 1        | table:customers/column:note",
                "SELECT make_parts('orders')                    | table:customers/column:note",
                "CALL make_parts('orders')                      | table:customers/column:note"
            })
    void aStatementCanHaveChanged(String sql, String path) {
        assertThat(StatementReach.of(List.of(sql), BEFORE, NOW).includes(path)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CREATE UNIQUE INDEX CONCURRENTLY i ON orders (day)     | table:customers/column:note",
                "ALTER TABLE orders ADD COLUMN total integer not null   | table:customers/column:note",
                "alter table orders add column total integer            | table:customers/column:gone",
                "create table items (id integer not null)               | table:customers/column:note",
                "DROP INDEX i ON orders                                 | table:customers/index:other",
                "UPDATE orders SET day = 1                              | table:app.Items"
            })
    void aStatementLeavesTablesAloneThatItDoesNotName(String sql, String path) {
        assertThat(StatementReach.of(List.of(sql), BEFORE, NOW).includes(path)).isFalse();
    }
}
