package dev.lockstep.agent.engine.postgres;

import java.util.ArrayList;
import java.util.List;

/**
 * What is said of a table as a whole.
 *
 * @param comment empty for none
 * @param replicaIdentity as ALTER TABLE takes it, such as {@code DEFAULT}
 * @param users what needs the table from outside (views, foreign keys), in words
 * @param referrers foreign keys that refer to it, its own included
 * @param partitioning its partitions
 * @param standIn what a view needs to stand in for it
 * @param keepsakes what would go with a column, an index or a constraint that is made anew
 * @param leaving what the change takes from it, and is there until CONTRACT
 */
record TableTraits(
        String comment,
        String replicaIdentity,
        List<String> users,
        List<Referrer> referrers,
        Partitioning partitioning,
        StandIn standIn,
        List<Keepsake> keepsakes,
        Leaving leaving) {

    TableTraits(
            String comment,
            String replicaIdentity,
            List<String> users,
            List<Referrer> referrers,
            Partitioning partitioning,
            StandIn standIn,
            List<Keepsake> keepsakes) {
        this(comment, replicaIdentity, users, referrers, partitioning, standIn, keepsakes, Leaving.NONE);
    }

    TableTraits(
            String comment,
            String replicaIdentity,
            List<String> users,
            List<Referrer> referrers,
            Partitioning partitioning,
            StandIn standIn) {
        this(comment, replicaIdentity, users, referrers, partitioning, standIn, List.of());
    }

    TableTraits(String comment, String replicaIdentity, List<String> users) {
        this(comment, replicaIdentity, users, List.of(), Partitioning.NONE, StandIn.NONE);
    }

    static final TableTraits PLAIN = new TableTraits("", "DEFAULT", List.of());

    TableTraits {
        users = List.copyOf(users);
        referrers = List.copyOf(referrers);
        keepsakes = List.copyOf(keepsakes);
    }

    TableTraits withUsers(List<String> others) {
        return new TableTraits(comment, replicaIdentity, others, referrers, partitioning, standIn, keepsakes, leaving);
    }

    TableTraits withReferrer(Referrer referrer) {
        List<Referrer> more = new ArrayList<>(referrers);
        more.add(referrer);
        return new TableTraits(comment, replicaIdentity, users, more, partitioning, standIn, keepsakes, leaving);
    }

    TableTraits with(Partitioning other) {
        return new TableTraits(comment, replicaIdentity, users, referrers, other, standIn, keepsakes, leaving);
    }

    TableTraits with(Leaving other) {
        return new TableTraits(comment, replicaIdentity, users, referrers, partitioning, standIn, keepsakes, other);
    }
}
