package dev.lockstep.integration.everystep;

import java.sql.SQLException;

/** What an application does beside the agent, turn by turn. Used by one thread. */
interface Writing extends AutoCloseable {
    /** Which shape of the tables it knows. */
    Side side();

    void turn() throws SQLException;

    /** What it read that is not what it wrote. */
    Differences misread();

    @Override
    void close();
}
