package dev.lockstep.integration.attack.requests;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts what became of hostile requests. */
final class RequestTally {
    private static final int MOST_SHOWN = 20;

    private final Map<RequestTrick, Integer> sent = new EnumMap<>(RequestTrick.class);
    private final List<String> findings = new ArrayList<>();

    void count(RequestTrick trick) {
        sent.merge(trick, 1, Integer::sum);
    }

    void find(String finding) {
        findings.add(finding);
    }

    int sent() {
        return sent.values().stream().mapToInt(Integer::intValue).sum();
    }

    int tricks() {
        return sent.size();
    }

    /** How many were taken, answered with a failure of the coordinator, or refused without saying why. */
    int wrong() {
        return findings.size();
    }

    List<String> findings() {
        return findings.subList(0, Math.min(MOST_SHOWN, findings.size()));
    }
}
