package dev.lockstep.change;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * A mapping with known keys.
 *
 * @param owner what it describes, such as "add_column"
 * @param about what it means, for people
 * @param keys in the order in which they are usually written
 * @param refused keys that are known and will not do, by name
 * @param build makes the value, and logs what single keys cannot tell; is asked even where keys are wrong
 * @param <T> what it is read into
 */
record Shape<T>(
        String owner,
        String about,
        List<Key<?>> keys,
        Map<String, RefusedKey> refused,
        BiFunction<Fields, ProblemLog, T> build)
        implements Form<T> {

    /** A mapping of which every key is known or wrong. */
    Shape(String owner, String about, List<Key<?>> keys, BiFunction<Fields, ProblemLog, T> build) {
        this(owner, about, keys, Map.of(), build);
    }

    Shape {
        keys = List.copyOf(keys);
    }

    @Override
    public Optional<T> read(Node node, ProblemLog problems) {
        if (!(node instanceof MappingNode mapping)) {
            String names = keys.stream().map(Key::name).collect(Collectors.joining(", "));
            problems.add(
                    node, "expected the keys of " + owner + " (" + names + ") as a mapping, found " + Found.in(node));
            return Optional.empty();
        }
        return Optional.of(build.apply(new Fields(mapping, owner, keys, refused, problems), problems));
    }

    @Override
    public Map<String, Object> schema() {
        Map<String, Object> properties = new LinkedHashMap<>();
        keys.forEach(key -> properties.put(key.name(), schemaOf(key)));
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("description", about);
        schema.put("properties", properties);
        schema.put(
                "required", keys.stream().filter(Key::required).map(Key::name).toList());
        schema.put("additionalProperties", false);
        return schema;
    }

    private static Map<String, Object> schemaOf(Key<?> key) {
        Map<String, Object> schema = new LinkedHashMap<>(key.form().schema());
        schema.put("description", key.about());
        return schema;
    }
}
