package dev.lockstep.change;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.lockstep.golden.GoldenFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** The shipped JSON Schema and the reader know the same keys. */
class ChangeSchemaTest {
    private static final Path FILE = Path.of("src/main/resources/lockstep/change.schema.json");

    /** The keywords in the order in which people like to read them. */
    private static final List<String> ORDER = List.of(
            "description",
            "type",
            "enum",
            "pattern",
            "minimum",
            "maximum",
            "minLength",
            "maxLength",
            "minItems",
            "uniqueItems",
            "minProperties",
            "maxProperties",
            "examples",
            "anyOf",
            "items",
            "properties",
            "required",
            "additionalProperties");

    @Test
    void theShippedSchemaIsTheOneThatTheReaderDescribes() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "Lockstep change file");
        schema.putAll(ordered(ChangeForm.SHAPE.schema()));

        String json = new GsonBuilder()
                        .setPrettyPrinting()
                        .disableHtmlEscaping()
                        .create()
                        .toJson(schema) + "\n";

        GoldenFile.assertSame(FILE, json);
        if (!GoldenFile.isWriting()) {
            assertThat(ChangeSchema.json()).isEqualTo(json);
        }
    }

    /** Views cannot stand beside some of the operations, so they have a file of their own. */
    @Test
    void theFilesWithEveryKeyHaveExactlyTheKeysOfTheSchema() {
        Set<String> written = new TreeSet<>();
        for (String file : List.of("every-key.yaml", "views.yaml")) {
            String text = GoldenFile.read(ChangeFiles.GOOD.resolve(file));
            Optional<Node> root = new YamlText(text, new ProblemLog(file)).document();
            collectKeys(root.orElseThrow(), "", written);
            assertThat(ChangeFiles.problems(text))
                    .as("what the reader says of each key of " + file)
                    .isEmpty();
        }

        Set<String> known = new TreeSet<>();
        collectKeys(JsonParser.parseString(GoldenFile.read(FILE)).getAsJsonObject(), "", known);

        assertThat(written).as("add what is missing to every-key.yaml").isEqualTo(known);
    }

    @Test
    void everyKeyHasADescription() {
        collectDescriptions(JsonParser.parseString(GoldenFile.read(FILE)).getAsJsonObject(), "");
    }

    private static void collectKeys(Node node, String path, Set<String> keys) {
        if (node instanceof SequenceNode list) {
            list.getValue().forEach(item -> collectKeys(item, path, keys));
        } else if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(tuple -> {
                String below = path + "/" + ((ScalarNode) tuple.getKeyNode()).getValue();
                keys.add(below);
                collectKeys(tuple.getValueNode(), below, keys);
            });
        }
    }

    private static void collectKeys(JsonObject schema, String path, Set<String> keys) {
        if (schema.has("items")) {
            collectKeys(schema.getAsJsonObject("items"), path, keys);
        }
        if (schema.has("anyOf")) {
            schema.getAsJsonArray("anyOf").forEach(option -> collectKeys(option.getAsJsonObject(), path, keys));
        }
        for (Map.Entry<String, JsonElement> property : properties(schema).entrySet()) {
            String below = path + "/" + property.getKey();
            keys.add(below);
            collectKeys(property.getValue().getAsJsonObject(), below, keys);
        }
    }

    private static void collectDescriptions(JsonObject schema, String path) {
        if (schema.has("items")) {
            collectDescriptions(schema.getAsJsonObject("items"), path);
        }
        for (Map.Entry<String, JsonElement> property : properties(schema).entrySet()) {
            JsonObject below = property.getValue().getAsJsonObject();
            assertThat(below.has("description"))
                    .as(path + "/" + property.getKey())
                    .isTrue();
            assertThat(below.get("description").getAsString()).endsWith(".");
            collectDescriptions(below, path + "/" + property.getKey());
        }
    }

    private static Map<String, JsonElement> properties(JsonObject schema) {
        Map<String, JsonElement> properties = new LinkedHashMap<>();
        if (schema.has("properties")) {
            schema.getAsJsonObject("properties")
                    .entrySet()
                    .forEach(property -> properties.put(property.getKey(), property.getValue()));
        }
        return properties;
    }

    private static Map<String, Object> ordered(Map<?, ?> schema) {
        Map<String, Object> ordered = new LinkedHashMap<>();
        assertThat(ORDER)
                .as("the keywords in use")
                .containsAll(schema.keySet().stream().map(String::valueOf).toList());
        for (String keyword : ORDER) {
            Object value = schema.get(keyword);
            if (value != null) {
                ordered.put(
                        keyword,
                        keyword.equals("properties") ? orderedProperties((Map<?, ?>) value) : orderedValue(value));
            }
        }
        return ordered;
    }

    private static Map<String, Object> orderedProperties(Map<?, ?> properties) {
        Map<String, Object> ordered = new LinkedHashMap<>();
        properties.forEach((name, schema) -> ordered.put((String) name, ordered((Map<?, ?>) schema)));
        return ordered;
    }

    private static Object orderedValue(Object value) {
        if (value instanceof Map<?, ?> schema) {
            return ordered(schema);
        }
        return value instanceof List<?> list
                ? list.stream().map(ChangeSchemaTest::orderedValue).toList()
                : value;
    }
}
