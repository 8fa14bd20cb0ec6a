package dev.lockstep.agent.report;

import dev.lockstep.agent.execute.Backoff;
import dev.lockstep.agent.execute.Pacer;
import dev.lockstep.agent.execute.TipReader;
import dev.lockstep.v1.AgentHello;
import dev.lockstep.v1.AgentMessage;
import dev.lockstep.v1.CoordinatorMessage;
import dev.lockstep.v1.InspectionRequest;
import dev.lockstep.v1.Position;
import io.grpc.stub.StreamObserver;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent's one stream to the leader. It begins again whenever it breaks: a broken stream means that nothing is known, never that something failed. Its state
 * is touched by its own thread only; callbacks are passed to that.
 */
public final class LeaderStream implements TipReader, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LeaderStream.class);
    private static final long TICK_MILLIS = 250;

    private final AgentHello self;
    private final LeaderChannels channels;
    private final Map<String, NodeReports> nodes = new TreeMap<>();
    private final InspectionDesk desk;
    private final Pacer pacer;
    private final Backoff backoff;
    private final ScheduledExecutorService thread;
    private final ExecutorService inspections;
    private final AtomicBoolean tickIsComing = new AtomicBoolean();
    private volatile @Nullable LeaderConnection connection;
    private @Nullable StreamObserver<AgentMessage> toLeader;
    private long streamNumber;
    private String hint = "";
    private boolean hinted;
    private String attachedTo = "";
    private long retryAtMillis;

    public LeaderStream(
            AgentHello self,
            LeaderChannels channels,
            Collection<NodeReports> nodes,
            InspectionDesk desk,
            Pacer pacer,
            Backoff backoff) {
        this(self, channels, nodes, desk, pacer, backoff, threadNamed("agent-" + self.getAgent() + "-stream"));
    }

    /**
     * The same on a thread of the caller's.
     *
     * @param thread runs one thing at a time; shut down with this
     */
    public LeaderStream(
            AgentHello self,
            LeaderChannels channels,
            Collection<NodeReports> nodes,
            InspectionDesk desk,
            Pacer pacer,
            Backoff backoff,
            ScheduledExecutorService thread) {
        this.self = self;
        this.channels = channels;
        nodes.forEach(node -> this.nodes.put(node.node(), node));
        this.desk = desk;
        this.pacer = pacer;
        this.backoff = backoff;
        this.thread = thread;
        this.inspections =
                Executors.newFixedThreadPool(2, work -> new Thread(work, "agent-" + self.getAgent() + "-inspection"));
    }

    private static ScheduledExecutorService threadNamed(String name) {
        ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, work -> new Thread(work, name));
        // A try that is not due yet must not hold up the end.
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return thread;
    }

    /** Begins to look for the leader. */
    public void start() {
        nodes.values().forEach(node -> node.onNews(this::tickSoon));
        var unused = thread.scheduleWithFixedDelay(this::tick, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public Optional<Position> tip(String fleet) {
        LeaderConnection current = connection;
        return current == null ? Optional.empty() : current.tip(fleet);
    }

    /** What many nodes have to say at the same time is looked for once. */
    private void tickSoon() {
        if (tickIsComing.compareAndSet(false, true)) {
            onThread(() -> {
                // Before it looks: what is new afterwards needs a look of its own.
                tickIsComing.set(false);
                tick();
            });
        }
    }

    private void tick() {
        try {
            if (toLeader != null && anotherLeads()) {
                lost(streamNumber, "another coordinator leads");
            }
            if (toLeader == null && anotherLeads()) {
                // Who leads now has not been tried: the waits, and what was said about it, are about the one before.
                backoff.reset();
                hint = "";
                connect();
            } else if (toLeader == null && pacer.nowMillis() >= retryAtMillis) {
                connect();
            }
            StreamObserver<AgentMessage> stream = toLeader;
            if (stream != null) {
                long nowMillis = pacer.nowMillis();
                nodes.values().forEach(node -> node.due(nowMillis).forEach(stream::onNext));
            }
        } catch (RuntimeException broken) {
            // Sending on a stream that has just been ended: its own callback may come late, so begin again here.
            LOG.debug("the stream to the leader broke while sending", broken);
            lost(streamNumber, "sending failed: " + broken.getMessage());
        }
    }

    private boolean anotherLeads() {
        Optional<String> now = channels.leader();
        return now.isPresent() && !now.get().equals(attachedTo);
    }

    private void connect() {
        // What the locator says when the stream begins is what a change is told from, also where a hint leads
        // elsewhere.
        attachedTo = channels.leader().orElse("");
        Optional<LeaderConnection> opened = channels.open(hint);
        hinted = !hint.isEmpty();
        hint = "";
        if (opened.isEmpty()) {
            retryAtMillis = pacer.nowMillis() + TICK_MILLIS;
            return;
        }
        long number = ++streamNumber;
        connection = opened.get();
        StreamObserver<AgentMessage> stream = opened.get().attach(new FromLeader(number));
        toLeader = stream;
        stream.onNext(AgentMessage.newBuilder().setAgentHello(self).build());
        nodes.values().forEach(NodeReports::streamOpened);
    }

    private void lost(long number, String why) {
        if (number != streamNumber || toLeader == null) {
            return;
        }
        LOG.info("agent {}: the stream to the leader ended ({}); looking for the leader", self.getAgent(), why);
        toLeader = null;
        LeaderConnection old = connection;
        connection = null;
        if (old != null) {
            old.end();
        }
        long waitMillis = hint.isEmpty() ? backoff.nextMillis() : 1;
        retryAtMillis = pacer.nowMillis() + waitMillis;
        var unused = thread.schedule(this::tick, waitMillis, TimeUnit.MILLISECONDS);
    }

    private void take(long number, CoordinatorMessage message) {
        if (number != streamNumber) {
            return;
        }
        switch (message.getKindCase()) {
            case NODE_CONFIRMED -> {
                backoff.reset();
                hinted = false;
                withNode(
                        message.getNodeConfirmed().getNode(),
                        node -> node.standing()
                                .confirmed(message.getNodeConfirmed().getIncarnation()));
            }
            case NODE_REFUSED -> refused(message);
            case ACKNOWLEDGED ->
                withNode(
                        message.getAcknowledged().getNode(),
                        node -> node.acknowledged(
                                message.getAcknowledged().getIncarnation(),
                                message.getAcknowledged().getSequence()));
            case INSPECTION_REQUEST -> inspect(number, message.getInspectionRequest());
            case NOT_LEADER -> {
                // Two that do not lead may name each other: after one hint that led nowhere, the locator is asked.
                hint = hinted ? "" : message.getNotLeader().getLeader();
                lost(number, "it does not lead");
            }
            case KIND_NOT_SET -> LOG.warn("the leader sent a message that this agent does not know; it is too old");
        }
    }

    private void refused(CoordinatorMessage message) {
        withNode(message.getNodeRefused().getNode(), node -> {
            String reason = message.getNodeRefused().getReason();
            if (message.getNodeRefused().hasAskAgain()) {
                LOG.info("node {} is asked again who it is: {}", node.node(), reason);
                node.standing().askedAgain(message.getNodeRefused().getAskAgain());
                return;
            }
            if (!node.standing().heldReason().equals(reason)) {
                LOG.warn("node {} is held, and executes nothing: {}", node.node(), reason);
            }
            node.standing().held(reason);
        });
    }

    private void inspect(long number, InspectionRequest request) {
        inspections.execute(() -> {
            AgentMessage reply = AgentMessage.newBuilder()
                    .setInspectionReply(desk.answer(request))
                    .build();
            onThread(() -> {
                StreamObserver<AgentMessage> stream = toLeader;
                if (stream != null && number == streamNumber) {
                    stream.onNext(reply);
                }
            });
        });
    }

    private void withNode(String name, java.util.function.Consumer<NodeReports> action) {
        NodeReports node = nodes.get(name);
        if (node != null) {
            action.accept(node);
        }
    }

    private void onThread(Runnable work) {
        try {
            thread.execute(work);
        } catch (RejectedExecutionException closed) {
            LOG.debug("the stream is closed already");
        }
    }

    @Override
    public void close() {
        inspections.shutdownNow();
        onThread(() -> {
            StreamObserver<AgentMessage> stream = toLeader;
            if (stream != null) {
                stream.onCompleted();
            }
            toLeader = null;
        });
        thread.shutdown();
        try {
            if (!thread.awaitTermination(2, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException hurry) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
        LeaderConnection old = connection;
        if (old != null) {
            old.end();
        }
    }

    /** Passes everything to the stream's thread. */
    private final class FromLeader implements StreamObserver<CoordinatorMessage> {
        private final long number;

        FromLeader(long number) {
            this.number = number;
        }

        @Override
        public void onNext(CoordinatorMessage message) {
            onThread(() -> take(number, message));
        }

        @Override
        public void onError(Throwable failure) {
            onThread(() -> lost(number, String.valueOf(failure.getMessage())));
        }

        @Override
        public void onCompleted() {
            onThread(() -> lost(number, "the coordinator ended it"));
        }
    }
}
