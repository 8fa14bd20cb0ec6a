package dev.lockstep.change;

import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * How a value is written in a change file. Immutable.
 *
 * @param <T> what it is read into
 */
interface Form<T> {

    /** The value of a node; empty when it is not of this form, with a problem in the log. */
    Optional<T> read(Node node, ProblemLog problems);

    /** The same as JSON Schema, for editors. It may accept more than {@link #read}, never less. */
    Map<String, Object> schema();
}
