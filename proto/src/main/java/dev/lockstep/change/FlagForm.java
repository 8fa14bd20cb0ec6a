package dev.lockstep.change;

import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** {@code true} or {@code false}. */
record FlagForm() implements Form<Boolean> {
    static final FlagForm FLAG = new FlagForm();

    @Override
    public Optional<Boolean> read(Node node, ProblemLog problems) {
        if (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.BOOL)) {
            return Optional.of(Boolean.parseBoolean(scalar.getValue()));
        }
        problems.add(node, "expected true or false, found " + Found.in(node));
        return Optional.empty();
    }

    @Override
    public Map<String, Object> schema() {
        return Map.of("type", "boolean");
    }
}
