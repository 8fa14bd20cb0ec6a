package dev.lockstep.integration.kill;

import dev.lockstep.coordinator.CoordinatorSettings;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What the rounds of a run have shown.
 *
 * @param leaderMillis from each kill of a leader to its successor's next decision
 * @param stoppedAgents how many agents were stopped past their session while another one took their place
 * @param staleEffects rows that they wrote into a ledger afterwards
 * @param servers how many servers were killed in the work on them
 * @param violations what was seen that must never be, one line for each round that did not end as it should
 */
record TakeoverReport(
        List<Long> leaderMillis, int stoppedAgents, long staleEffects, int servers, List<String> violations) {
    /** Session time-out and 2 s. */
    static final long LEADER_BOUND_MILLIS = CoordinatorSettings.DEFAULT_SESSION_TIMEOUT_MILLIS + 2_000;

    TakeoverReport {
        leaderMillis = leaderMillis.stream().sorted().toList();
        violations = List.copyOf(violations);
    }

    /** By the nearest rank: a time that was measured; 0 when none was. */
    private long percentile(int percent) {
        int rank = (leaderMillis.size() * percent + 99) / 100;
        return leaderMillis.isEmpty() ? 0 : leaderMillis.get(rank - 1);
    }

    String json() {
        return String.format(
                Locale.ROOT,
                "{\"leaders\":%d,\"leaderP50Millis\":%d,\"leaderP99Millis\":%d,\"leaderBoundMillis\":%d,"
                        + "\"stoppedAgents\":%d,\"staleEffects\":%d,\"servers\":%d,\"violations\":[%s]}%n",
                leaderMillis.size(),
                percentile(50),
                percentile(99),
                LEADER_BOUND_MILLIS,
                stoppedAgents,
                staleEffects,
                servers,
                violations.stream().map(TakeoverReport::quoted).collect(Collectors.joining(",")));
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\p{Cntrl}+", " ") + "\"";
    }

    String text() {
        String found = violations.isEmpty() ? "nothing is wrong" : String.join(System.lineSeparator(), violations);
        return String.format(
                Locale.ROOT,
                "leaders killed: %d; to the next decision: median %d ms, p99 %d ms (bound: %d ms)%n"
                        + "agents stopped past their session and replaced: %d; rows that they wrote afterwards: %d%n"
                        + "servers killed in the work on them: %d%n%s%n",
                leaderMillis.size(),
                percentile(50),
                percentile(99),
                LEADER_BOUND_MILLIS,
                stoppedAgents,
                staleEffects,
                servers,
                found);
    }
}
