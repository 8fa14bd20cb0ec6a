package dev.lockstep.integration.fleet;

/** The table that the scenarios change, and the changes. */
public final class OrdersTable {
    /** Makes it, empty. */
    public static final String CREATE =
            "CREATE TABLE orders (id bigint PRIMARY KEY, country varchar(2) NOT NULL, amount int NOT NULL)";

    /** What {@link #ADD_REGION} fills in. */
    public static final String REGION_OF = "CASE WHEN country IN ('DE','FR') THEN 'eu' ELSE 'us' END";

    /** A column with a value for every row, and an index on it. */
    public static final String ADD_REGION = """
            change: orders-region
            fleet: orders
            why: Route new orders by region
            operations:
              - add_column:
                  table: orders
                  column: region
                  type: varchar(8)
                  nullable: false
                  value: "%s"
              - add_index:
                  table: orders
                  name: orders_region_idx
                  columns: [region]
            """.formatted(REGION_OF);

    /** The column goes again, and with it the index. */
    public static final String DROP_REGION = """
            change: orders-region-goes
            fleet: orders
            why: The region is derived from the country again
            operations:
              - drop_column:
                  table: orders
                  column: region
                  value: "'us'"
            """;

    /** A change that every engine takes in one step. */
    public static final String ADD_NOTE = """
            change: orders-note
            fleet: orders
            why: Room for a note
            operations:
              - add_column:
                  table: orders
                  column: note
                  type: varchar(20)
            """;

    /** Like {@link #ADD_REGION} without the index, but each row takes some milliseconds: a backfill that can be met at work. */
    public static final String ADD_SLOW_REGION = """
            change: orders-slow-region
            fleet: orders
            why: Route new orders by region
            operations:
              - add_column:
                  table: orders
                  column: region
                  type: varchar(8)
                  nullable: false
                  value: "CASE WHEN md5(repeat(country, 120000)) = 'none' THEN 'eu' ELSE 'us' END"
            """;

    private static final String DIGITS = "(SELECT 0 AS n UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3"
            + " UNION ALL SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8"
            + " UNION ALL SELECT 9)";

    private OrdersTable() {}

    /** Fills in rows 1 to a number, up to 100,000. */
    public static String fill(int rows) {
        return "INSERT INTO orders (id, country, amount) SELECT numbers.id,"
                + " CASE MOD(numbers.id, 3) WHEN 0 THEN 'DE' WHEN 1 THEN 'FR' ELSE 'JP' END, 1 FROM"
                + " (SELECT 1 + a.n + 10 * b.n + 100 * c.n + 1000 * d.n + 10000 * e.n AS id FROM " + DIGITS + " a, "
                + DIGITS + " b, " + DIGITS + " c, " + DIGITS + " d, " + DIGITS + " e) numbers WHERE numbers.id <= "
                + rows;
    }
}
