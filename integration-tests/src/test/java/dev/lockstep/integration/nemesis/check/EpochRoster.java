package dev.lockstep.integration.nemesis.check;

import dev.lockstep.v1.Phase;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;

/** The nodes that an epoch binds: fewer when some leave, and some of them waived. Names, never a number. */
final class EpochRoster {
    private static final Set<Phase> WAIVABLE = EnumSet.of(Phase.EXPAND, Phase.BACKFILL, Phase.VALIDATE);

    private final Set<String> bound;
    private final Set<String> waived = new TreeSet<>();

    EpochRoster(Collection<String> bound) {
        this.bound = new TreeSet<>(bound);
    }

    static boolean mayBeWaived(Phase phase) {
        return WAIVABLE.contains(phase);
    }

    Set<String> names() {
        return bound;
    }

    Set<String> waived() {
        return waived;
    }

    boolean binds(String node) {
        return bound.contains(node);
    }

    boolean isWaived(String node) {
        return waived.contains(node);
    }

    void waive(String node) {
        waived.add(node);
    }

    void waiverEnded(String node) {
        waived.remove(node);
    }

    void left(String node) {
        bound.remove(node);
        waived.remove(node);
    }

    /** Who is bound and not among these. */
    Set<String> missing(Collection<String> seen) {
        Set<String> missing = new TreeSet<>(bound);
        missing.removeAll(seen);
        return missing;
    }

    /** As {@link #missing}, but nobody waits for a waived node. */
    Set<String> missingWithoutWaiver(Collection<String> seen) {
        Set<String> missing = missing(seen);
        missing.removeAll(waived);
        return missing;
    }
}
