package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * One of the locks that a step names.
 *
 * @param mode such as {@code ACCESS EXCLUSIVE}
 * @param table what it is on
 */
record LockText(String mode, TableName table) {

    /** Those of a step, as {@link Locks} writes them. */
    static List<LockText> of(Step step) {
        List<LockText> locks = new ArrayList<>();
        for (String lock : step.getLock().split(", (?=[A-Z]+ [A-Z ]*on )", -1)) {
            int on = lock.indexOf(" on ");
            if (on >= 0) {
                locks.add(new LockText(lock.substring(0, on), TableName.of(lock.substring(on + 4))));
            }
        }
        return locks;
    }

    /** Whether the server writes it to its log, so that standbys take it as well. */
    boolean isRepeatedOnStandbys() {
        return mode.equals("ACCESS EXCLUSIVE");
    }
}
