package dev.lockstep.integration.drift;

import java.util.Map;

/**
 * A table beside which things are planted, and what stands for it in a template.
 *
 * @param engine of its node
 * @param schema where it is; empty where a node has but one
 * @param name as it is
 * @param id a short name, the only one of its node
 * @param database of its node
 * @param collation that new tables of its node get
 */
record PlantedTable(String engine, String schema, String name, String id, String database, String collation) {

    /** A template with this table in it. */
    String fill(String template) {
        String filled = template;
        for (Map.Entry<String, String> each : words().entrySet()) {
            filled = filled.replace("{" + each.getKey() + "}", each.getValue());
        }
        return filled;
    }

    private Map<String, String> words() {
        if (engine.equals("postgres")) {
            String home = inQuotes(schema, '"');
            String prefix = schema.equals("public") ? "" : schema + ".";
            return Map.of(
                    "t",
                    home + "." + inQuotes(name, '"'),
                    "s",
                    schema.matches("[a-z]+") ? schema : home,
                    "x",
                    id,
                    "p",
                    "table:" + prefix + name,
                    "q",
                    prefix,
                    "d",
                    inQuotes(database, '"'));
        }
        return Map.of(
                "t",
                inQuotes(name, '`'),
                "x",
                id,
                "p",
                "table:" + name.replace("%", "%25").replace("/", "%2F"),
                "c",
                collation);
    }

    private static String inQuotes(String text, char quote) {
        return quote + text.replace(String.valueOf(quote), String.valueOf(quote) + quote) + quote;
    }
}
