package dev.lockstep.integration.simulation;

import dev.lockstep.agent.AgentMetrics;
import dev.lockstep.agent.NodeSurroundings;
import dev.lockstep.agent.ServedNode;
import dev.lockstep.agent.engine.Secret;
import dev.lockstep.agent.execute.Backoff;
import dev.lockstep.agent.execute.Pacer;
import dev.lockstep.agent.execute.WorkPermits;
import dev.lockstep.agent.report.InspectionDesk;
import dev.lockstep.agent.report.LeaderStream;
import dev.lockstep.agent.settings.NodeSettings;
import dev.lockstep.signing.Approvers;
import dev.lockstep.v1.AgentHello;
import dev.lockstep.v1.Position;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One process of an agent: its production parts on the virtual clock. */
final class SimulatedAgent {
    /** Without a child it counts nothing, and costs nothing. */
    private static final MeterRegistry NOTHING_COUNTED = new CompositeMeterRegistry();

    /** How long a follower waits for directives before it looks at anything else. */
    private static final int PATIENCE_MILLIS = 250;

    /** Whatever a follower would find when its patience is over wakes it here: so it need not look in vain every time. */
    private static final long IDLE_MILLIS = 1000;

    private final World world;
    private final String name;
    private final Process process;
    private final Lane streamLane;
    private final SimulatedGate gate;
    private final List<NodeTurns> nodes = new ArrayList<>();
    private @Nullable LeaderStream stream;

    SimulatedAgent(World world, String name, Process process, List<SimulatedDatabase> databases) {
        this.world = world;
        this.name = name;
        this.process = process;
        this.streamLane = new Lane(process.name() + "/stream", process);
        this.gate = new SimulatedGate(world, process);
        Pacer pacer = new VirtualPacer();
        WorkPermits permits = new WorkPermits(databases.size());
        for (SimulatedDatabase database : databases) {
            nodes.add(new NodeTurns(served(database, pacer, permits), database));
        }
        LeaderStream opened = new LeaderStream(
                AgentHello.newBuilder().setAgent(name).setVersion("1").build(),
                new SimulatedChannels(world, this),
                nodes.stream().map(node -> node.served.reports()).toList(),
                new InspectionDesk(Map.of()),
                pacer,
                new Backoff(world.chance(), 250, 2000),
                new LaneTimer(world, streamLane));
        stream = opened;
        opened.start();
        nodes.forEach(NodeTurns::begin);
    }

    private ServedNode served(SimulatedDatabase database, Pacer pacer, WorkPermits permits) {
        NodeSettings settings = new NodeSettings(
                World.FLEET,
                database.node(),
                database.engine(),
                "",
                "",
                new Secret(""),
                new TreeMap<>(),
                NodeSettings.USUAL_LEDGER_SCHEMA);
        return new ServedNode(
                settings,
                database.door(process),
                new SimulatedDirectives(world, process, database),
                gate,
                Approvers.ANYBODY,
                this::tip,
                permits,
                new AgentMetrics(NOTHING_COUNTED, World.FLEET, database.node()),
                new NodeSurroundings(pacer, world.chance(), () -> "adoption-" + world.nextId()));
    }

    private Optional<Position> tip(String fleet) {
        process.requireAlive();
        LeaderStream asked = stream;
        return asked == null ? Optional.empty() : asked.tip(fleet);
    }

    String name() {
        return name;
    }

    Process process() {
        return process;
    }

    Lane streamLane() {
        return streamLane;
    }

    SimulatedGate gate() {
        return gate;
    }

    List<SimulatedDatabase> databases() {
        return nodes.stream().map(node -> node.database).toList();
    }

    /** Whether every node was left to a newer process. */
    boolean isAbandoned() {
        return nodes.stream()
                .allMatch(node -> node.served.standing().leftReason().isPresent());
    }

    /** Directives have come. */
    void nudgeFollowers() {
        nodes.forEach(node -> node.follow.soon(world.chance().between(1, 8)));
    }

    /** The coordinator has to be told again who the nodes are. */
    void nudgeHellos() {
        nodes.forEach(NodeTurns::followInTime);
    }

    /** Something may have become possible. */
    void nudgeWorkers() {
        nodes.forEach(node -> node.work.soon(1));
    }

    private final class VirtualPacer implements Pacer {
        @Override
        public long nowMillis() {
            return world.now();
        }

        @Override
        public void pause(long millis) {
            world.pass(process, millis);
        }
    }

    /** A node's two threads, turn by turn. */
    private final class NodeTurns {
        private final ServedNode served;
        private final SimulatedDatabase database;
        private final Turns follow;
        private final Turns work;

        NodeTurns(ServedNode served, SimulatedDatabase database) {
            this.served = served;
            this.database = database;
            this.follow =
                    new Turns(world, new Lane(process.name() + "/follows-" + database.node(), process), this::follow);
            this.work = new Turns(world, new Lane(process.name() + "/works-" + database.node(), process), this::work);
        }

        void begin() {
            follow.soon(1);
            work.soon(5);
        }

        private long work() throws InterruptedException {
            if (left()) {
                return Turns.NEVER;
            }
            long rest = served.workerTurn();
            if (!served.standing().isConfirmed()) {
                followInTime();
            }
            return rest;
        }

        private void followInTime() {
            follow.soon(world.chance().between(1, PATIENCE_MILLIS));
        }

        /** A process that has left all of its nodes exits; one that has left some lets go of what it kept for them. */
        private boolean left() {
            if (served.standing().leftReason().isEmpty()) {
                return false;
            }
            served.endTurns();
            if (isAbandoned()) {
                world.exited(SimulatedAgent.this);
            }
            return true;
        }

        private long follow() throws InterruptedException {
            if (left()) {
                return Turns.NEVER;
            }
            LedgerRows before = database.ledger();
            long rest = served.followerTurn();
            if (database.ledger() != before) {
                work.soon(1);
            }
            return rest == 0 ? IDLE_MILLIS : rest;
        }
    }
}
