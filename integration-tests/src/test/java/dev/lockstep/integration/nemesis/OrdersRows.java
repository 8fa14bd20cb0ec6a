package dev.lockstep.integration.nemesis;

import dev.lockstep.integration.nemesis.check.OldColumns;
import java.util.ArrayList;
import java.util.List;

/** The rows that a node begins with. */
final class OrdersRows {
    static final int COUNT = 6_000;

    private static final List<String> COUNTRIES = List.of("DE", "FR", "US", "GB", "JP");
    private static final int BATCH = 500;

    private OrdersRows() {}

    /** The statements that make the tables and fill them. */
    static String[] tables(boolean postgres) {
        String number = postgres ? "bigint GENERATED ALWAYS AS IDENTITY" : "bigint AUTO_INCREMENT";
        List<String> statements = new ArrayList<>(List.of(
                "CREATE TABLE orders (id bigint PRIMARY KEY, customer varchar(80) NOT NULL, country varchar(2) NOT NULL,"
                        + " amount int NOT NULL)",
                // Without a unique name: a step that runs twice shall leave two rows.
                "CREATE TABLE effects (number " + number + " PRIMARY KEY, name varchar(80) NOT NULL)"));
        for (int first = 1; first <= COUNT; first += BATCH) {
            statements.add(insert(first));
        }
        return statements.toArray(String[]::new);
    }

    private static String insert(int first) {
        StringBuilder sql = new StringBuilder("INSERT INTO orders (id, customer, country, amount) VALUES ");
        for (int id = first; id < first + BATCH; id++) {
            OldColumns row = row(id);
            sql.append(id == first ? "" : ", ")
                    .append("(%d, '%s', '%s', %d)".formatted(id, row.customer(), row.country(), row.amount()));
        }
        return sql.toString();
    }

    /** The row with this key, as it is made first. */
    static OldColumns row(long id) {
        return new OldColumns("customer-" + id % 997, COUNTRIES.get((int) (id * 7 % COUNTRIES.size())), (int) (id % 1000));
    }
}
