package dev.lockstep.agent.engine.postgres;

import java.util.List;

/**
 * A constraint as a planner sees it.
 *
 * @param columns of the table, that it is about
 * @param referenced the table that a foreign key refers to; empty for other kinds
 * @param definition as the server writes it
 * @param ofParent whether other tables inherit from the one that a foreign key refers to
 */
record ConstraintFacts(
        String name, Kind kind, List<String> columns, List<TableName> referenced, String definition, boolean ofParent) {

    ConstraintFacts(String name, Kind kind, List<String> columns, List<TableName> referenced, String definition) {
        this(name, kind, columns, referenced, definition, false);
    }

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

    /** A lock on what it refers to. A foreign key is no matter of tables that inherit from it, and the server would lock those, too. */
    String lock(TableName other, String mode, PlanTarget target) {
        return "LOCK TABLE %s%s IN %s MODE".formatted(ofParent ? "ONLY " : "", target.table(other), mode);
    }

    /** The rows that it may refer to, for FROM: not those of tables that inherit from the other. */
    String rowsOf(TableName other, PlanTarget target) {
        return (ofParent ? "ONLY " : "") + target.table(other);
    }

    ConstraintFacts named(String other) {
        return new ConstraintFacts(other, kind, columns, referenced, definition, ofParent);
    }

    ConstraintFacts {
        columns = List.copyOf(columns);
        referenced = List.copyOf(referenced);
    }
}
