package dev.lockstep.agent.report;

import dev.lockstep.v1.AgentMessage;
import dev.lockstep.v1.CoordinatorMessage;
import dev.lockstep.v1.Position;
import io.grpc.stub.StreamObserver;
import java.util.Optional;

/** A way to the coordinator that leads. Thread-safe. */
public interface LeaderConnection {
    /**
     * Begins the stream.
     *
     * @param fromLeader hears what the coordinator says, from any thread, one call at a time
     */
    StreamObserver<AgentMessage> attach(StreamObserver<CoordinatorMessage> fromLeader);

    /** Asks for the newest directive of a fleet; empty when there was no answer in time. */
    Optional<Position> tip(String fleet);

    /** Ends the stream and everything that is on its way. */
    void end();
}
