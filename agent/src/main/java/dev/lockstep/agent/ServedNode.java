package dev.lockstep.agent;

import com.google.protobuf.ByteString;
import dev.lockstep.agent.directives.DirectiveSource;
import dev.lockstep.agent.execute.Backoff;
import dev.lockstep.agent.execute.DriverSeat;
import dev.lockstep.agent.execute.EpochExecutor;
import dev.lockstep.agent.execute.KnownOrders;
import dev.lockstep.agent.execute.NodeStanding;
import dev.lockstep.agent.execute.NodeWorker;
import dev.lockstep.agent.execute.PhaseAdmission;
import dev.lockstep.agent.execute.Prober;
import dev.lockstep.agent.execute.StepWork;
import dev.lockstep.agent.execute.Throttle;
import dev.lockstep.agent.execute.TipReader;
import dev.lockstep.agent.execute.WorkLimits;
import dev.lockstep.agent.execute.WorkPermits;
import dev.lockstep.agent.execute.WorkWatch;
import dev.lockstep.agent.follow.IncomingOrders;
import dev.lockstep.agent.follow.NodeFollower;
import dev.lockstep.agent.gates.PhaseGate;
import dev.lockstep.agent.ledger.Mandate;
import dev.lockstep.agent.node.NodeDatabase;
import dev.lockstep.agent.report.NodeReports;
import dev.lockstep.agent.settings.NodeSettings;
import dev.lockstep.signing.Approvers;
import dev.lockstep.v1.Directive;
import dev.lockstep.v1.Progress;
import java.time.Duration;
import java.util.List;

/** One node with its two threads: one follows, one works. A simulation starts no thread, and takes their turns by itself. */
public final class ServedNode implements AutoCloseable {
    private static final double DUTY = 0.7;
    private static final Duration LAST_WORD = Duration.ofSeconds(5);

    private final NodeSettings settings;
    private final NodeDatabase database;
    private final DirectiveSource source;
    private final NodeStanding standing = new NodeStanding();
    private final IncomingOrders incoming = new IncomingOrders();
    private final NodeSurroundings surroundings;
    private final PhaseAdmission admission;
    private final NodeReports reports;
    private final NodeHealthBoard health;
    private final AgentMetrics metrics;
    private final KnownOrders knownOrders;
    private final NodeFollower follower;
    private final NodeWorker worker;
    private final List<Thread> threads;

    /**
     * @param tips asked only once the node works, so it may be set up after this
     */
    public ServedNode(
            NodeSettings settings,
            NodeDatabase database,
            DirectiveSource source,
            PhaseGate gate,
            Approvers approvers,
            TipReader tips,
            WorkPermits permits,
            AgentMetrics metrics,
            NodeSurroundings surroundings) {
        this.settings = settings;
        this.surroundings = surroundings;
        this.database = database;
        this.source = source;
        this.metrics = metrics;
        this.admission = new PhaseAdmission(settings.fleet(), settings.name(), tips, gate, approvers);
        this.reports = new NodeReports(settings.fleet(), settings.name(), standing);
        this.health = new NodeHealthBoard(reports);
        metrics.watch(standing, reports);
        standing.onNews(source::wake);
        EpochExecutor executor = new EpochExecutor(
                settings.fleet(),
                settings.name(),
                database,
                admission,
                permits,
                new Watch(),
                reports,
                WorkLimits.usual().withBackfillWorkers(settings.backfillWorkers()),
                surroundings.pacer(),
                Prober.ofCatalog(),
                Throttle.ofDutyCycle(DUTY),
                surroundings.random());
        this.knownOrders = executor.orders();
        this.worker = new NodeWorker(
                settings.name(),
                database,
                standing,
                new DriverSeat(settings.name(), database, surroundings.pacer()),
                executor,
                admission,
                reports,
                health,
                retry(),
                surroundings.pacer());
        this.follower = follower();
        this.threads = List.of(
                new Thread(follower, "follower-" + settings.name()), new Thread(worker, "worker-" + settings.name()));
    }

    private NodeFollower follower() {
        return new NodeFollower(
                settings.fleet(),
                settings.name(),
                settings.labelTexts(),
                database,
                standing,
                source,
                reports::hello,
                reports,
                new Orders(),
                health,
                surroundings.pacer(),
                retry(),
                surroundings.adoptionIds());
    }

    private Backoff retry() {
        return new Backoff(surroundings.random(), 100, 5000);
    }

    /** What it has to say, for the stream to the leader. */
    public NodeReports reports() {
        return reports;
    }

    NodeDatabase database() {
        return database;
    }

    /** Whether it may execute now. */
    public NodeStanding standing() {
        return standing;
    }

    String name() {
        return settings.name();
    }

    /** One turn of the thread that follows, without waiting; says how long to rest before the next one, in milliseconds. */
    public long followerTurn() throws InterruptedException {
        return follower.turn(Duration.ZERO);
    }

    /** One turn of the thread that works, without waiting for something to do; says how long to rest before the next one, in milliseconds. */
    public long workerTurn() throws InterruptedException {
        return worker.turn(0);
    }

    /** After the last turns: what the threads do at their end. */
    public void endTurns() {
        follower.end();
        worker.end();
    }

    void start() {
        threads.forEach(Thread::start);
    }

    @Override
    public void close() {
        standing.leave("the agent is stopped");
        source.close();
        worker.breakOff();
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            try {
                thread.join(LAST_WORD.toMillis());
            } catch (InterruptedException hurry) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** What the work asks and tells. */
    private final class Watch implements WorkWatch {
        @Override
        public boolean mayStart(Mandate mandate) {
            return standing.isConfirmed() && !incoming.hasNewer(mandate.epoch(), mandate.number());
        }

        @Override
        public void progress(Progress.Builder progress) {
            reports.progress(progress);
        }

        @Override
        public void stepDone(StepWork work, long millis) {
            metrics.stepDone(work, millis);
        }

        @Override
        public void batchDone(int rows) {
            metrics.batchDone(rows);
        }

        @Override
        public void lockWaited() {
            metrics.lockWaited();
        }
    }

    /** Passes orders to the worker. */
    private final class Orders implements NodeFollower.OrderListener {
        @Override
        public void coming(Directive directive) {
            incoming.announce(directive);
            if (directive.getOrder().hasHalt() || directive.getOrder().hasDismiss()) {
                worker.breakOff();
            }
        }

        @Override
        public void received(Directive directive, ByteString hash) {
            knownOrders.remember(directive.getEpoch(), hash, directive.getOrder());
            if (directive.getOrder().hasDismiss()) {
                standing.dismissed();
            }
            worker.wake();
        }
    }
}
