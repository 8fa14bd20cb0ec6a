package dev.lockstep.agent;

import com.google.protobuf.ByteString;
import dev.lockstep.agent.node.Orders;
import dev.lockstep.chain.Hashing;
import dev.lockstep.chain.Hashing.Domain;
import dev.lockstep.kafka.InMemoryTopic;
import dev.lockstep.signing.SigningKey;
import dev.lockstep.v1.Acknowledged;
import dev.lockstep.v1.AgentMessage;
import dev.lockstep.v1.AgentServiceGrpc;
import dev.lockstep.v1.CoordinatorMessage;
import dev.lockstep.v1.Directive;
import dev.lockstep.v1.FingerprintRequest;
import dev.lockstep.v1.GetTipRequest;
import dev.lockstep.v1.GetTipResponse;
import dev.lockstep.v1.HeardFromNode;
import dev.lockstep.v1.InspectionRequest;
import dev.lockstep.v1.NodeConfirmed;
import dev.lockstep.v1.NodeHello;
import dev.lockstep.v1.NodeRefused;
import dev.lockstep.v1.NotLeader;
import dev.lockstep.v1.Order;
import dev.lockstep.v1.Position;
import dev.lockstep.v1.Report;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A coordinator that says what a test tells it to, on a real port, and writes directives to a topic in memory. */
final class FakeCoordinator extends AgentServiceGrpc.AgentServiceImplBase implements AutoCloseable {
    final InMemoryTopic topic = new InMemoryTopic();
    final SigningKey key = SigningKey.generate();
    final List<AgentMessage> heard = new CopyOnWriteArrayList<>();
    volatile String refusal = "";

    /** Who says less than this is asked again. */
    volatile HeardFromNode historyHas = HeardFromNode.getDefaultInstance();

    volatile String otherLeader = "";
    volatile int silences;
    private final Server server;
    private volatile Position tip = Position.getDefaultInstance();
    private volatile @Nullable StreamObserver<CoordinatorMessage> toAgent;

    FakeCoordinator() throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
                .addService(this)
                .build()
                .start();
    }

    String address() {
        return "127.0.0.1:" + server.getPort();
    }

    /** Decides an order and publishes its directive. */
    void order(Order.Builder order) {
        Directive directive = Orders.directive(tip.getNumber() + 1, tip.getHash(), order);
        ByteString payload = directive.toByteString();
        tip = Position.newBuilder()
                .setNumber(directive.getNumber())
                .setHash(Hashing.hash(Domain.DIRECTIVE, payload))
                .build();
        topic.append(key.seal(Domain.DIRECTIVE, payload).toByteString());
    }

    List<NodeHello> hellos() {
        return heard.stream()
                .filter(AgentMessage::hasNodeHello)
                .map(AgentMessage::getNodeHello)
                .toList();
    }

    List<Report> reports() {
        return heard.stream()
                .filter(AgentMessage::hasReport)
                .map(AgentMessage::getReport)
                .toList();
    }

    /** Ends the stream, as a crash of the coordinator would. */
    void breakStream() {
        StreamObserver<CoordinatorMessage> stream = toAgent;
        if (stream != null) {
            stream.onError(new IllegalStateException("broken by the test"));
        }
    }

    void askForFingerprint() {
        StreamObserver<CoordinatorMessage> stream = toAgent;
        if (stream != null) {
            stream.onNext(CoordinatorMessage.newBuilder()
                    .setInspectionRequest(InspectionRequest.newBuilder()
                            .setId("one")
                            .setNode(Orders.NODE)
                            .setFingerprint(FingerprintRequest.getDefaultInstance()))
                    .build());
        }
    }

    @Override
    public StreamObserver<AgentMessage> attach(StreamObserver<CoordinatorMessage> responses) {
        toAgent = responses;
        return new StreamObserver<>() {
            @Override
            public void onNext(AgentMessage message) {
                heard.add(message);
                answer(message, responses);
            }

            @Override
            public void onError(Throwable broken) {}

            @Override
            public void onCompleted() {
                responses.onCompleted();
            }
        };
    }

    private void answer(AgentMessage message, StreamObserver<CoordinatorMessage> responses) {
        CoordinatorMessage.Builder answer = CoordinatorMessage.newBuilder();
        if (message.hasAgentHello() && !otherLeader.isEmpty()) {
            responses.onNext(answer.setNotLeader(NotLeader.newBuilder().setLeader(otherLeader))
                    .build());
        } else if (message.hasNodeHello()
                && !historyHas.equals(message.getNodeHello().getInAnswerTo())) {
            responses.onNext(answer.setNodeRefused(NodeRefused.newBuilder()
                            .setNode(message.getNodeHello().getNode())
                            .setIncarnation(message.getNodeHello().getIncarnation())
                            .setReason("its ledger looks old")
                            .setAskAgain(historyHas))
                    .build());
        } else if (message.hasNodeHello() && refusal.isEmpty()) {
            responses.onNext(answer.setNodeConfirmed(NodeConfirmed.newBuilder()
                            .setNode(message.getNodeHello().getNode())
                            .setIncarnation(message.getNodeHello().getIncarnation()))
                    .build());
        } else if (message.hasNodeHello()) {
            responses.onNext(answer.setNodeRefused(NodeRefused.newBuilder()
                            .setNode(message.getNodeHello().getNode())
                            .setIncarnation(message.getNodeHello().getIncarnation())
                            .setReason(refusal))
                    .build());
        } else if (message.hasReport() && silences-- <= 0) {
            responses.onNext(answer.setAcknowledged(Acknowledged.newBuilder()
                            .setNode(message.getReport().getStamp().getNode())
                            .setIncarnation(message.getReport().getStamp().getIncarnation())
                            .setSequence(message.getReport().getStamp().getSequence()))
                    .build());
        }
    }

    @Override
    public void getTip(GetTipRequest request, StreamObserver<GetTipResponse> response) {
        response.onNext(GetTipResponse.newBuilder().setTip(tip).build());
        response.onCompleted();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
