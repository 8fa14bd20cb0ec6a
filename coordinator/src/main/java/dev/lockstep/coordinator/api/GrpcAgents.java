package dev.lockstep.coordinator.api;

import com.linecorp.armeria.server.ServiceRequestContext;
import dev.lockstep.v1.AgentMessage;
import dev.lockstep.v1.AgentServiceGrpc;
import dev.lockstep.v1.CoordinatorMessage;
import dev.lockstep.v1.GetTipRequest;
import dev.lockstep.v1.GetTipResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/** The agents' service as gRPC. */
final class GrpcAgents extends AgentServiceGrpc.AgentServiceImplBase {
    private final AgentSessions sessions;
    private final OpenStreams streams;

    GrpcAgents(AgentSessions sessions, OpenStreams streams) {
        this.sessions = sessions;
        this.streams = streams;
    }

    @Override
    public StreamObserver<AgentMessage> attach(StreamObserver<CoordinatorMessage> observer) {
        AgentStream stream = new AgentStream(
                (ServerCallStreamObserver<CoordinatorMessage>) observer,
                ServiceRequestContext.current().eventLoop(),
                streams);
        stream.open(sessions);
        return stream;
    }

    @Override
    public void getTip(GetTipRequest request, StreamObserver<GetTipResponse> observer) {
        GetTipResponse tip;
        try {
            tip = sessions.tip(request.getFleet());
        } catch (RuntimeException refused) {
            observer.onError(GrpcErrors.of(refused));
            return;
        }
        observer.onNext(tip);
        observer.onCompleted();
    }
}
