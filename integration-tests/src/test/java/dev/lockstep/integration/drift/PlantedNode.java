package dev.lockstep.integration.drift;

import dev.lockstep.integration.fleet.TestNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A node with the tables that things are planted upon.
 *
 * @param plants what there is for its engine
 */
record PlantedNode(TestNode node, Plants plants, List<PlantedTable> tables) {

    /** Makes the tables. */
    static PlantedNode on(TestNode node) {
        String engine = node.engine().name().toLowerCase(Locale.ROOT);
        Plants plants = Plants.of(engine);
        String collation = engine.equals("postgres")
                ? ""
                : node.query("SELECT @@collation_database").get(0);
        List<PlantedTable> tables = plants.tables(node.database(), collation);
        List<String> statements = new ArrayList<>();
        for (PlantedTable table : tables) {
            if (!table.schema().isEmpty()) {
                statements.add(table.fill("CREATE SCHEMA IF NOT EXISTS {s}"));
            }
            plants.base().forEach(sql -> statements.add(table.fill(sql)));
        }
        node.run(statements.toArray(String[]::new));
        return new PlantedNode(node, plants, tables);
    }

    void run(List<String> templates, PlantedTable table) {
        node.run(templates.stream().map(table::fill).toArray(String[]::new));
    }

    /** Ends the sessions of everybody else. */
    void disconnectOthers() {
        node.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
    }

    /** What somebody gets who takes the server's own lists for the schema. */
    String serversLists() {
        return String.join(
                "\n",
                node.query(
                        tables.get(0).engine().equals("postgres")
                                ? "SELECT c::text FROM pg_class c WHERE relkind IN ('r', 'i', 'S') AND relnamespace > 16000"
                                        + " OR relnamespace = 'public'::regnamespace ORDER BY oid"
                                : "SELECT CONCAT_WS(' ', TABLE_NAME, AUTO_INCREMENT, CREATE_TIME, TABLE_ROWS)"
                                        + " FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() ORDER BY 1"));
    }
}
