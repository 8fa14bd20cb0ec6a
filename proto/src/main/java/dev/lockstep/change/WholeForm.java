package dev.lockstep.change;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A whole number between two others, both included. */
record WholeForm(int least, int most) implements Form<Integer> {
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,9}");

    @Override
    public Optional<Integer> read(Node node, ProblemLog problems) {
        if (node instanceof ScalarNode scalar
                && scalar.getTag().equals(Tag.INT)
                && DIGITS.matcher(scalar.getValue()).matches()) {
            int value = Integer.parseInt(scalar.getValue());
            if (value >= least && value <= most) {
                return Optional.of(value);
            }
        }
        problems.add(node, "expected a whole number from " + least + " to " + most + ", found " + Found.in(node));
        return Optional.empty();
    }

    @Override
    public Map<String, Object> schema() {
        return Map.of("type", "integer", "minimum", least, "maximum", most);
    }
}
