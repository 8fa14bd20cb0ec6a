package dev.lockstep.change;

import dev.lockstep.rollout.RolloutPolicy;
import dev.lockstep.v1.FailurePolicy;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.PhaseDeadline;
import dev.lockstep.v1.PhasePolicy;
import dev.lockstep.v1.Rollout;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The part of {@code rollout} that says what happens when a node fails, or takes too long. */
final class FailureForms {
    private static final String LEFT_OUT_IN_PREFLIGHT = "a node can be left out in preflight only, before anything was"
            + " changed on it; write `on_failure: {preflight: quarantine}`";

    private static final Key<Map<Phase, FailurePolicy>> ON_FAILURE = Key.optional(
            "on_failure",
            new PerPhaseForm<>(
                    "a policy of phases",
                    policies(Map.of("quarantine", LEFT_OUT_IN_PREFLIGHT)),
                    byPhase(),
                    Map.of(),
                    "pause"),
            "pause",
            "What happens when a node fails, or is not through in time: pause (when not given) or rollback; or a word for each"
                    + " phase. In RELEASE and CONTRACT the epoch always pauses.");
    private static final Key<Integer> RETRIES = Key.optional(
            "retries",
            new WholeForm(0, 1_000),
            "5",
            "How often a step is tried again after something that may go away by itself, such as a lock that is not given;"
                    + " for ten minutes when not given.");
    private static final Key<Duration> RETRY_WAIT = Key.optional(
            "retry_wait",
            new SomeTimeForm(),
            "10s",
            "The longest wait between two tries, each of which is random and longer than the one before on average; 30s when not"
                    + " given.");
    private static final Key<Map<Phase, Duration>> DEADLINE = Key.optional(
            "deadline",
            new PerPhaseForm<>(
                    "the deadlines of phases",
                    new SomeTimeForm(),
                    deadlines(),
                    Map.of(
                            "release",
                            new RefusedKey(
                                    "",
                                    "RELEASE waits for people and for its soak time, so it has no deadline; leave"
                                            + " `release` out")),
                    "30m"),
            "30m",
            "How long a phase may take until the policy of `on_failure` holds: one time for each phase, or a time for single"
                    + " phases; no limit when not given.");

    /** In the order in which they are usually written. */
    static final List<Key<?>> KEYS = List.of(ON_FAILURE, RETRIES, RETRY_WAIT, DEADLINE);

    private FailureForms() {}

    private static WordForm<FailurePolicy> policies(Map<String, String> refused) {
        Map<String, FailurePolicy> policies = new LinkedHashMap<>();
        policies.put("pause", FailurePolicy.PAUSE);
        policies.put("rollback", FailurePolicy.ROLLBACK);
        policies.keySet().removeAll(refused.keySet());
        return new WordForm<>("what to do on failure", policies, refused);
    }

    private static Map<Phase, Form<FailurePolicy>> byPhase() {
        Map<Phase, Form<FailurePolicy>> forms = new EnumMap<>(Phase.class);
        Map<String, FailurePolicy> inPreflight =
                new LinkedHashMap<>(policies(Map.of()).words());
        inPreflight.put("quarantine", FailurePolicy.QUARANTINE);
        forms.put(Phase.PREFLIGHT, new WordForm<>("what to do on failure in preflight", inPreflight, Map.of()));
        for (Phase phase : List.of(Phase.EXPAND, Phase.BACKFILL, Phase.VALIDATE)) {
            forms.put(phase, policies(Map.of("quarantine", LEFT_OUT_IN_PREFLIGHT)));
        }
        forms.put(
                Phase.RELEASE,
                policies(Map.of(
                        "quarantine",
                        LEFT_OUT_IN_PREFLIGHT,
                        "rollback",
                        "going back from RELEASE can lose what only the new shape holds, so a person decides; write"
                                + " `release: pause`")));
        forms.put(
                Phase.CONTRACT,
                policies(Map.of(
                        "quarantine",
                        LEFT_OUT_IN_PREFLIGHT,
                        "rollback",
                        "there is no way back from CONTRACT: the old shape may be gone; write `contract: pause`")));
        return forms;
    }

    private static Map<Phase, Form<Duration>> deadlines() {
        Map<Phase, Form<Duration>> forms = new EnumMap<>(Phase.class);
        for (Phase phase : RolloutPolicy.WITH_DEADLINE) {
            forms.put(phase, new SomeTimeForm());
        }
        return forms;
    }

    static void build(Fields fields, ProblemLog problems, Rollout.Builder rollout) {
        fields.get(ON_FAILURE).ifPresent(policies -> addPolicies(policies, isForAll(fields), rollout));
        fields.get(RETRIES).ifPresent(rollout::setRetries);
        fields.get(RETRY_WAIT).ifPresent(wait -> rollout.setRetryWaitMillis(wait.toMillis()));
        if (fields.get(RETRIES).orElse(1) == 0 && fields.has(RETRY_WAIT)) {
            problems.add(
                    fields.place(RETRY_WAIT),
                    "expected no `retry_wait`, because `retries` is 0; leave one of them out");
        }
        fields.get(DEADLINE)
                .ifPresent(deadlines -> deadlines.forEach((phase, time) -> rollout.addDeadlines(
                        PhaseDeadline.newBuilder().setPhase(phase).setMillis(time.toMillis()))));
    }

    private static boolean isForAll(Fields fields) {
        return fields.node(ON_FAILURE)
                .filter(node -> node instanceof org.snakeyaml.engine.v2.nodes.ScalarNode)
                .isPresent();
    }

    /** One word stays one word, so that files from before mean the same bytes; of a mapping, what is not the rule is kept. */
    private static void addPolicies(Map<Phase, FailurePolicy> policies, boolean forAll, Rollout.Builder rollout) {
        if (forAll) {
            Optional<FailurePolicy> one = policies.values().stream().findFirst();
            one.ifPresent(rollout::setOnFailure);
            return;
        }
        policies.forEach((phase, policy) -> {
            if (policy != FailurePolicy.PAUSE) {
                rollout.addPolicies(PhasePolicy.newBuilder().setPhase(phase).setPolicy(policy));
            }
        });
    }
}
