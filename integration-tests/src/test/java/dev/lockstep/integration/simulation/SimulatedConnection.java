package dev.lockstep.integration.simulation;

import dev.lockstep.agent.report.LeaderConnection;
import dev.lockstep.coordinator.api.AgentSessions.AgentSession;
import dev.lockstep.coordinator.api.RequestRefused;
import dev.lockstep.v1.Acknowledged;
import dev.lockstep.v1.AgentMessage;
import dev.lockstep.v1.CoordinatorMessage;
import dev.lockstep.v1.Position;
import dev.lockstep.v1.Report;
import dev.lockstep.v1.ReportStamp;
import io.grpc.stub.StreamObserver;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One agent's stream to one coordinator, and everything that is on its way. It breaks, and in a bad network it also loses and repeats; what an older stream carries may still come after that. */
final class SimulatedConnection implements LeaderConnection {
    private final World world;
    private final SimulatedAgent agent;
    private final String address;
    private @Nullable AgentSession session;
    private @Nullable StreamObserver<CoordinatorMessage> toAgent;
    private boolean open = true;

    /** By what acknowledges them. A node whose database was restored may number others alike; the last one is what its agent takes for acknowledged. */
    private final Map<String, Report> said = new HashMap<>();

    private long upArrivesAt;
    private long downArrivesAt;

    SimulatedConnection(World world, SimulatedAgent agent, String address) {
        this.world = world;
        this.agent = agent;
        this.address = address;
        world.add(this);
    }

    boolean isOver() {
        return !open;
    }

    private Optional<SimulatedCoordinator> coordinator() {
        for (SimulatedCoordinator each : world.coordinators()) {
            if (each.process().isAlive() && each.process().name().equals(address)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    @Override
    public StreamObserver<AgentMessage> attach(StreamObserver<CoordinatorMessage> fromLeader) {
        toAgent = fromLeader;
        agent.nudgeHellos();
        Optional<SimulatedCoordinator> other = coordinator();
        if (other.isEmpty() || world.faults().strikes(Fault.STREAM_BREAK, 8)) {
            world.schedule().in(world.chance().between(1, 300), agent.streamLane(), "no answer", this::breakOff);
        } else {
            session = other.get().agents().attach(this::down, this::endedByCoordinator);
        }
        return new Up();
    }

    @Override
    public Optional<Position> tip(String fleet) {
        if (world.faults().strikes(Fault.STREAM_BREAK, 30)) {
            return Optional.empty();
        }
        Optional<SimulatedCoordinator> other = coordinator();
        if (!open || other.isEmpty() || other.get().process().pausedUntil() > world.now()) {
            return Optional.empty();
        }
        try {
            return Optional.of(other.get().agents().tip(fleet).getTip());
        } catch (RequestRefused refused) {
            return Optional.empty();
        }
    }

    private long upDelay() {
        return world.chance().between(1, world.faults().has(Fault.MESSAGE_DELAY) ? 1500 : 6);
    }

    private void up(AgentMessage original) {
        AgentMessage message = world.seams().said(world, original);
        AgentSession other = session;
        Optional<SimulatedCoordinator> coordinator = coordinator();
        if (!open || other == null || coordinator.isEmpty()) {
            return;
        }
        if (message.hasReport()) {
            ReportStamp stamp = message.getReport().getStamp();
            said.put(key(stamp.getNode(), stamp.getIncarnation(), stamp.getSequence()), message.getReport());
        }
        boolean mayBeLost = message.hasReport() || message.hasNodeHealth() || message.hasProgress();
        if (mayBeLost && world.faults().strikes(Fault.MESSAGE_LOSS, 8)) {
            return;
        }
        if (!world.seams().mayReport(world, this, message)) {
            return;
        }
        // In order, as a stream is; what is repeated comes late, and what comes by an older stream may come after that.
        upArrivesAt = Math.max(upArrivesAt, world.now() + upDelay());
        deliver(coordinator.get(), other, message, upArrivesAt);
        if (message.hasReport() && world.faults().strikes(Fault.MESSAGE_TWICE, 8)) {
            deliver(
                    coordinator.get(),
                    other,
                    message,
                    upArrivesAt + world.chance().between(1, 4000));
        }
    }

    private void deliver(SimulatedCoordinator to, AgentSession other, AgentMessage message, long at) {
        world.schedule().at(at, to.lane(), message.getKindCase().name(), () -> {
            if (!agent.process().isSilenced()) {
                other.receive(message);
            }
        });
        if (world.faults().strikes(Fault.STREAM_BREAK, 120)) {
            world.schedule().in(world.chance().between(0, 50), agent.streamLane(), "stream breaks", this::breakOff);
        }
    }

    private static String key(String node, long incarnation, long sequence) {
        return node + "/" + incarnation + "/" + sequence;
    }

    /** Something that the coordinator says. */
    void down(CoordinatorMessage message) {
        if (!open) {
            return;
        }
        if (message.hasAcknowledged()) {
            Acknowledged answer = message.getAcknowledged();
            Report report = said.get(key(answer.getNode(), answer.getIncarnation(), answer.getSequence()));
            if (report != null) {
                world.checker().onAcknowledged(report);
            }
        }
        boolean mayBeLost = message.hasAcknowledged();
        if (mayBeLost && world.faults().strikes(Fault.MESSAGE_LOSS, 8)) {
            return;
        }
        downArrivesAt = Math.max(world.now() + upDelay(), downArrivesAt);
        world.schedule()
                .at(downArrivesAt, agent.streamLane(), message.getKindCase().name(), () -> {
                    StreamObserver<CoordinatorMessage> observer = toAgent;
                    if (observer != null && open) {
                        observer.onNext(message);
                        if (message.hasNodeConfirmed()) {
                            agent.nudgeWorkers();
                        }
                    }
                });
    }

    private void endedByCoordinator() {
        world.schedule().in(world.chance().between(1, 5), agent.streamLane(), "stream ends", this::breakOff);
    }

    /** Both sides hear of it. */
    void breakOff() {
        if (!open) {
            return;
        }
        open = false;
        StreamObserver<CoordinatorMessage> observer = toAgent;
        if (observer != null && agent.process().isAlive()) {
            observer.onError(new IllegalStateException("the stream broke"));
        }
        closeOther();
    }

    private void closeOther() {
        AgentSession other = session;
        coordinator().ifPresent(alive -> {
            if (other != null) {
                world.schedule().in(1, alive.lane(), "stream ended", other::closed);
            }
        });
    }

    String address() {
        return address;
    }

    @Override
    public void end() {
        open = false;
        closeOther();
    }

    private final class Up implements StreamObserver<AgentMessage> {
        @Override
        public void onNext(AgentMessage message) {
            up(message);
        }

        @Override
        public void onError(Throwable failure) {
            end();
        }

        @Override
        public void onCompleted() {
            end();
        }
    }
}
