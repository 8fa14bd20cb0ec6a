package dev.lockstep.agent.engine.postgres;

/** What the server keeps in its catalog for itself, and nobody named. */
final class ServersOwn {

    /**
     * Leaves out of {@code pg_constraint k} what a foreign key to a partitioned table has for each partition there. Those rows say nothing that the foreign key does not, come
     * and go with the partitions of the other table, and have names that are chosen otherwise from version to version.
     */
    static final String NOT_FOR_ONE_PARTITION = """
            NOT (k.contype = 'f' AND EXISTS (SELECT 1 FROM pg_constraint whole WHERE whole.oid = k.conparentid AND whole.conrelid = k.conrelid))""";

    private ServersOwn() {}
}
