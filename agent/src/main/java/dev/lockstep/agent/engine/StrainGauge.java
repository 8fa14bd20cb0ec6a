package dev.lockstep.agent.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Tells one kind of strain on a node while a table of it is filled. May remember what it saw before; used by one thread at a time. */
public interface StrainGauge {
    /** What is wrong now; empty for nothing. */
    Optional<Strain> look(Connection observer) throws SQLException;
}
