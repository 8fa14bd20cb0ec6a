package dev.lockstep.agent.engine.postgres;

/**
 * Something that depends on a column.
 *
 * @param column the column
 * @param name of the dependent, for those kinds that a planner handles
 * @param description in the server's words
 */
record Dependent(String column, Kind kind, String name, String description) {

    /** What a planner can do about it. */
    enum Kind {
        /** An index that stands behind no constraint: dropped first, concurrently. */
        INDEX,
        /** A rule about this column alone: goes with it. */
        OWN_CHECK,
        /** A unique constraint over this column alone: goes with it. */
        OWN_UNIQUE,
        /** A sequence that belongs to the column: goes with it. */
        OWN_SEQUENCE,
        /** Statistics: go with it, and are no schema. */
        STATISTICS,
        /** Another rule of the table itself: over more columns, its primary key, or a foreign key. */
        OWN_RULE,
        /** A foreign key of another table that refers to the column. */
        REFERRER,
        /** A column of the same table that is computed from it. */
        GENERATED,
        /** Anything else: must be taken away by a person first. */
        OTHER;

        /** Whether it is taken away together with its column. */
        boolean goesAlong() {
            return this != OWN_RULE && this != REFERRER && this != GENERATED && this != OTHER;
        }
    }

    /** Whether it is a constraint of the table itself. */
    boolean isRule() {
        return kind == Kind.OWN_CHECK || kind == Kind.OWN_UNIQUE || kind == Kind.OWN_RULE;
    }
}
