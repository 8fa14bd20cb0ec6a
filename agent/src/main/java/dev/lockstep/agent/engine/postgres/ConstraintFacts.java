package dev.lockstep.agent.engine.postgres;

import java.util.List;

/**
 * A constraint as a planner sees it.
 *
 * @param columns of the table, that it is about
 * @param referenced the table that a foreign key refers to; empty for other kinds
 * @param definition as the server writes it
 */
record ConstraintFacts(String name, Kind kind, List<String> columns, List<TableName> referenced, String definition) {

    /** What it does. */
    enum Kind {
        CHECK("check"),
        FOREIGN_KEY("foreign key"),
        UNIQUE("unique constraint"),
        PRIMARY_KEY("primary key"),
        EXCLUSION("exclusion constraint"),
        NOT_NULL("NOT NULL constraint"),
        OTHER("constraint");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    ConstraintFacts named(String other) {
        return new ConstraintFacts(other, kind, columns, referenced, definition);
    }

    ConstraintFacts {
        columns = List.copyOf(columns);
        referenced = List.copyOf(referenced);
    }
}
