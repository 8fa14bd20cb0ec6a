package dev.lockstep.integration.nemesis;

import dev.lockstep.integration.nemesis.check.Checker;
import dev.lockstep.integration.nemesis.check.Checker.RosterActs;
import dev.lockstep.integration.nemesis.check.History;
import dev.lockstep.integration.nemesis.check.LoadRecord;
import dev.lockstep.integration.nemesis.check.Violation;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What came of a run.
 *
 * @param done how many faults of each kind
 * @param history what was judged
 * @param logs where the logs are, as long as they are kept
 */
record NemesisReport(
        Map<Fault.Kind, Integer> done,
        Checker.Verdict verdict,
        History history,
        List<Violation> violations,
        Path logs) {

    LoadRecord load() {
        return history.load();
    }

    int faults() {
        return done.values().stream().mapToInt(Integer::intValue).sum();
    }

    String toJson() {
        String found = violations.stream().map(NemesisReport::json).collect(Collectors.joining(","));
        return String.format(
                Locale.ROOT,
                "{\"faults\":%d,\"epochs\":%d,\"rolledBack\":%d,\"statements\":%d,\"failedStatements\":%d,\"events\":%d,\"violations\":[%s]}",
                faults(),
                verdict.epochs(),
                verdict.rolledBack(),
                load().statements(),
                load().failures().size(),
                history.events(),
                found);
    }

    private static String json(Violation violation) {
        return "{\"invariant\":" + quoted(violation.invariant()) + ",\"where\":" + quoted(violation.where())
                + ",\"what\":" + quoted(violation.what()) + "}";
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(each -> {
            if (each == '"' || each == '\\') {
                quoted.append('\\').append((char) each);
            } else if (each < ' ') {
                quoted.append(String.format("\\u%04x", each));
            } else {
                quoted.append((char) each);
            }
        });
        return quoted.append('"').toString();
    }

    String toText() {
        StringBuilder text = new StringBuilder();
        text.append(faults()).append(" faults ").append(done).append('\n');
        text.append(verdict.epochs())
                .append(" epochs, ")
                .append(verdict.rolledBack())
                .append(" of them rolled back\n");
        RosterActs roster = verdict.roster();
        text.append(String.format(
                Locale.ROOT,
                "%d waivers, %d departures, %d admissions, %d of them of restored nodes%n",
                roster.waivers(),
                roster.departures(),
                roster.admissions(),
                roster.ofRestored()));
        text.append(load().statements())
                .append(" statements of the application, ")
                .append(load().failures().size())
                .append(" failed: ")
                .append(load().failures().size() - verdict.unexplainedFailures())
                .append(" by faults at their server, ")
                .append(verdict.unexplainedFailures())
                .append(" by nothing else than Lockstep\n");
        if (violations.isEmpty()) {
            return text.append("no violation\n").toString();
        }
        text.append(violations.size()).append(" violations\n");
        violations.forEach(violation -> text.append("  ").append(violation).append('\n'));
        return text.toString();
    }
}
