package dev.lockstep.integration.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.deploy.sandbox.Member;
import dev.lockstep.deploy.sandbox.SandboxNode;
import dev.lockstep.deploy.sandbox.SandboxSettings;
import dev.lockstep.v1.EpochState;
import dev.lockstep.v1.EpochStatus;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.PhaseTiming;
import dev.lockstep.v1.PlanChangeResponse;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Rounds of one kind of takeover each, on a fleet of processes. After each round the epoch is through, each of its steps had its effect once, and nothing is left over. */
final class Takeovers {
    /** ZooKeeper's time-out for an agent, and a bit: whoever was stopped for so long has lost its session. */
    private static final long PAST_SESSION_MILLIS = 12_000;

    private final Processes processes;
    private final Epochs epochs;
    private final Proof proof;
    private final Random random;
    private int rounds;

    Takeovers(Processes processes, long seed) {
        this.processes = processes;
        this.epochs = new Epochs(processes);
        this.proof = new Proof(processes);
        this.random = new Random(seed);
    }

    /**
     * The leader is killed while the last node is about to finish EXPAND.
     *
     * @return milliseconds from the kill to its successor's decision to open the next phase, by the clock of the machine and the journal's times
     */
    long ofLeader() {
        SandboxNode node = nextNode();
        long epoch = epochs.apply("leader-" + rounds, addColumn("note"));
        epochs.await(epoch, EpochState.AWAITING_APPROVAL);
        Blocker onTable = Blocker.ofTable(node);
        PlanChangeResponse plans = epochs.approve(epoch);
        epochs.awaitBlocked(epoch, Phase.EXPAND, node);
        Member leader = processes.leader();
        long killedMillis = System.currentTimeMillis();
        processes.signal(leader, "KILL");
        onTable.close();

        EpochStatus status = epochs.await(epoch, EpochState.COMPLETED);
        processes.awaitEnd(leader);
        processes.startAgain(leader);
        proof.of(epoch, plans, EpochState.COMPLETED);
        return openedAfter(status, Phase.EXPAND) - killedMillis;
    }

    private static long openedAfter(EpochStatus status, Phase phase) {
        return status.getPhasesList().stream()
                .filter(timing -> timing.getPhase().getNumber() > phase.getNumber())
                .mapToLong(PhaseTiming::getOpenedAtMillis)
                .min()
                .orElseThrow();
    }

    /**
     * An agent is stopped somewhere in its work, another one takes its place, and the first goes on after its session has ended.
     *
     * @return how many rows the first one has written into the ledger after the other one had begun
     */
    long ofStoppedAgent() {
        SandboxNode node = nextNode();
        String column = "zone_" + rounds;
        long epoch = epochs.apply("zombie-" + rounds, Epochs.columnWithIndex(column));
        epochs.await(epoch, EpochState.AWAITING_APPROVAL);
        Member first = processes.agentOf(node);
        PlanChangeResponse plans = epochs.approve(epoch);
        pause(random.nextInt(4_000));
        processes.signal(first, "STOP");
        long stoppedNanos = System.nanoTime();
        long before = incarnation(node);
        try (Successor successor = processes.successorOf(first)) {
            successor.start();
            Processes.await(successor.name() + " to serve", () -> incarnation(node), now -> now > before);
            epochs.await(epoch, EpochState.AWAITING_RELEASE);
            pause(PAST_SESSION_MILLIS - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - stoppedNanos));
            processes.client().release(Epochs.command(epoch));
            processes.signal(first, "CONT");
            Processes.await(
                    first.name() + " to notice",
                    () -> processes.log(first),
                    log -> log.contains("a newer agent serves the node"));
            // It serves nothing else, so nothing is left for it to do.
            processes.awaitEnd(first);
            end(epoch, plans);
            assertFilled(column);
        }
        long served = incarnation(node);
        processes.startAgain(first);
        Processes.await(first.name() + " to serve again", () -> incarnation(node), now -> now > served);
        return Sql.count(
                node,
                "SELECT count(*) FROM lockstep.log late WHERE late.incarnation <= " + before
                        + " AND late.number > (SELECT min(number) FROM lockstep.log WHERE kind = 'incarnation'"
                        + " AND incarnation = " + (before + 1) + ")");
    }

    /** A node's server is killed somewhere in the work on it, and started again. */
    void ofServer() {
        SandboxNode node = nextNode();
        String column = "area_" + rounds;
        long epoch = epochs.apply("server-" + rounds, Epochs.columnWithIndex(column));
        epochs.await(epoch, EpochState.AWAITING_APPROVAL);
        PlanChangeResponse plans = epochs.approve(epoch);
        boolean inContract = rounds % 3 == 0;
        if (inContract) {
            epochs.await(epoch, EpochState.AWAITING_RELEASE);
            processes.client().release(Epochs.command(epoch));
        }
        pause(random.nextInt(inContract ? 1_000 : 3_000));
        node.server().kill();
        node.server().start();
        if (inContract) {
            end(epoch, plans);
        } else {
            epochs.await(epoch, EpochState.AWAITING_RELEASE);
            finish(epoch, plans);
        }
        assertFilled(column);
    }

    private SandboxNode nextNode() {
        List<SandboxNode> nodes = processes.nodes();
        return nodes.get(++rounds % nodes.size());
    }

    private void finish(long epoch, PlanChangeResponse plans) {
        processes.client().release(Epochs.command(epoch));
        end(epoch, plans);
    }

    private void end(long epoch, PlanChangeResponse plans) {
        epochs.await(epoch, EpochState.COMPLETED);
        proof.of(epoch, plans, EpochState.COMPLETED);
    }

    private long incarnation(SandboxNode node) {
        return processes.client().fleet(SandboxSettings.FLEET).getNodesList().stream()
                .filter(each -> each.getName().equals(node.name()))
                .findFirst()
                .orElseThrow()
                .getIncarnation();
    }

    private void assertFilled(String column) {
        for (SandboxNode each : processes.nodes()) {
            assertThat(Sql.count(each, "SELECT count(*) FROM orders WHERE " + column + " = " + Epochs.REGION))
                    .as("rows of %s with their value", each.name())
                    .isEqualTo(Processes.ROWS);
        }
    }

    private String addColumn(String name) {
        return """
            operations:
              - add_column:
                  table: orders
                  column: %s_%d
                  type: varchar(20)
            """.formatted(name, rounds);
    }

    /** Until somewhere in the work: what is killed then is not known before. */
    private static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(Math.max(0, millis));
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
