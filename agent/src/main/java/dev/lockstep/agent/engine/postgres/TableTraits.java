package dev.lockstep.agent.engine.postgres;

import java.util.List;

/**
 * What is said of a table as a whole.
 *
 * @param comment empty for none
 * @param replicaIdentity as ALTER TABLE takes it, such as {@code DEFAULT}
 * @param users what needs the table from outside (views, foreign keys), in words
 * @param referrers foreign keys that refer to it, its own included
 * @param standIn what a view needs to stand in for it
 */
record TableTraits(
        String comment, String replicaIdentity, List<String> users, List<Referrer> referrers, StandIn standIn) {

    TableTraits(String comment, String replicaIdentity, List<String> users) {
        this(comment, replicaIdentity, users, List.of(), StandIn.NONE);
    }

    static final TableTraits PLAIN = new TableTraits("", "DEFAULT", List.of());

    TableTraits {
        users = List.copyOf(users);
        referrers = List.copyOf(referrers);
    }
}
