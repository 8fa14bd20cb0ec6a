package dev.lockstep.agent.report;

import dev.lockstep.v1.AgentMessage;
import dev.lockstep.v1.AgentServiceGrpc;
import dev.lockstep.v1.CoordinatorMessage;
import dev.lockstep.v1.GetTipRequest;
import dev.lockstep.v1.Position;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A gRPC channel to the leader; shut down at its end. */
record ChannelToLeader(ManagedChannel channel) implements LeaderConnection {
    private static final Logger LOG = LoggerFactory.getLogger(ChannelToLeader.class);
    private static final long TIP_MILLIS = 2000;

    @Override
    public StreamObserver<AgentMessage> attach(StreamObserver<CoordinatorMessage> fromLeader) {
        return AgentServiceGrpc.newStub(channel).attach(fromLeader);
    }

    @Override
    public Optional<Position> tip(String fleet) {
        try {
            return Optional.of(AgentServiceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(TIP_MILLIS, TimeUnit.MILLISECONDS)
                    .getTip(GetTipRequest.newBuilder().setFleet(fleet).build())
                    .getTip());
        } catch (StatusRuntimeException away) {
            LOG.debug("the leader did not tell its tip: {}", away.getStatus());
            return Optional.empty();
        }
    }

    @Override
    public void end() {
        channel.shutdownNow();
    }
}
