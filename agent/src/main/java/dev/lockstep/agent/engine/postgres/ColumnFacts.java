package dev.lockstep.agent.engine.postgres;

/**
 * A column as a planner sees it.
 *
 * @param fresh added by the same change: no row and no writer has it yet
 */
record ColumnFacts(
        String name,
        String type,
        boolean notNull,
        boolean hasDefault,
        boolean identity,
        boolean generated,
        boolean fresh) {

    /** Whether a writer that leaves it out still gets a row in. */
    boolean canBeLeftOut() {
        return !notNull || hasDefault || identity || generated;
    }

    static ColumnFacts added(String name, String type, boolean notNull, boolean hasDefault) {
        return new ColumnFacts(name, type, notNull, hasDefault, false, false, true);
    }
}
