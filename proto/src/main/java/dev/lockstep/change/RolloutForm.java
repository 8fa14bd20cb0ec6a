package dev.lockstep.change;

import dev.lockstep.v1.FailurePolicy;
import dev.lockstep.v1.Rollout;
import dev.lockstep.v1.Wave;
import java.util.List;
import java.util.stream.Stream;

/** {@code rollout}: how a change goes through the fleet. */
final class RolloutForm {
    private static final int EVERYBODY_PERCENT = 100;

    private static final Key<List<PlacedWave>> WAVES = Key.optional(
            "waves",
            new ListForm<>("waves", WaveForm.SHAPE, false),
            "[{nodes: \"canary=true\"}, {percent: 100}]",
            "Who may work on a phase first, and who next; one wave with every node when not given.");
    private static final Key<Integer> MAX_PARALLEL = Key.optional(
            "max_parallel",
            new WholeForm(1, 100_000),
            "8",
            "How many nodes may work on a phase at once; no limit when not given.");
    static final Shape<Rollout> SHAPE = new Shape<>(
            "rollout",
            "How the change goes through the fleet.",
            Stream.concat(Stream.of(WAVES, MAX_PARALLEL), FailureForms.KEYS.stream())
                    .toList(),
            RolloutForm::build);

    /** What holds when the file says nothing. */
    static final Rollout DEFAULT =
            Rollout.newBuilder().setOnFailure(FailurePolicy.PAUSE).build();

    private RolloutForm() {}

    /** A wave and where it stands. */
    record PlacedWave(Wave wave, Place place) {}

    private static Rollout build(Fields fields, ProblemLog problems) {
        Rollout.Builder rollout = DEFAULT.toBuilder();
        fields.get(WAVES).ifPresent(waves -> {
            checkWaves(waves, problems);
            waves.forEach(placed -> rollout.addWaves(placed.wave()));
        });
        fields.get(MAX_PARALLEL).ifPresent(rollout::setMaxParallel);
        FailureForms.build(fields, problems, rollout);
        return rollout.build();
    }

    private static void checkWaves(List<PlacedWave> waves, ProblemLog problems) {
        int reached = 0;
        for (PlacedWave placed : waves) {
            int percent = placed.wave().getPercent();
            if (percent > 0 && percent <= reached) {
                problems.add(
                        placed.place(),
                        "expected more than the " + reached + " per cent of the wave before, found " + percent
                                + "; waves only grow");
            }
            reached = Math.max(reached, percent);
        }
        if (waves.isEmpty()) {
            return;
        }
        PlacedWave last = waves.get(waves.size() - 1);
        boolean isWrongAlready = last.wave().getMembersCase() == Wave.MembersCase.MEMBERS_NOT_SET;
        if (!isWrongAlready && last.wave().getPercent() != EVERYBODY_PERCENT) {
            problems.add(
                    last.place(),
                    "expected the last wave to reach every node, found one that may not; end with `- percent: 100`");
        }
    }
}
