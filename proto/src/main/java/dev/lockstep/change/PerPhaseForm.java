package dev.lockstep.change;

import dev.lockstep.v1.Phase;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * One value for every phase, or a mapping with a value for single phases.
 *
 * @param <T> what a value is read into
 */
final class PerPhaseForm<T> implements Form<Map<Phase, T>> {
    private final String what;
    private final Form<T> forAll;
    private final Map<Phase, Key<T>> keys = new EnumMap<>(Phase.class);
    private final Map<String, RefusedKey> refused;

    /**
     * @param what the mapping is, such as "the deadlines of phases"
     * @param forAll how the one value is written
     * @param forEach how a phase's own value is written; phases that are not named have none
     * @param refused phases that are known and will not do
     * @param example a value
     */
    PerPhaseForm(
            String what, Form<T> forAll, Map<Phase, Form<T>> forEach, Map<String, RefusedKey> refused, String example) {
        this.what = what;
        this.forAll = forAll;
        this.refused = refused;
        forEach.forEach(
                (phase, form) -> keys.put(phase, Key.optional(word(phase), form, example, "For " + phase + " only.")));
    }

    static String word(Phase phase) {
        return phase.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Optional<Map<Phase, T>> read(Node node, ProblemLog problems) {
        Map<Phase, T> values = new EnumMap<>(Phase.class);
        if (!(node instanceof MappingNode mapping)) {
            forAll.read(node, problems).ifPresent(value -> keys.keySet().forEach(phase -> values.put(phase, value)));
            return values.isEmpty() ? Optional.empty() : Optional.of(values);
        }
        if (mapping.getValue().isEmpty()) {
            String names = keys.keySet().stream().map(PerPhaseForm::word).collect(Collectors.joining(", "));
            problems.add(node, "expected " + what + " (" + names + "), found none");
            return Optional.empty();
        }
        Fields fields = new Fields(mapping, what, new ArrayList<>(keys.values()), refused, problems);
        keys.forEach((phase, key) -> fields.get(key).ifPresent(value -> values.put(phase, value)));
        return Optional.of(values);
    }

    @Override
    public Map<String, Object> schema() {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (Key<T> key : keys.values()) {
            Map<String, Object> schema = new LinkedHashMap<>(key.form().schema());
            schema.put("description", key.about());
            properties.put(key.name(), schema);
        }
        Map<String, Object> mapping = new LinkedHashMap<>();
        mapping.put("type", "object");
        mapping.put("properties", properties);
        mapping.put("minProperties", 1);
        mapping.put("additionalProperties", false);
        return Map.of("anyOf", List.of(forAll.schema(), mapping));
    }
}
