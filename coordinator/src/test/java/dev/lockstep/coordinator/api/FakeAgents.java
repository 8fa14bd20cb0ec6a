package dev.lockstep.coordinator.api;

import dev.lockstep.v1.Acknowledged;
import dev.lockstep.v1.AgentMessage;
import dev.lockstep.v1.CoordinatorMessage;
import dev.lockstep.v1.GetTipResponse;
import dev.lockstep.v1.NotLeader;
import dev.lockstep.v1.Position;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Acknowledges every report, and counts how its calls overlap. */
final class FakeAgents implements AgentSessions {
    final List<AgentMessage> received = new CopyOnWriteArrayList<>();
    final AtomicInteger opened = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    final AtomicInteger overlaps = new AtomicInteger();
    private volatile boolean leads = true;

    void forget() {
        received.clear();
        opened.set(0);
        closed.set(0);
        overlaps.set(0);
        leads = true;
    }

    void stopLeading() {
        leads = false;
    }

    @Override
    public AgentSession attach(Consumer<CoordinatorMessage> toAgent, Runnable end) {
        opened.incrementAndGet();
        if (!leads) {
            toAgent.accept(CoordinatorMessage.newBuilder()
                    .setNotLeader(NotLeader.newBuilder().setLeader("two:7400"))
                    .build());
            end.run();
        }
        return new Session(toAgent);
    }

    @Override
    public GetTipResponse tip(String fleet) {
        if (!leads) {
            throw new RequestRefused(
                    RequestRefused.Code.NOT_LEADER, "expected the leader, but this one follows", "two:7400");
        }
        return GetTipResponse.newBuilder()
                .setTip(Position.newBuilder().setNumber(9))
                .build();
    }

    private final class Session implements AgentSession {
        private final Consumer<CoordinatorMessage> toAgent;
        private final AtomicInteger inside = new AtomicInteger();

        Session(Consumer<CoordinatorMessage> toAgent) {
            this.toAgent = toAgent;
        }

        @Override
        public void receive(AgentMessage message) {
            enter();
            if (message.hasNodeHealth() && message.getNodeHealth().getMessage().equals("fail")) {
                inside.decrementAndGet();
                throw new IllegalStateException("secret detail");
            }
            received.add(message);
            toAgent.accept(CoordinatorMessage.newBuilder()
                    .setAcknowledged(Acknowledged.newBuilder()
                            .setSequence(message.getReport().getStamp().getSequence()))
                    .build());
            inside.decrementAndGet();
        }

        @Override
        public void closed() {
            enter();
            closed.incrementAndGet();
            inside.decrementAndGet();
        }

        private void enter() {
            if (inside.incrementAndGet() > 1) {
                overlaps.incrementAndGet();
            }
        }
    }
}
