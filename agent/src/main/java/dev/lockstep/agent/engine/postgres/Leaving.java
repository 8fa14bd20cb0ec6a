package dev.lockstep.agent.engine.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What operations of the change take from a table in CONTRACT. Until then it is there, also for steps of operations that come after them.
 *
 * @param columns by name, as they were when they left
 */
record Leaving(List<IndexFacts> indexes, Map<String, ColumnFacts> columns) {

    static final Leaving NONE = new Leaving(List.of(), Map.of());

    Leaving {
        indexes = List.copyOf(indexes);
        columns = Map.copyOf(columns);
    }

    Leaving with(List<IndexFacts> more) {
        List<IndexFacts> all = new ArrayList<>(indexes);
        all.addAll(more);
        return new Leaving(all, columns);
    }

    Leaving with(ColumnFacts column) {
        Map<String, ColumnFacts> more = new TreeMap<>(columns);
        more.put(column.name(), column);
        return new Leaving(indexes, more);
    }
}
