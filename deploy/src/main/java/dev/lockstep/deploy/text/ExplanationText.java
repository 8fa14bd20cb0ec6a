package dev.lockstep.deploy.text;

import dev.lockstep.agent.engine.postgres.explain.Explanation;
import java.util.ArrayList;
import java.util.List;

/** What is told of statements, for people. */
public final class ExplanationText {

    private ExplanationText() {}

    public static List<String> of(List<Explanation> explanations) {
        List<String> lines = new ArrayList<>();
        for (Explanation each : explanations) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            add(lines, each);
        }
        return lines;
    }

    private static void add(List<String> lines, Explanation explanation) {
        explanation.sql().lines().forEach(lines::add);
        String error = explanation.error();
        if (error != null) {
            lines.add("  refused: " + error);
            return;
        }
        if (explanation.locks().isEmpty()) {
            lines.add("  locks nothing that was there");
        }
        explanation.locks().forEach(lock -> lines.add("  locks " + lock.relation() + " in " + lock.mode()));
        name(lines, "rewrites", explanation.rewrites());
        name(lines, "scans", explanation.scans());
        name(lines, "builds", explanation.indexBuilds());
        String safer = explanation.safer();
        if (safer != null) {
            lines.add("  safer, as a change:");
            safer.lines().forEach(line -> lines.add("    " + line));
        }
    }

    private static void name(List<String> lines, String verb, List<String> names) {
        if (!names.isEmpty()) {
            lines.add("  " + verb + " " + String.join(", ", names));
        }
    }
}
