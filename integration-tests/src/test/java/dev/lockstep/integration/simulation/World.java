package dev.lockstep.integration.simulation;

import dev.lockstep.v1.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Everything that there is in one seed. */
final class World {
    static final String FLEET = "orders";
    static final CheapKey KEY = new CheapKey("coordinators");
    static final int MOST_EPOCHS = 8;
    private static final int MOST_ON_STACK = 6;
    private static final long MOST_EVENTS = 300_000;

    private final Chance chance;
    private final Faults faults;
    private final Scenario scenario;
    private final boolean rosterChanges;
    private final Seams seams;
    private final Trace trace;
    private final Schedule schedule;
    private final SimulatedKafka kafka;
    private final SimulatedZooKeeper zookeeper;
    private final Effects effects;
    private final Checker checker;
    private final List<SimulatedDatabase> databases = new ArrayList<>();
    private final List<SimulatedCoordinator> coordinators = new ArrayList<>();
    private final List<SimulatedAgent> agents = new ArrayList<>();
    private final List<SimulatedConnection> connections = new ArrayList<>();
    private final TreeMap<String, Long> incarnations = new TreeMap<>();
    private final Lane lane = new Lane("world", null);
    private final People people;
    private @Nullable Violation violation;
    private int startedLate;
    private long ids;

    World(long seed, Variant variant, boolean withoutFaults, Trace trace) {
        this.chance = new Chance(seed);
        this.scenario = Scenario.of(chance, seed);
        this.faults = new Faults(chance, withoutFaults);
        this.rosterChanges = faults.has(Fault.PEOPLE_CHANGE_THE_ROSTER);
        this.seams = variant.seams();
        this.trace = trace;
        this.schedule = new Schedule(this::afterEvent);
        this.kafka = new SimulatedKafka(this);
        this.zookeeper = new SimulatedZooKeeper(this);
        this.effects = new Effects(this);
        this.checker = new Checker(this);
        this.people = new People(this);
        for (int i = 1; i <= scenario.nodes(); i++) {
            Engine engine = chance.oneIn(2) ? Engine.POSTGRES : Engine.MYSQL;
            databases.add(new SimulatedDatabase(this, "shard-" + i, engine, chance.between(50, 900)));
        }
        for (int i = faults.has(Fault.NODE_LATE) ? chance.between(1, 2) : 0; i > 0; i--) {
            Engine engine = chance.oneIn(4) ? Engine.MYSQL : databases.get(0).engine();
            databases.add(new SimulatedDatabase(this, "late-" + i, engine, chance.between(50, 900)));
        }
    }

    /** Starts all processes. */
    void start() {
        for (int i = 1; i <= scenario.coordinators(); i++) {
            startCoordinator("coordinator-" + i);
        }
        for (int i = 0; i < scenario.agents(); i++) {
            startAgent("agent-" + (i + 1));
        }
        new Troubles(this).start();
        people.start();
    }

    /** How many epochs people want; one more where the roster changes, because who comes in between two is seen in the second. */
    int epochs() {
        return scenario.epochs() + (rosterChanges ? 1 : 0);
    }

    /** Whether all that people wanted has ended. */
    boolean hasNothingLeft() {
        return people.isThrough() && checker.isQuiet();
    }

    private void afterEvent(long nowMillis, Lane ran, String what) {
        trace.event(nowMillis, ran, what);
        if (schedule.events() > MOST_EVENTS) {
            violated("I10", "no end after " + MOST_EVENTS + " events");
        }
        Violation found = violation;
        if (found != null) {
            throw found;
        }
    }

    /** Remembers what is wrong, also when the code in between swallows the error. */
    Violation violated(String invariant, String message) {
        if (violation == null) {
            violation = new Violation(invariant, message);
            trace.say("VIOLATION " + invariant + ": " + message);
        }
        return violation;
    }

    @Nullable
    Violation violation() {
        return violation;
    }

    void startCoordinator(String name) {
        SimulatedCoordinator started = new SimulatedCoordinator(this, new Process(name + "#" + nextId()));
        coordinators.add(started);
        zookeeper.enter(started);
    }

    void startAgent(String name) {
        agents.add(new SimulatedAgent(this, name, new Process(name + "#" + nextId()), servedBy(name)));
    }

    /** A node that comes late has an agent of its own. */
    private List<SimulatedDatabase> servedBy(String name) {
        int place = Integer.parseInt(name.substring(name.indexOf('-') + 1)) - 1;
        if (place >= scenario.agents()) {
            return List.of(databases.get(scenario.nodes() + place - scenario.agents()));
        }
        List<SimulatedDatabase> served = new ArrayList<>();
        for (int i = place; i < scenario.nodes(); i += scenario.agents()) {
            served.add(databases.get(i));
        }
        return served;
    }

