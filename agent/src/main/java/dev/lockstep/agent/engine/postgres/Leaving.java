package dev.lockstep.agent.engine.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What operations of the change take from a table in CONTRACT. Until then it is there, also for steps of operations that come after them.
 *
 * @param constraints checks and foreign keys
 * @param columns by name, as they were when they left
 */
record Leaving(List<IndexFacts> indexes, List<ConstraintFacts> constraints, Map<String, ColumnFacts> columns) {

    /** Words for messages about something that is there when rows are filled. */
    static final String UNTIL_CONTRACT = " until CONTRACT, where this change drops it";

    static final String IN_TWO = "make two changes of them, of which the first drops it";

    static final Leaving NONE = new Leaving(List.of(), List.of(), Map.of());

    Leaving {
        indexes = List.copyOf(indexes);
        constraints = List.copyOf(constraints);
        columns = Map.copyOf(columns);
    }

    Leaving with(List<IndexFacts> more) {
        List<IndexFacts> all = new ArrayList<>(indexes);
        all.addAll(more);
        return new Leaving(all, constraints, columns);
    }

    /** Other kinds are of columns and indexes. */
    Leaving with(ConstraintFacts constraint) {
        if (constraint.kind() != ConstraintFacts.Kind.CHECK && constraint.kind() != ConstraintFacts.Kind.FOREIGN_KEY) {
            return this;
        }
        List<ConstraintFacts> more = new ArrayList<>(constraints);
        more.add(constraint);
        return new Leaving(indexes, more, columns);
    }

    Leaving with(ColumnFacts column) {
        Map<String, ColumnFacts> more = new TreeMap<>(columns);
        more.put(column.name(), column);
        return new Leaving(indexes, constraints, more);
    }
}
