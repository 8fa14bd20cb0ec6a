package dev.lockstep.agent.execute;

import com.google.protobuf.ByteString;
import dev.lockstep.agent.engine.SessionPurpose;
import dev.lockstep.agent.engine.SqlFailure;
import dev.lockstep.agent.gates.PhaseGate;
import dev.lockstep.agent.ledger.EpochRow;
import dev.lockstep.agent.ledger.Mandate;
import dev.lockstep.agent.ledger.PlanRow;
import dev.lockstep.agent.node.NodeSession;
import dev.lockstep.agent.node.Orders;
import dev.lockstep.agent.node.ToyDatabase;
import dev.lockstep.chain.Hashing;
import dev.lockstep.chain.Hashing.Domain;
import dev.lockstep.signing.Approvers;
import dev.lockstep.v1.Order;
import dev.lockstep.v1.Patience;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.Position;
import dev.lockstep.v1.Progress;
import dev.lockstep.v1.Report;
import dev.lockstep.v1.Step;
import dev.lockstep.zookeeper.GateId;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** A node in memory with an executor that is driven by hand: each new process raises the incarnation, as a real one does. */
final class WorkBench {
    private static final int MOST_PROCESSES = 10;
    private static final int MOST_TURNS = 1000;

    final ToyDatabase database = new ToyDatabase();
    final List<Report> reported = new ArrayList<>();
    final List<String> refusals = new ArrayList<>();
    final List<Progress> progress = Collections.synchronizedList(new ArrayList<>());
    final TestPacer pacer = new TestPacer();
    final TestGate gate = new TestGate();
    Approvers approvers = Approvers.ANYBODY;
    Predicate<Mandate> mayStart = mandate -> true;
    Prober prober = Prober.ofCatalog();
    Optional<Position> tip = Optional.empty();
    boolean tipIsOwn = true;
    int workers = 1;
    private ByteString planHash = ByteString.EMPTY;

    WorkBench() throws SQLException {
        try (NodeSession session = database.open(SessionPurpose.FOLLOWER)) {
            session.begin();
            session.ledger().adopt(Orders.FLEET, Orders.NODE, "toy-1", "random");
            session.commit();
        }
        startProcess().close();
    }

    /** A new process of the agent takes over. */
    NodeSession startProcess() throws SQLException {
        NodeSession session = database.open(SessionPurpose.DRIVER);
        session.begin();
        session.ledger().raiseIncarnation();
        session.commit();
        return session;
    }

    /** The node has this plan, as PREFLIGHT would have left it. */
    void planned(Step... steps) throws SQLException {
        planned(Patience.getDefaultInstance(), steps);
    }

    /** The same, with steps that are as patient as this. */
    void planned(Patience patience, Step... steps) throws SQLException {
        Plan plan = Plan.newBuilder()
                .setPatience(patience)
                .setFleet(Orders.FLEET)
                .setEpoch(Orders.EPOCH)
                .setNode(Orders.NODE)
                .setChangeHash(Orders.CHANGE_HASH)
                .addAllSteps(List.of(steps))
                .build();
        planHash = Hashing.hash(Domain.PLAN, plan.toByteString());
        receive(Orders.prepare());
        try (NodeSession session = database.open(SessionPurpose.FOLLOWER)) {
            session.begin();
            session.ledger().putPlan(new PlanRow(Orders.EPOCH, plan.toByteString(), planHash));
            session.commit();
        }
    }

    ByteString planHash() {
        return planHash;
    }

    void receive(Order.Builder order) throws SQLException {
        try (NodeSession session = database.open(SessionPurpose.FOLLOWER)) {
            long now = session.ledger().node().orElseThrow().incarnation();
            Orders.receive(session, order, now);
        }
    }

    /** Works, with a new process after each loss of contact, until nothing more is to be done; then the stored outcome. */
    Report work() throws InterruptedException {
        for (int process = 0; process < MOST_PROCESSES; process++) {
            try (NodeSession session = startProcess()) {
                return turnUntilIdle(session);
            } catch (SQLException failed) {
                if (database.classify(failed).kind() != SqlFailure.Kind.UNKNOWN) {
                    throw new IllegalStateException(failed);
                }
            }
        }
        throw new IllegalStateException("expected an end after " + MOST_PROCESSES + " processes, found none");
    }

    private Report turnUntilIdle(NodeSession session) throws SQLException, InterruptedException {
        EpochExecutor executor = executor();
        for (int turn = 0; turn < MOST_TURNS; turn++) {
            List<EpochRow> open = session.ledger().openEpochs();
            if (open.isEmpty() || !executor.advance(session, open.get(0))) {
                return open.isEmpty()
                        ? Report.getDefaultInstance()
                        : new KnownOutcomes().of(open.get(0)).orElse(Report.getDefaultInstance());
            }
        }
        throw new IllegalStateException("expected an end after " + MOST_TURNS + " turns, found none");
    }

    EpochExecutor executor() {
        return new EpochExecutor(
                Orders.FLEET,
                Orders.NODE,
                database,
                new PhaseAdmission(Orders.FLEET, Orders.NODE, this::tipOf, gate, approvers),
                new WorkPermits(1),
                new Watch(),
                new Sink(),
                WorkLimits.usual().withBackfillWorkers(workers),
                pacer,
                prober,
                Throttle.ofDutyCycle(0.5),
                new Random(1));
    }

    private Optional<Position> tipOf(String fleet) {
        if (!tipIsOwn) {
            return tip;
        }
        return database.position();
    }

    /** Time that passes only while somebody waits for it. */
    static final class TestPacer implements Pacer {
        private final AtomicLong nowMillis = new AtomicLong();

        @Override
        public long nowMillis() {
            return nowMillis.get();
        }

        @Override
        public void pause(long millis) {
            nowMillis.addAndGet(millis);
        }
    }

    /** A gate that lets everybody in, unless told otherwise. */
    static final class TestGate implements PhaseGate {
        final List<GateId> inside = new ArrayList<>();
        final List<GateId> entered = new ArrayList<>();
        final List<Listener> listeners = new ArrayList<>();
        Entry answer = new Entry.Entered();

        @Override
        public CompletableFuture<Entry> enter(GateId gate, String node, Duration timeout) {
            if (answer instanceof Entry.Entered && !inside.contains(gate)) {
                inside.add(gate);
                entered.add(gate);
            }
            return CompletableFuture.completedFuture(answer);
        }

        @Override
        public CompletableFuture<Void> leave(GateId gate, String node) {
            inside.remove(gate);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void addListener(Listener listener) {
            listeners.add(listener);
        }

        @Override
        public void close() {}
    }

    private final class Watch implements WorkWatch {
        @Override
        public boolean mayStart(Mandate mandate) {
            return mayStart.test(mandate);
        }

        @Override
        public void progress(Progress.Builder now) {
            progress.add(now.build());
        }

        @Override
        public void stepDone(StepWork work, long millis) {}

        @Override
        public void batchDone(int rows) {}

        @Override
        public void lockWaited() {}
    }

    private final class Sink implements ReportSink {
        @Override
        public void outcome(Report outcome) {
            reported.add(outcome);
        }

        @Override
        public void refusal(long number, String reason) {
            refusals.add(reason);
        }

        @Override
        public void forget(long epoch) {}

        @Override
        public void progress(Progress.Builder now) {}
    }
}
