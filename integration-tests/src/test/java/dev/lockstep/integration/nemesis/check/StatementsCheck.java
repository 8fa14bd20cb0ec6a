package dev.lockstep.integration.nemesis.check;

import dev.lockstep.integration.nemesis.check.LoadRecord.Disturbance;
import dev.lockstep.integration.nemesis.check.LoadRecord.Failure;
import java.util.List;
import java.util.Set;

/**
 * The statements that failed. A server that was killed, or that had no room, explains lost connections and refusals; a step that nobody drives, because its agent was
 * stopped, explains lock time-outs. Nothing explains a column that is not there, or one that must not be null.
 */
final class StatementsCheck {
    /** What recovery may take after a server is up again, and after an agent is. */
    private static final long GRACE_MILLIS = 15_000;

    private static final Set<String> NEVER = Set.of("42703", "42P01", "23502", "42S22", "42S02", "23505");
    /** MySQL's family says the same by numbers: unknown column and table, null, no default, duplicate. */
    private static final Set<Integer> NEVER_NUMBERS = Set.of(1054, 1146, 1048, 1364, 1062);

    private static final Set<String> LOCK_TIMEOUTS = Set.of("55P03", "41000");
    private static final int MYSQL_LOCK_TIMEOUT = 1205;

    private final History history;
    private final Findings findings;

    StatementsCheck(History history, Findings findings) {
        this.history = history;
        this.findings = findings;
    }

    void run() {
        for (Failure failure : history.load().failures()) {
            findings.require(
                    isExplained(failure, history.load().disturbances()),
                    "load",
                    failure.node(),
                    "a statement failed at " + failure.toMillis() + " ms, and no fault explains it: " + failure.sql()
                            + ": " + failure.sqlState() + " " + failure.message());
        }
    }

    /** Whether a fault, and not Lockstep, has made a statement fail. */
    static boolean isExplained(Failure failure, List<Disturbance> disturbances) {
        if (NEVER.contains(failure.sqlState()) || NEVER_NUMBERS.contains(failure.vendorCode())) {
            return false;
        }
        boolean isLock = LOCK_TIMEOUTS.contains(failure.sqlState()) || failure.vendorCode() == MYSQL_LOCK_TIMEOUT;
        String number = failure.node().substring(failure.node().lastIndexOf('-'));
        return disturbances.stream()
                .filter(each -> each.fromMillis() <= failure.toMillis()
                        && each.toMillis() + GRACE_MILLIS >= failure.fromMillis())
                .anyMatch(each -> each.part().equals(failure.node()) || isLock && each.part().equals("agent" + number));
    }
}
