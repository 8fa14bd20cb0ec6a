package dev.lockstep.agent.directives;

import dev.lockstep.v1.Position;
import java.time.Duration;
import java.util.List;

/** Where one node's directives come from. Used by one thread at a time; only {@link #wake} and {@link #close} may come from another. */
public interface DirectiveSource extends AutoCloseable {
    /**
     * What comes after a position, in order. Given the position of the last accepted directive, it goes on; given any other, it searches again from there, so
     * nothing is lost when a directive was returned but not stored.
     *
     * @param after position in the node's ledger: number 0 and an empty hash before the first
     * @param wait how long to wait at most when there is nothing
     * @return one verdict per record; empty when nothing came
     * @throws DirectivesUnreachableException when Kafka cannot be read now; call again later
     */
    List<ReceivedDirective> poll(Position after, Duration wait);

    /** Ends a poll that waits for something new, or keeps the next one from waiting: there is something else to do. */
    void wake();

    /** Ends a poll that waits: it returns what it has. */
    @Override
    void close();
}
