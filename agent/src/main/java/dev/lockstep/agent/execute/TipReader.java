package dev.lockstep.agent.execute;

import dev.lockstep.v1.Position;
import java.util.Optional;

/** Asks the leader for the newest directive that it decided (rule N7). Thread-safe. */
public interface TipReader {
    /** The tip; empty when the leader cannot be asked now. */
    Optional<Position> tip(String fleet);
}
