package dev.lockstep.agent.engine.postgres;

import dev.lockstep.agent.engine.Strain;
import dev.lockstep.agent.engine.StrainGauge;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** A standby, or a logical subscriber, that is too far behind: what is filled now makes it later still. */
final class ReplicaLagGauge implements StrainGauge {
    /** The role sees it with pg_monitor only; without, nobody lags. */
    private static final String LAG = """
            SELECT application_name, floor(extract(epoch FROM replay_lag))::bigint FROM pg_stat_replication
            WHERE replay_lag > ? * interval '1 second' AND (cardinality(?) = 0 OR application_name = ANY (?))
            ORDER BY replay_lag DESC LIMIT 1
            """;

    private final int mostSeconds;
    private final List<String> replicas;

    /** @param replicas those that count; empty for all */
    ReplicaLagGauge(int mostSeconds, List<String> replicas) {
        this.mostSeconds = mostSeconds;
        this.replicas = List.copyOf(replicas);
    }

    @Override
    public Optional<Strain> look(Connection observer) throws SQLException {
        try (PreparedStatement query = observer.prepareStatement(LAG)) {
            query.setInt(1, mostSeconds);
            query.setArray(2, observer.createArrayOf("text", replicas.toArray()));
            query.setArray(3, observer.createArrayOf("text", replicas.toArray()));
            try (ResultSet rows = query.executeQuery()) {
                return rows.next()
                        ? Optional.of(
                                new Strain("replica %s lags %d s".formatted(rows.getString(1), rows.getLong(2)), true))
                        : Optional.empty();
            }
        }
    }
}
