package dev.lockstep.integration.drift;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What there is to plant on the nodes of an engine: {@code drift/postgres.yaml} and {@code drift/mysql.yaml} beside the tests. */
final class Plants {
    private final String engine;
    private final Map<?, ?> file;

    private Plants(String engine, Map<?, ?> file) {
        this.engine = engine;
        this.file = file;
    }

    /** For {@code postgres}, {@code mysql} or {@code mariadb}. */
    static Plants of(String engine) {
        String name = "/drift/" + (engine.equals("postgres") ? "postgres" : "mysql") + ".yaml";
        try (InputStream text = Objects.requireNonNull(Plants.class.getResourceAsStream(name), name)) {
            Object read = new Load(LoadSettings.builder().setLabel(name).build()).loadFromInputStream(text);
            return new Plants(engine, (Map<?, ?>) read);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    List<PlantedTable> tables(String database, String collation) {
        List<PlantedTable> tables = new ArrayList<>();
        for (Object each : list(file, "tables")) {
            Map<?, ?> table = (Map<?, ?>) each;
            tables.add(new PlantedTable(
                    engine,
                    table.containsKey("schema") ? text(table, "schema") : "",
                    text(table, "name"),
                    text(table, "short"),
                    database,
                    collation));
        }
        return tables;
    }

    /** Makes a table, and all that is planted upon. */
    List<String> base() {
        List<String> statements = new ArrayList<>();
        for (Object each : list(file, "base")) {
            if (each instanceof Map<?, ?> special) {
                if (isForThis(special)) {
                    statements.add(text(special, "sql"));
                }
            } else {
                statements.add(each.toString());
            }
        }
        return statements;
    }

    /** What is drift. */
    List<Plant> drifts() {
        return plants("plants");
    }

    /** What is not. */
    List<Plant> harmless() {
        return plants("harmless");
    }

    private List<Plant> plants(String key) {
        List<Plant> plants = new ArrayList<>();
        for (Object each : list(file, key)) {
            Map<?, ?> plant = (Map<?, ?>) each;
            if (isForThis(plant)) {
                plants.add(new Plant(
                        text(plant, "kind"),
                        texts(plant, "sql"),
                        texts(plant, "mend"),
                        texts(plant, "drift"),
                        Boolean.TRUE.equals(plant.get("reconnects"))));
            }
        }
        return plants;
    }

    private boolean isForThis(Map<?, ?> each) {
        return !each.containsKey("only") || text(each, "only").equals(engine);
    }

    private static String text(Map<?, ?> map, String key) {
        return Objects.requireNonNull(map.get(key), key).toString();
    }

    private static List<String> texts(Map<?, ?> map, String key) {
        return map.containsKey(key)
                ? list(map, key).stream().map(Object::toString).toList()
                : List.of();
    }

    private static List<?> list(Map<?, ?> map, String key) {
        return (List<?>) Objects.requireNonNull(map.get(key), key);
    }
}
