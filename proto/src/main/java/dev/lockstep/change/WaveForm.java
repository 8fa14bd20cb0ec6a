package dev.lockstep.change;

import dev.lockstep.change.RolloutForm.PlacedWave;
import dev.lockstep.v1.Wave;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** One wave of {@code rollout}. */
final class WaveForm {
    private static final Pattern LABEL_OR_NAME = Pattern.compile("[^=\\s]+(=[^=\\s]+)?");

    private static final Key<String> NODES = Key.optional(
            "nodes",
            new TextForm(
                    "\"label=value\" or the name of a node",
                    text -> LABEL_OR_NAME.matcher(text).matches()
                            ? Optional.empty()
                            : Optional.of("\"label=value\" or the name of a node"),
                    Map.of("type", "string", "pattern", "^" + LABEL_OR_NAME + "$")),
            "\"canary=true\"",
            "\"label=value\", or the name of a node.");
    private static final Key<Integer> PERCENT = Key.optional(
            "percent", new WholeForm(1, 100), "25", "Part of the fleet, by the order of names, in per cent.");

    static final Shape<PlacedWave> SHAPE =
            new Shape<>("a wave", "Nodes that may begin together.", List.of(NODES, PERCENT), WaveForm::build);

    private WaveForm() {}

    private static PlacedWave build(Fields fields, ProblemLog problems) {
        if (fields.has(NODES) == fields.has(PERCENT)) {
            problems.add(
                    fields.place(),
                    "expected `nodes` or `percent` in a wave, found " + (fields.has(NODES) ? "both" : "neither"));
        }
        Wave.Builder wave = Wave.newBuilder();
        fields.get(NODES).ifPresent(wave::setNodes);
        fields.get(PERCENT).ifPresent(wave::setPercent);
        return new PlacedWave(wave.build(), fields.place());
    }
}
