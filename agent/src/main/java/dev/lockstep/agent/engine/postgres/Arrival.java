package dev.lockstep.agent.engine.postgres;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What only the server can say of a table that is to become a partition.
 *
 * @param whole what it becomes a partition of
 * @param bound what its bounds mean
 * @param partitions of the whole itself, for which this holds: the bounds of a default partition follow from those of the others
 * @param triggers names of the table's own triggers, which those of the whole may not repeat
 * @param watching its row triggers that see all rows of a statement, which partitions may not have
 */
record Arrival(TableName whole, Bound bound, List<TableName> partitions, List<String> triggers, List<String> watching) {

    /** Stands for the whole in a condition. */
    static final String WHOLE = "@whole@";

    Arrival {
        partitions = List.copyOf(partitions);
        triggers = List.copyOf(triggers);
        watching = List.copyOf(watching);
    }

    /**
     * The bounds of a partition.
     *
     * @param condition which rows they admit, with {@link #WHOLE} for the table; empty when that is all of them
     * @param refused the server's words when it does not take them; empty when it does
     */
    record Bound(String condition, String refused) {

        /** For a statement; empty when all rows are admitted. Rows are hashed by the live table even on copies, which have none. */
        Optional<String> condition(TableName whole) {
            return condition.isEmpty()
                    ? Optional.empty()
                    : Optional.of(condition.replace(WHOLE, Quoting.literal(whole.sql()) + "::regclass::oid"));
        }
    }

    /** Tables that are to become partitions of another one. */
    static List<TableName> to(TableName whole, Facts facts) {
        return facts.arrivals().entrySet().stream()
                .filter(arrival -> arrival.getValue().whole().equals(whole))
                .map(Map.Entry::getKey)
                .filter(table -> facts.table(table).isPresent())
                .sorted(Comparator.comparing(TableName::shown))
                .toList();
    }
}
