package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.AttachPartition;
import dev.lockstep.v1.Change;
import dev.lockstep.v1.Operation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks the server what the bounds of a table that is to become a partition mean: an empty copy of it is attached to an empty copy of the whole, and the server writes out which
 * rows that admits. Nothing of it stays.
 */
final class ArrivalReader {

    private static final String TRIGGERS = """
            SELECT ARRAY(SELECT g.tgname::text FROM pg_trigger g WHERE g.tgrelid = t.oid AND NOT g.tgisinternal ORDER BY 1),
              ARRAY(SELECT g.tgname::text FROM pg_trigger g WHERE g.tgrelid = t.oid AND NOT g.tgisinternal AND g.tgtype & 1 = 1
                      AND (g.tgoldtable IS NOT NULL OR g.tgnewtable IS NOT NULL) ORDER BY 1)
            FROM (SELECT to_regclass(?)::oid AS oid) t
            """;

    private final Connection connection;

    private ArrivalReader(Connection connection) {
        this.connection = connection;
    }

    /** By the table; only where both tables are there and the bounds can be read as nothing else. Inside of a transaction that the caller has open. */
    static Map<TableName, Arrival> read(Connection connection, Change change, Facts facts) throws SQLException {
        ArrivalReader reader = new ArrivalReader(connection);
        Map<TableName, Arrival> arrivals = new HashMap<>();
        for (Operation operation : change.getOperationsList()) {
            AttachPartition attach = operation.getAttachPartition();
            Optional<TableFacts> whole =
                    facts.table(TableName.of(attach.getTable())).filter(TableFacts::isPartitioned);
            boolean asked =
                    operation.hasAttachPartition() && whole.isPresent() && PartitionBounds.isOne(attach.getValues());
            if (asked) {
                TableName coming = PartitionChecks.named(whole.get().name(), attach.getPartition());
                arrivals.put(coming, reader.arrival(whole.get(), coming, attach.getValues()));
            }
        }
        return arrivals;
    }

    private Arrival arrival(TableFacts whole, TableName coming, String values) throws SQLException {
        List<TableName> partitions = whole.traits().partitioning().partitionsOf(whole.name()).stream()
                .map(Partition::table)
                .toList();
        Arrival.Bound bound = new BoundsOnStage(connection, whole).ofNew(coming, PartitionBounds.clause(values));
        try (PreparedStatement query = connection.prepareStatement(TRIGGERS)) {
            query.setString(1, coming.sql());
            try (ResultSet rows = query.executeQuery()) {
                rows.next();
                return new Arrival(
                        whole.name(),
                        bound,
                        partitions,
                        PostgresFacts.texts(rows.getArray(1)),
                        PostgresFacts.texts(rows.getArray(2)));
            }
        }
    }
}
