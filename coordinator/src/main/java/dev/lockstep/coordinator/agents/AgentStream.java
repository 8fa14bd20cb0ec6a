package dev.lockstep.coordinator.agents;

import dev.lockstep.coordinator.agents.AttachedAgents.NodeKey;
import dev.lockstep.coordinator.agents.AttachedAgents.ServedNode;
import dev.lockstep.coordinator.api.AgentSessions.AgentSession;
import dev.lockstep.coordinator.api.RequestRefused;
import dev.lockstep.coordinator.api.RequestRefused.Code;
import dev.lockstep.coordinator.core.Command;
import dev.lockstep.coordinator.core.Reply;
import dev.lockstep.coordinator.fleet.FleetLoop;
import dev.lockstep.coordinator.view.LiveNode;
import dev.lockstep.v1.Acknowledged;
import dev.lockstep.v1.AgentMessage;
import dev.lockstep.v1.CoordinatorMessage;
import dev.lockstep.v1.NodeConfirmed;
import dev.lockstep.v1.NodeHello;
import dev.lockstep.v1.NodeRefused;
import dev.lockstep.v1.Report;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One agent's stream. */
final class AgentStream implements AgentSession {
    private static final Logger LOG = LoggerFactory.getLogger(AgentStream.class);

    private final AttachedAgents agents;
    private final long number;
    private final Consumer<CoordinatorMessage> toAgent;
    private final Runnable end;
    private String agent = "";
    private volatile boolean open = true;

    /** @param number higher than that of every stream that began before */
    AgentStream(AttachedAgents agents, long number, Consumer<CoordinatorMessage> toAgent, Runnable end) {
        this.agents = agents;
        this.number = number;
        this.toAgent = toAgent;
        this.end = end;
    }

    @Override
    public void receive(AgentMessage message) {
        switch (message.getKindCase()) {
            case AGENT_HELLO -> agent = message.getAgentHello().getAgent();
            case NODE_HELLO -> hello(message.getNodeHello());
            case REPORT -> report(message.getReport());
            case PROGRESS ->
                agents.update(
                        new NodeKey(
                                message.getProgress().getFleet(),
                                message.getProgress().getNode()),
                        this,
                        node -> new LiveNode(node.agent(), message.getProgress(), node.health()));
            case NODE_HEALTH ->
                agents.update(
                        new NodeKey(
                                message.getNodeHealth().getFleet(),
                                message.getNodeHealth().getNode()),
                        this,
                        node -> new LiveNode(
                                node.agent(),
                                node.progress(),
                                message.getNodeHealth().getMessage()));
            case INSPECTION_REPLY -> agents.answer(message.getInspectionReply());
            case KIND_NOT_SET -> LOG.warn("agent {} sent a message of a kind that this version does not know", agent);
        }
    }

    long number() {
        return number;
    }

    private void hello(NodeHello hello) {
        String servedBy = agent;
        if (agents.isOutdated(new NodeKey(hello.getFleet(), hello.getNode()), hello.getIncarnation(), number)) {
            LOG.debug("agent {} has said by a newer stream who {} is", agent, hello.getNode());
            return;
        }
        var unused = agents.fleets()
                .findOrFound(hello.getFleet())
                .thenCompose(loop -> loop.submit(new Command.Hello(
                        servedBy,
                        hello,
                        loop.hashOfDirective(hello.getPosition().getNumber()))))
                .whenComplete((reply, failure) -> {
                    if (reply != null) {
                        serve(new NodeKey(hello.getFleet(), hello.getNode()), servedBy, reply);
                        if (!open) {
                            agents.forget(this);
                        }
                        tell(reply);
                    } else {
                        onFailure(failure);
                    }
                });
    }

    /** An agent that is turned away (a replaced one, a clone) does not take the place of the one that serves the node. */
    private void serve(NodeKey node, String servedBy, Reply reply) {
        if (reply instanceof Reply.AskAgain asked) {
            agents.serveUnlessServed(
                    node, new ServedNode(this, new LiveNode(servedBy, null, "asked again: " + asked.reason())));
        } else if (reply instanceof Reply.Held held) {
            agents.serveUnlessServed(
                    node, new ServedNode(this, new LiveNode(servedBy, null, "held: " + held.reason())));
        } else {
            agents.serve(node, new ServedNode(this, new LiveNode(servedBy, null, "")));
        }
    }

    private void report(Report report) {
        Optional<FleetLoop> loop = agents.fleets().find(report.getFleet());
        if (loop.isEmpty()) {
            onFailure(new RequestRefused(Code.NOT_LEADER, "there is no fleet " + report.getFleet(), ""));
            return;
        }
        var unused = loop.get().submit(new Command.ReportReceived(report)).whenComplete((reply, failure) -> {
            if (reply != null) {
                tell(reply);
            } else {
                onFailure(failure);
            }
        });
    }

    private void tell(Reply reply) {
        if (reply instanceof Reply.Confirmed confirmed) {
            send(CoordinatorMessage.newBuilder()
                    .setNodeConfirmed(NodeConfirmed.newBuilder()
                            .setNode(confirmed.node())
                            .setIncarnation(confirmed.incarnation())));
        } else if (reply instanceof Reply.Held held) {
            send(CoordinatorMessage.newBuilder()
                    .setNodeRefused(NodeRefused.newBuilder()
                            .setNode(held.node())
                            .setIncarnation(held.incarnation())
                            .setReason(held.reason())));
        } else if (reply instanceof Reply.AskAgain asked) {
            send(CoordinatorMessage.newBuilder()
                    .setNodeRefused(NodeRefused.newBuilder()
                            .setNode(asked.node())
                            .setIncarnation(asked.incarnation())
                            .setReason(asked.reason())
                            .setAskAgain(asked.heard())));
        } else if (reply instanceof Reply.Acknowledged acknowledged) {
            send(CoordinatorMessage.newBuilder()
                    .setAcknowledged(Acknowledged.newBuilder()
                            .setNode(acknowledged.node())
                            .setIncarnation(acknowledged.incarnation())
                            .setSequence(acknowledged.sequence())));
        }
    }

    /** Not acknowledged: the agent repeats it, to the leader when there is another one. */
    private void onFailure(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof RequestRefused refused && refused.code() == Code.NOT_LEADER) {
            send(agents.notLeader());
            close();
        } else if (cause instanceof RequestRefused refused && refused.code() != Code.UNAVAILABLE) {
            LOG.warn("a message of agent {} was refused: {}", agent, refused.getMessage());
        } else {
            LOG.debug("a message of agent {} was not taken: {}", agent, cause.getMessage());
            close();
        }
    }

    void send(CoordinatorMessage.Builder message) {
        synchronized (this) {
            if (open) {
                toAgent.accept(message.build());
            }
        }
    }

    /** Ends the stream from this side; the agent comes back, and finds the leader. */
    void close() {
        closed();
        end.run();
    }

    @Override
    public void closed() {
        open = false;
        agents.forget(this);
    }
}
