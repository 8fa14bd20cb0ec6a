package dev.lockstep.change;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A list with at least one item.
 *
 * @param what it holds, such as "columns"
 * @param item how each item is written
 * @param unique whether no item may be there twice
 * @param <T> what an item is read into
 */
record ListForm<T>(String what, Form<T> item, boolean unique) implements Form<List<T>> {

    @Override
    public Optional<List<T>> read(Node node, ProblemLog problems) {
        if (!(node instanceof SequenceNode list)) {
            problems.add(node, "expected a list of " + what + ", found " + Found.in(node));
            return Optional.empty();
        }
        if (list.getValue().isEmpty()) {
            problems.add(node, "expected a list of " + what + " with at least one item, found an empty list");
            return Optional.empty();
        }
        List<T> items = new ArrayList<>();
        Map<T, Place> first = new HashMap<>();
        for (Node itemNode : list.getValue()) {
            item.read(itemNode, problems).ifPresent(value -> {
                items.add(value);
                Place earlier = first.putIfAbsent(value, Place.of(itemNode));
                if (unique && earlier != null) {
                    problems.add(
                            itemNode,
                            "expected each of the " + what + " once, found " + Found.in(itemNode)
                                    + " again; the first is at line " + earlier.line());
                }
            });
        }
        return Optional.of(List.copyOf(items));
    }

    @Override
    public Map<String, Object> schema() {
        return unique
                ? Map.of("type", "array", "minItems", 1, "uniqueItems", true, "items", item.schema())
                : Map.of("type", "array", "minItems", 1, "items", item.schema());
    }
}
