package dev.lockstep.agent.node;

import dev.lockstep.v1.Statement;
import dev.lockstep.v1.Step;
import java.sql.SQLException;
import java.util.List;

/** The standbys of a node, as one session regards them; see {@link dev.lockstep.agent.engine.StandbyLook}. */
@FunctionalInterface
public interface Standbys extends AutoCloseable {
    /** Nothing is looked at. */
    Standbys NONE = (step, statement) -> List.of();

    /** Who or what on them a statement, of a step or of its undo, would stand still for. */
    List<String> inTheWay(Step step, Statement statement) throws SQLException;

    /** Never fails. */
    @Override
    default void close() {}
}
