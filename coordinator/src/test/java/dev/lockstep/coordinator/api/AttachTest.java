package dev.lockstep.coordinator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockstep.v1.AgentMessage;
import dev.lockstep.v1.AgentServiceGrpc.AgentServiceBlockingStub;
import dev.lockstep.v1.AgentServiceGrpc.AgentServiceStub;
import dev.lockstep.v1.CoordinatorMessage;
import dev.lockstep.v1.GetTipRequest;
import dev.lockstep.v1.NodeHealth;
import dev.lockstep.v1.Report;
import dev.lockstep.v1.ReportStamp;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AttachTest {
    private RunningApi api;
    private Collected<CoordinatorMessage> down;

    @BeforeAll
    void start() {
        api = new RunningApi();
    }

    @BeforeEach
    void forget() {
        down = new Collected<>();
        api.agents.forget();
    }

    @AfterAll
    void stop() {
        api.close();
    }

    @Test
    void carries_messages_both_ways_in_order_and_one_at_a_time() {
        StreamObserver<AgentMessage> up = attach();
        for (long sequence = 1; sequence <= 500; sequence++) {
            up.onNext(report(sequence));
        }

        await().until(() -> down.values().size() == 500);
        assertThat(down.values())
                .extracting(message -> message.getAcknowledged().getSequence())
                .isSorted()
                .endsWith(500L);
        assertThat(api.agents.overlaps).hasValue(0);
        assertThat(api.agents.closed).hasValue(0);
    }

    @Test
    void closes_the_session_once_when_the_agent_says_good_bye() {
        StreamObserver<AgentMessage> up = attach();
        up.onNext(report(1));
        up.onCompleted();

        await().until(down::ended);
        await().untilAsserted(() -> assertThat(api.agents.closed).hasValue(1));
        assertThat(down.end().isOk()).isTrue();
    }

    @Test
    void closes_the_session_once_when_the_stream_breaks() {
        StreamObserver<AgentMessage> up = attach();
        up.onNext(report(1));
        await().until(() -> down.values().size() == 1);
        up.onError(Status.CANCELLED.asRuntimeException());

        await().untilAsserted(() -> assertThat(api.agents.closed).hasValue(1));
    }

    @Test
    void closes_the_session_once_when_it_fails() {
        StreamObserver<AgentMessage> up = attach();
        up.onNext(AgentMessage.newBuilder()
                .setNodeHealth(NodeHealth.newBuilder().setMessage("fail"))
                .build());

        await().until(down::ended);
        assertThat(down.end().getCode()).isEqualTo(Status.Code.INTERNAL);
        assertThat(down.end().getDescription()).doesNotContain("secret");
        await().untilAsserted(() -> assertThat(api.agents.closed).hasValue(1));
    }

    @Test
    void ends_the_stream_of_an_agent_that_must_ask_another() {
        api.agents.stopLeading();
        attach();

        await().until(down::ended);
        assertThat(down.end().isOk()).isTrue();
        assertThat(down.values().get(0).getNotLeader().getLeader()).isEqualTo("two:7400");
        await().untilAsserted(() -> assertThat(api.agents.closed).hasValue(1));
    }

    @Test
    void takes_large_messages_from_agents_for_longer_than_any_request() {
        StreamObserver<AgentMessage> up = attach();
        AgentMessage large = AgentMessage.newBuilder()
                .setNodeHealth(NodeHealth.newBuilder().setMessage("x".repeat(10 << 20)))
                .build();
        up.onNext(large);
        up.onNext(large);

        await().until(() -> api.agents.received.size() == 2);
    }

    @Test
    void tells_the_tip() {
        AgentServiceBlockingStub client = api.grpc(AgentServiceBlockingStub.class);
        assertThat(client.getTip(GetTipRequest.getDefaultInstance()).getTip().getNumber())
                .isEqualTo(9);

        api.agents.stopLeading();
        assertThatThrownBy(() -> client.getTip(GetTipRequest.getDefaultInstance()))
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageContaining("UNAVAILABLE");
    }

    private StreamObserver<AgentMessage> attach() {
        return api.grpc(AgentServiceStub.class).attach(down);
    }

    private static AgentMessage report(long sequence) {
        return AgentMessage.newBuilder()
                .setReport(Report.newBuilder().setStamp(ReportStamp.newBuilder().setSequence(sequence)))
                .build();
    }
}
