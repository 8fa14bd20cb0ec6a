package dev.lockstep.integration.attack.files;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts what became of hostile files. */
final class FileTally {
    private static final int MOST_SHOWN = 20;

    private final Map<FileTrick, Integer> given = new EnumMap<>(FileTrick.class);
    private final List<String> findings = new ArrayList<>();
    private int taken;

    void count(FileTrick trick, boolean isTaken) {
        given.merge(trick, 1, Integer::sum);
        taken += isTaken ? 1 : 0;
    }

    void find(String finding) {
        findings.add(finding);
    }

    int given() {
        return given.values().stream().mapToInt(Integer::intValue).sum();
    }

    int tricks() {
        return given.size();
    }

    /** How many were right, whatever they looked like. */
    int taken() {
        return taken;
    }

    /** How many were taken, or refused, wrongly. */
    int wrong() {
        return findings.size();
    }

    List<String> findings() {
        return findings.subList(0, Math.min(MOST_SHOWN, findings.size()));
    }
}
