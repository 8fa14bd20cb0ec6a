package dev.lockstep.agent.engine.postgres;

import dev.lockstep.agent.engine.DatabaseAddress;
import dev.lockstep.agent.engine.StandbyLimits;
import dev.lockstep.agent.engine.StandbyLook;
import dev.lockstep.v1.Statement;
import dev.lockstep.v1.Step;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The standbys of a node before an ACCESS EXCLUSIVE lock, which travels to them in the write-ahead log: the replay waits there for every reader of the table, and
 * whoever comes after waits behind the replay. Those whose address is known are asked who reads; the others are known by their delay only.
 */
final class PostgresStandbys implements StandbyLook {

    /** The role sees it with pg_monitor only. Subscribers get rows and no locks. */
    private static final String BEHIND = """
            SELECT 'standby ' || r.application_name || ' is ' || floor(extract(epoch FROM r.replay_lag)) || ' s behind'
            FROM pg_stat_replication r
            WHERE r.replay_lag > ? * interval '1 second' AND (cardinality(?) = 0 OR r.application_name = ANY (?))
              AND NOT EXISTS (SELECT FROM pg_replication_slots s WHERE s.active_pid = r.pid AND s.slot_type = 'logical')
            ORDER BY r.replay_lag DESC
            """;

    /** For steps that wait without a time-out on the primary, and for undos of such. */
    static final int USUAL_WAIT_MILLIS = 100;

    private final StandbyLimits limits;
    private final List<StandbyServer> servers;

    PostgresStandbys(DatabaseAddress address) {
        this.limits = address.standbys();
        this.servers = limits.jdbcUrls().stream()
                .map(url -> new StandbyServer(url, address))
                .toList();
    }

    @Override
    public List<String> inTheWay(Connection primary, Step step, Statement statement) throws SQLException {
        List<TableName> tables = lockedForReaders(step, statement);
        if (tables.isEmpty()) {
            return List.of();
        }
        List<String> inTheWay = new ArrayList<>(behind(primary));
        int openForMillis = step.getStatement().getLockTimeoutMillis();
        for (StandbyServer server : servers) {
            inTheWay.addAll(server.inTheWay(tables, openForMillis == 0 ? USUAL_WAIT_MILLIS : openForMillis));
        }
        return inTheWay;
    }

    /** An undo can lock out readers where its step did not; so can the end of a concurrent drop, which takes the index away from under them. */
    private static List<TableName> lockedForReaders(Step step, Statement statement) {
        boolean undo = !statement.getSqlList().equals(step.getStatement().getSqlList());
        boolean dropsIndex = statement.getSqlList().stream().anyMatch(sql -> sql.startsWith("DROP INDEX "));
        boolean any = dropsIndex || (undo && statement.getTransactional());
        return LockText.of(step).stream()
                .filter(lock -> any || lock.isRepeatedOnStandbys())
                .map(LockText::table)
                .distinct()
                .toList();
    }

    private List<String> behind(Connection primary) throws SQLException {
        List<String> sentences = new ArrayList<>();
        try (PreparedStatement query = primary.prepareStatement(BEHIND)) {
            query.setInt(1, limits.replayDelaySeconds());
            query.setArray(2, primary.createArrayOf("text", limits.names().toArray()));
            query.setArray(3, primary.createArrayOf("text", limits.names().toArray()));
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    sentences.add(rows.getString(1));
                }
            }
        }
        return sentences;
    }

    @Override
    public void close() {
        servers.forEach(StandbyServer::close);
    }
}
