package dev.lockstep.agent.engine.postgres;

import com.google.protobuf.ByteString;
import dev.lockstep.v1.Finding;
import dev.lockstep.v1.ObjectChange;
import dev.lockstep.v1.Severity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether each step finds things as the steps before it leave them. Each table is rehearsed by itself, so two operations that change the same thing from two
 * tables, such as a foreign key, are seen only here; the second one would fail when it is too late to go back.
 */
final class EffectsInOrder {
    private EffectsInOrder() {}

    /** @param steps in the order in which they will run */
    static List<Finding> check(List<PlannedStep> steps, Map<StepDraft, List<ObjectChange>> effects) {
        List<Finding> findings = new ArrayList<>();
        Map<String, ByteString> left = new HashMap<>();
        Map<String, PlannedStep> last = new HashMap<>();
        for (PlannedStep step : steps) {
            for (ObjectChange effect : effects.getOrDefault(step.live(), List.of())) {
                ByteString found = left.put(effect.getPath(), effect.getAfter());
                PlannedStep earlier = last.put(effect.getPath(), step);
                if (found != null && earlier != null && !found.equals(effect.getBefore()) && findings.isEmpty()) {
                    findings.add(disagree(effect.getPath(), earlier, step));
                }
            }
        }
        return findings;
    }

    private static Finding disagree(String path, PlannedStep earlier, PlannedStep step) {
        String message =
                "expected %s to be changed by one operation of this change, or by both from the same table, but \"%s\" changes it and then \"%s\" does; make two changes of them"
                        .formatted(
                                path,
                                earlier.live().step().getSummary(),
                                step.live().step().getSummary());
        return Findings.finding(Severity.REFUSE, "operations-meet", message).toBuilder()
                .setLine(step.line())
                .build();
    }
}
