package dev.lockstep.rollout;

import dev.lockstep.v1.FailurePolicy;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.PhaseDeadline;
import dev.lockstep.v1.PhasePolicy;
import dev.lockstep.v1.Rollout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What a change says about failures: the one place that knows which word holds in which phase. */
public final class RolloutPolicy {
    /** The phases that nodes can be late in; RELEASE waits for people. */
    public static final List<Phase> WITH_DEADLINE =
            List.of(Phase.PREFLIGHT, Phase.EXPAND, Phase.BACKFILL, Phase.VALIDATE, Phase.CONTRACT);

    private static final List<Phase> EVERY_PHASE =
            List.of(Phase.PREFLIGHT, Phase.EXPAND, Phase.BACKFILL, Phase.VALIDATE, Phase.RELEASE, Phase.CONTRACT);

    private RolloutPolicy() {}

    /** What happens when a node fails in this phase, or is not through in time; never unspecified. */
    public static FailurePolicy onFailure(Rollout rollout, Phase phase) {
        FailurePolicy wanted = rollout.getPoliciesList().stream()
                .filter(own -> own.getPhase() == phase)
                .map(PhasePolicy::getPolicy)
                .findFirst()
                .orElse(rollout.getOnFailure());
        return switch (phase) {
            case PREFLIGHT -> wanted == FailurePolicy.FAILURE_POLICY_UNSPECIFIED ? FailurePolicy.PAUSE : wanted;
            case EXPAND, BACKFILL, VALIDATE ->
                wanted == FailurePolicy.ROLLBACK ? FailurePolicy.ROLLBACK : FailurePolicy.PAUSE;
            // Going back from RELEASE can lose data, so a person confirms it (rule G5); from CONTRACT there is no way
            // back.
            case RELEASE, CONTRACT, PHASE_UNSPECIFIED, UNRECOGNIZED -> FailurePolicy.PAUSE;
        };
    }

    /** How long the phase may take, in milliseconds; 0 for no limit. */
    public static long deadlineMillis(Rollout rollout, Phase phase) {
        return rollout.getDeadlinesList().stream()
                .filter(own -> own.getPhase() == phase && WITH_DEADLINE.contains(phase))
                .map(PhaseDeadline::getMillis)
                .findFirst()
                .orElse(0L);
    }

    /** The same for people, one sentence each; never empty. */
    public static List<String> inWords(Rollout rollout) {
        List<String> sentences = new ArrayList<>();
        sentences.add("on failure: " + failuresInWords(rollout));
        if (rollout.hasRetries()) {
            sentences.add("retries: " + rollout.getRetries() + waitsInWords(rollout));
        } else if (rollout.getRetryWaitMillis() > 0) {
            sentences.add("retries: as long as the agent's own time for a step allows" + waitsInWords(rollout));
        }
        String deadlines = WITH_DEADLINE.stream()
                .filter(phase -> deadlineMillis(rollout, phase) > 0)
                .map(phase -> phase + " " + duration(deadlineMillis(rollout, phase)))
                .collect(Collectors.joining(", "));
        if (!deadlines.isEmpty()) {
            sentences.add("deadline: " + deadlines);
        }
        return sentences;
    }

    private static String failuresInWords(Rollout rollout) {
        Map<FailurePolicy, List<String>> phases = new LinkedHashMap<>();
        for (Phase phase : EVERY_PHASE) {
            phases.computeIfAbsent(onFailure(rollout, phase), policy -> new ArrayList<>())
                    .add(phase.name());
        }
        if (phases.size() == 1) {
            return "pause in every phase";
        }
        return phases.entrySet().stream()
                .map(policy ->
                        policy.getKey().name().toLowerCase(Locale.ROOT) + " in " + String.join(", ", policy.getValue()))
                .collect(Collectors.joining("; "));
    }

    private static String waitsInWords(Rollout rollout) {
        return rollout.getRetryWaitMillis() == 0
                ? ""
                : ", with waits of up to " + duration(rollout.getRetryWaitMillis()) + " between them";
    }

    /** As it is written in a file, such as {@code 1h30m}; parts of a second are rounded down. */
    public static String duration(long millis) {
        Duration time = Duration.ofMillis(millis);
        String text = part(time.toDaysPart(), "d")
                + part(time.toHoursPart(), "h")
                + part(time.toMinutesPart(), "m")
                + part(time.toSecondsPart(), "s");
        return text.isEmpty() ? "0s" : text;
    }

    private static String part(long amount, String unit) {
        return amount == 0 ? "" : amount + unit;
    }
}
