package dev.lockstep.change;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** A mapping, read by its keys: every value is read and every problem logged, whatever else is wrong. */
final class Fields {
    private final MappingNode mapping;
    private final String owner;
    private final Map<String, RefusedKey> refused;
    private final ProblemLog problems;
    private final Map<String, NodeTuple> tuples = new LinkedHashMap<>();
    private final Map<Key<?>, Object> values = new HashMap<>();
    /** Required keys in whose stead another was found, replaced or refused. */
    private final Set<String> replaced = new HashSet<>();

    /**
     * Reads all keys of a mapping.
     *
     * @param owner what the mapping describes, such as "add_column"
     */
    Fields(
            MappingNode mapping,
            String owner,
            List<? extends Key<?>> keys,
            Map<String, RefusedKey> refused,
            ProblemLog problems) {
        this.mapping = mapping;
        this.owner = owner;
        this.problems = problems;
        this.refused = refused;
        List<String> names = keys.stream().map(Key::name).toList();
        mapping.getValue().forEach(tuple -> take(tuple, names));
        keys.forEach(this::read);
    }

    /** The value; empty when the key is not given or its value is wrong. */
    @SuppressWarnings("unchecked")
    <T> Optional<T> get(Key<T> key) {
        // Only read() fills the map, by the key's own form.
        return Optional.ofNullable((T) values.get(key));
    }

    /** Whether the key is given, rightly or wrongly. */
    boolean has(Key<?> key) {
        return tuples.containsKey(key.name());
    }

    /** Where the key's value begins; where the mapping does when the key is not given. */
    Place place(Key<?> key) {
        NodeTuple tuple = tuples.get(key.name());
        return tuple == null ? Place.of(mapping) : Place.of(tuple.getValueNode());
    }

    /** The key's value as it is written. */
    Optional<Node> node(Key<?> key) {
        return Optional.ofNullable(tuples.get(key.name())).map(NodeTuple::getValueNode);
    }

    Place place() {
        return Place.of(mapping);
    }

    private void take(NodeTuple tuple, List<String> names) {
        Node keyNode = tuple.getKeyNode();
        if (!(keyNode instanceof ScalarNode scalar)) {
            problems.add(keyNode, "expected a key of " + owner + ", found " + Found.in(keyNode));
            return;
        }
        String name = scalar.getValue();
        NodeTuple first = tuples.putIfAbsent(name, tuple);
        if (first != null) {
            int line = Place.of(first.getKeyNode()).line();
            problems.add(keyNode, "expected each key once, found `" + name + "` again; the first is at line " + line);
        } else if (refused.containsKey(name)) {
            RefusedKey key = refused.get(name);
            replaced.add(key.insteadOf());
            problems.add(keyNode, key.message());
        } else if (!names.contains(name)) {
            Optional<String> meant = NearestWord.of(name, names);
            meant.ifPresent(replaced::add);
            String hint = meant.map(word -> "did you mean `" + word + "`?")
                    .orElseGet(() -> "its keys are " + String.join(", ", names));
            problems.add(keyNode, "expected a key of " + owner + ", found " + Found.quoted(name) + "; " + hint);
        }
    }

    private <T> void read(Key<T> key) {
        NodeTuple tuple = tuples.get(key.name());
        if (tuple != null) {
            key.form().read(tuple.getValueNode(), problems).ifPresent(value -> values.put(key, value));
        } else if (key.required() && !replaced.contains(key.name())) {
            problems.add(
                    mapping,
                    "expected the key `" + key.name() + "` in " + owner + ", found none; add `" + key.name() + ": "
                            + key.example() + "`");
        }
    }
}
