package dev.lockstep.agent.engine.postgres;

import dev.lockstep.agent.engine.DatabaseAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One standby whose address is known, looked at for as long as a step waits. Used by one thread. */
final class StandbyServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StandbyServer.class);

    /** Not accepting connections: still starting, or not for reading at all. Nobody can read there. */
    private static final String NOBODY_IS_LET_IN = "57P03";

    private static final int MOST_NAMED = 5;

    private final String name;
    private final DatabaseAddress address;
    private final int mostDelaySeconds;
    private final Map<TableName, StandbyReaders> readers = new HashMap<>();
    private @Nullable Connection connection;

    /** @param node how to log in there, too */
    StandbyServer(String jdbcUrl, DatabaseAddress node) {
        this.name = name(jdbcUrl);
        this.address = new DatabaseAddress(jdbcUrl, node.user(), node.password(), node.ledgerSchema());
        this.mostDelaySeconds = node.standbys().replayDelaySeconds();
    }

    private static String name(String jdbcUrl) {
        return "standby " + jdbcUrl.replaceFirst("^jdbc:postgresql:(//)?", "").replaceFirst("\\?.*", "");
    }

    /** Such as {@code standby db-2:5432/shop}. */
    String name() {
        return name;
    }

    /** What a lock on these tables would wait for there; that it cannot be asked is an answer, too. */
    List<String> inTheWay(List<TableName> tables, int openForMillis) {
        try {
            StandbyState state = StandbyState.read(session());
            if (!state.isStandby()) {
                return List.of("expected " + name + " to be a standby, found a primary; correct the agent's settings");
            }
            List<String> sentences = new ArrayList<>();
            if (state.delaySeconds() > mostDelaySeconds) {
                sentences.add("%s is %d s behind".formatted(name, state.delaySeconds()));
            }
            for (TableName table : tables) {
                lasting(table, openForMillis).stream()
                        .limit(MOST_NAMED)
                        .map(reader -> "%s: %s reads %s, and %s: %s"
                                .formatted(name, reader.session(), table.shown(), state.costOfLock(), reader.query()))
                        .forEach(sentences::add);
            }
            return sentences;
        } catch (SQLException failed) {
            close();
            return NOBODY_IS_LET_IN.equals(failed.getSQLState())
                    ? List.of()
                    : List.of(name + " cannot be asked who reads there: " + failed.getMessage());
        }
    }

    private List<StandbyReaders.Reader> lasting(TableName table, int openForMillis) throws SQLException {
        return readers.computeIfAbsent(table, StandbyReaders::new).lasting(session(), openForMillis);
    }

    /** The one session, opened when it is asked for. */
    Connection session() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = PostgresSessions.openStandby(address);
            connection = open;
        }
        return open;
    }

    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException broken) {
                LOG.debug("a session on {} ended badly", name, broken);
            }
        }
    }
}
