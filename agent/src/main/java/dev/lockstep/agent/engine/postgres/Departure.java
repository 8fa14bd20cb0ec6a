package dev.lockstep.agent.engine.postgres;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What only the server can say of a partition that is to leave a table that foreign keys refer to.
 *
 * @param partitions of the whole itself, for which this holds: the bounds of a default partition follow from those of the others
 * @param conditions which rows have a key within its bounds, over the columns of a table that refers, by the path of its foreign key
 */
record Departure(List<TableName> partitions, Map<String, Arrival.Bound> conditions) {
    Departure {
        partitions = List.copyOf(partitions);
        conditions = Map.copyOf(conditions);
    }

    /** Empty for a foreign key that was not there before the change. */
    Optional<Arrival.Bound> condition(Referrer referrer) {
        return Optional.ofNullable(conditions.get(referrer.table().constraintPath(referrer.constraint())));
    }
}
