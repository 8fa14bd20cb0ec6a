package dev.lockstep.agent.engine.mysql;

import java.util.List;

/**
 * An index, as a planner sees it.
 *
 * @param name its name; {@code PRIMARY} for the primary key
 * @param unique whether it is unique
 * @param columns its columns in order; an empty text for an expression
 * @param partial whether it covers only a start of some column, or an expression
 */
record IndexFacts(String name, boolean unique, List<String> columns, boolean partial) {
    static final String PRIMARY = "PRIMARY";

    IndexFacts {
        columns = List.copyOf(columns);
    }

    boolean isPrimary() {
        return name.equals(PRIMARY);
    }

    boolean covers(String column) {
        return columns.stream().anyMatch(column::equalsIgnoreCase);
    }

    /** Whether its first columns are these, in any order: then a foreign key over them can lean on it. */
    boolean beginsWith(List<String> wanted) {
        if (columns.size() < wanted.size()) {
            return false;
        }
        List<String> first = columns.subList(0, wanted.size());
        return wanted.stream().allMatch(column -> first.stream().anyMatch(column::equalsIgnoreCase));
    }
}
