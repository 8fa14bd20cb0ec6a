package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Change;
import dev.lockstep.v1.Operation;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks the server which rows of other tables could refer to a partition that is to leave. */
final class DepartureReader {
    private DepartureReader() {}

    /** By the partition; only where it is there and something refers to its table. Inside of a transaction that the caller has open. */
    static Map<TableName, Departure> read(Connection connection, Change change, Facts facts) throws SQLException {
        Map<TableName, Departure> departures = new HashMap<>();
        for (Operation operation : change.getOperationsList()) {
            if (operation.hasDetachPartition()) {
                String table = operation.getDetachPartition().getTable();
                read(connection, table, operation.getDetachPartition().getPartition(), facts, departures);
            } else if (operation.hasDropPartition()) {
                String table = operation.getDropPartition().getTable();
                read(connection, table, operation.getDropPartition().getPartition(), facts, departures);
            }
        }
        return departures;
    }

    private static void read(
            Connection connection, String table, String name, Facts facts, Map<TableName, Departure> departures)
            throws SQLException {
        Optional<TableFacts> found = facts.table(TableName.of(table)).filter(TableFacts::isPartitioned);
        if (found.isEmpty()) {
            return;
        }
        TableFacts whole = found.get();
        TableName partition = PartitionChecks.named(whole.name(), name);
        List<TableName> own = whole.traits().partitioning().partitionsOf(whole.name()).stream()
                .map(Partition::table)
                .toList();
        if (!own.contains(partition)) {
            return;
        }
        Map<String, Arrival.Bound> conditions = new HashMap<>();
        for (Referrer referrer : whole.traits().referrers()) {
            conditions.put(
                    referrer.table().constraintPath(referrer.constraint()),
                    new BoundsOnStage(connection, whole).ofKey(partition, referrer));
        }
        departures.put(partition, new Departure(own, conditions));
    }
}
