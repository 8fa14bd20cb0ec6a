package dev.lockstep.integration.drift;

import dev.lockstep.v1.Drift;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Counts what was planted, what of it was found, and what would have been found by somebody who looks less well. */
final class DriftTally {
    private static final Map<String, Predicate<String>> WORSE_EYES = Map.of(
            "compares names only", line -> !line.startsWith("changed "),
            "looks at tables and columns only", line -> !line.contains("/") || line.contains("/column:"),
            "sees only what is gone", line -> line.startsWith("missing "));

    private final TreeSet<String> kinds = new TreeSet<>();
    private final List<String> missed = new ArrayList<>();
    private final List<String> alarms = new ArrayList<>();
    private final Map<String, Integer> controls = new LinkedHashMap<>();
    private int planted;
    private int harmless;

    DriftTally() {
        WORSE_EYES.keySet().stream().sorted().forEach(eye -> controls.put(eye, 0));
        controls.put("takes the server's own lists for the schema", 0);
    }

    void countDrift(Planted each, List<Drift> found) {
        planted++;
        kinds.add(each.table().engine() + " " + each.plant().kind());
        TreeSet<String> expected = each.expected();
        TreeSet<String> shown = Planted.shown(found);
        if (!shown.equals(expected)) {
            missed.add(each + ": expected " + expected + ", found " + shown);
        }
        WORSE_EYES.forEach((eye, sees) -> {
            if (shown.stream().noneMatch(sees)) {
                controls.merge(eye, 1, Integer::sum);
            }
        });
    }

    void countHarmless(Planted each, List<Drift> found, boolean seenByLists) {
        harmless++;
        if (!found.isEmpty()) {
            alarms.add(each + ": expected no drift, found " + Planted.shown(found));
        }
        if (seenByLists) {
            controls.merge("takes the server's own lists for the schema", 1, Integer::sum);
        }
    }

    /** Something is found after all was mended. */
    void countRest(List<Planted> mended, List<Drift> still) {
        alarms.add("mended, and nothing else planted after it: " + mended + ": expected no drift, found " + still);
    }

    int planted() {
        return planted;
    }

    int kinds() {
        return kinds.size();
    }

    int harmless() {
        return harmless;
    }

    /** What was not found, or taken for something else. */
    List<String> missed() {
        return missed;
    }

    /** What was found where nothing was. */
    List<String> alarms() {
        return alarms;
    }

    /** Those who look less well, and how often each was wrong. */
    Map<String, Integer> controls() {
        return controls;
    }
}