    /** An agent starts beside a node that the fleet has not seen. */
    void startLate() {
        int late = databases.size() - scenario.nodes();
        if (startedLate < late) {
            startedLate++;
            startAgent("agent-" + (scenario.agents() + startedLate));
        }
    }

    /** Somebody puts another state of a database in its place, and starts its agents again. What they had said before is not heard any more. */
    void replace(SimulatedDatabase database, Runnable how, long takesMillis) {
        for (SimulatedAgent agent : List.copyOf(agents)) {
            if (agent.databases().contains(database)) {
                agent.process().silence();
                crash(agent, takesMillis + chance.between(50, 2000));
            }
        }
        how.run();
    }

    void crash(SimulatedCoordinator coordinator, long startsAgainAfterMillis) {
        kill(coordinator.process());
        coordinators.remove(coordinator);
        zookeeper.leave(coordinator, 0);
        for (SimulatedConnection connection : List.copyOf(connections)) {
            if (connection.address().equals(coordinator.process().name())) {
                schedule.in(chance.between(1, 1500), lane, "connection lost", connection::breakOff);
            }
        }
        String name = coordinator.process().name();
        schedule.in(
                startsAgainAfterMillis, lane, "starts", () -> startCoordinator(name.substring(0, name.indexOf('#'))));
    }

    void crash(SimulatedAgent agent, long startsAgainAfterMillis) {
        die(agent);
        schedule.in(startsAgainAfterMillis, lane, "starts", () -> startAgent(agent.name()));
    }

    /** Newer processes serve all of its nodes. */
    void exited(SimulatedAgent agent) {
        trace.say(agent.process().name() + " exits");
        agent.gate().close();
        die(agent);
    }

    private void die(SimulatedAgent agent) {
        kill(agent.process());
        agents.remove(agent);
        for (SimulatedDatabase database : agent.databases()) {
            for (SimulatedSession session : List.copyOf(database.sessions())) {
                if (session.process() == agent.process()) {
                    session.abandon();
                }
            }
        }
        String session = agent.process().name();
        schedule.in(
                chance.between(0, 6000),
                zookeeper.lane(),
                "session ends",
                () -> zookeeper.gates().endSession(session));
    }

    private void kill(Process process) {
        trace.say("kill " + process.name());
        process.die();
    }

    /** The process whose code runs now dies in the middle of it. */
    void crashHere(Process process) {
        for (SimulatedAgent agent : List.copyOf(agents)) {
            if (agent.process() == process) {
                crash(agent, chance.between(50, 5000));
            }
        }
        for (SimulatedCoordinator coordinator : List.copyOf(coordinators)) {
            if (coordinator.process() == process) {
                crash(coordinator, chance.between(50, 8000));
            }
        }
        throw new Unwound.Crashed();
    }

    /** The process whose code runs now stands still in the middle of it; the world goes on. */
    void pauseHere(Process process, long millis) {
        if (schedule.depth() < MOST_ON_STACK) {
            trace.say("pause " + process.name() + " for " + millis);
            process.pauseUntil(now() + millis);
            pass(process, millis);
        }
    }

    /** Time passes for the thread that runs now. */
    void pass(Process process, long millis) {
        process.requireAlive();
        schedule.pass(millis);
        while (process.isAlive() && process.pausedUntil() > now()) {
            schedule.pass(process.pausedUntil() - now());
        }
        process.requireAlive();
    }

    void nudgeFollowers() {
        agents.forEach(SimulatedAgent::nudgeFollowers);
    }

    long incarnationOf(Process process, String node) {
        return incarnations.getOrDefault(process.name() + "/" + node, 0L);
    }

    void incarnationOf(Process process, String node, long incarnation) {
        incarnations.put(process.name() + "/" + node, incarnation);
    }

    void add(SimulatedConnection connection) {
        connections.removeIf(SimulatedConnection::isOver);
        connections.add(connection);
    }

    long nextId() {
        return ++ids;
    }

    long now() {
        return schedule.nowMillis();
    }

    Chance chance() {
        return chance;
    }

    Faults faults() {
        return faults;
    }

    Scenario scenario() {
        return scenario;
    }

    Seams seams() {
        return seams;
    }

    Trace trace() {
        return trace;
    }

    Schedule schedule() {
        return schedule;
    }

    Lane lane() {
        return lane;
    }

    SimulatedKafka kafka() {
        return kafka;
    }

    SimulatedZooKeeper zookeeper() {
        return zookeeper;
    }

    Effects effects() {
        return effects;
    }

    Checker checker() {
        return checker;
    }

    List<SimulatedDatabase> databases() {
        return databases;
    }

    List<SimulatedCoordinator> coordinators() {
        return coordinators;
    }

    List<SimulatedAgent> agents() {
        return agents;
    }

    List<SimulatedConnection> connections() {
        return connections;
    }
}
