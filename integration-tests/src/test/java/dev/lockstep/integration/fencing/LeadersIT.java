package dev.lockstep.integration.fencing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.coordinator.Coordinator;
import dev.lockstep.coordinator.journal.AppendOutcome;
import dev.lockstep.coordinator.journal.ClaimOutcome;
import dev.lockstep.coordinator.journal.Journal;
import dev.lockstep.coordinator.journal.JournalReader;
import dev.lockstep.coordinator.journal.JournalWriter;
import dev.lockstep.coordinator.journal.KafkaFleets;
import dev.lockstep.coordinator.journal.KafkaJournal;
import dev.lockstep.coordinator.journal.KafkaTiming;
import dev.lockstep.coordinator.journal.ProducerFactory;
import dev.lockstep.coordinator.journal.Verdict;
import dev.lockstep.integration.fleet.FleetRun;
import dev.lockstep.integration.fleet.FleetTopics;
import dev.lockstep.integration.fleet.OrdersTable;
import dev.lockstep.integration.fleet.StepsOnce;
import dev.lockstep.integration.fleet.TestFleet;
import dev.lockstep.integration.servers.TestCluster;
import dev.lockstep.kafka.KafkaCluster;
import dev.lockstep.signing.SigningKey;
import dev.lockstep.signing.TrustedKeys;
import dev.lockstep.v1.EpochPaused;
import dev.lockstep.v1.Event;
import dev.lockstep.v1.JournalEntry;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

/** Two leaders at once: the journal lets one decide, for every reader the same one, and nothing is done twice. */
class LeadersIT {

    @Test
    void aLeaderThatWasSucceededInTheJournalDecidesNothing() throws Exception {
        try (FleetRun run = FleetRun.ofOne("postgres", OrdersTable.CREATE, OrdersTable.fill(2_000))) {
            KafkaCluster cluster = new FleetTopics(run.fleet().prefix()).cluster();
            try (Admin admin = KafkaFleets.connect(cluster, KafkaTiming.DEFAULT);
                    Journal second = journal(admin, cluster, run.fleet())) {
                second.follow(new Unread());
                long epoch = run.applyAndApprove(OrdersTable.ADD_SLOW_REGION);
                run.awaitNode(epoch, node -> node.getRowsDone() > 0);
                JournalWriter intruder = claim(second);
                // The first one believes that it leads until it reads of the second; then it claims again.
                TestFleet.await(run::status, status -> status.getTerm() > intruder.term());
                assertThat(intruder.append(List.of(paused(epoch)), 1).get(30, TimeUnit.SECONDS))
                        .isInstanceOf(AppendOutcome.Superseded.class);

                run.finish(epoch);
                assertThat(run.epoch(epoch).getReason()).isNotEqualTo("intruder");
                StepsOnce.assertOnce(run.fleet(), run.node(), epoch);
                run.assertWhole();
            }
        }
    }

    /** An arbiter that forgot everything would do the same: each coordinator has a ZooKeeper that names it leader. */
    @Test
    void twoCoordinatorsThatBothMayLeadDecideEverythingOnce() throws Exception {
        try (FleetRun run = FleetRun.ofOne("postgres", OrdersTable.CREATE, OrdersTable.fill(2_000))) {
            long epoch = run.applyAndApprove(OrdersTable.ADD_SLOW_REGION);
            run.awaitNode(epoch, node -> node.getRowsDone() > 0);
            Coordinator other = run.fleet().startCoordinator("c2", run.fleet().prefix(), otherZooKeeper(run));
            FleetRun there = new FleetRun(run.fleet(), run.fleet().client(other));
            TestFleet.await(there::status, status -> status.getLeader().equals("c2"));

            // Both are asked for the same thing again and again: it is decided, once.
            TestFleet.await(() -> asked(() -> run.pause(epoch)) | asked(() -> there.pause(epoch)), decided -> decided);
            TestFleet.await(
                    () -> asked(() -> run.resume(epoch)) | asked(() -> there.resume(epoch)), decided -> decided);
            run.fleet().stopCoordinator("c2");

            run.finish(epoch);
            StepsOnce.assertOnce(run.fleet(), run.node(), epoch);
            List<Event> events = new FleetTopics(run.fleet().prefix()).events();
            assertThat(claimants(events)).contains("c1", "c2");
            assertOneClaimPerTerm(new FleetTopics(run.fleet().prefix()).entries());
            assertThat(run.node().query("SELECT id FROM orders WHERE region <> 'us'"))
                    .isEmpty();
            run.assertWhole();
        }
    }

    /** Whether the answer was yes; a no must be one that decides nothing. */
    private static boolean asked(java.util.function.Supplier<?> command) {
        try {
            var unused = command.get();
            return true;
        } catch (StatusRuntimeException refused) {
            assertThat(refused.getMessage())
                    .containsAnyOf(
                            "does not lead fleet", "it is not known whether the decision counts", "to be paused");
            return refused.getMessage().contains("to be paused");
        }
    }

    private static List<String> claimants(List<Event> events) {
        return events.stream()
                .filter(Event::hasLeadershipClaimed)
                .map(event -> event.getLeadershipClaimed().getCoordinator())
                .distinct()
                .toList();
    }

    /** Of the entries that count; those that lost a race stand between them. */
    private static void assertOneClaimPerTerm(List<JournalEntry> entries) {
        long next = 1;
        String claim = "";
        long term = 0;
        for (JournalEntry entry : entries) {
            boolean claims = entry.getEvents(0).hasLeadershipClaimed() && entry.getTerm() == term + 1;
            if (entry.getNumber() == next && (claims || entry.getClaim().equals(claim))) {
                next++;
                claim = entry.getClaim();
                term = entry.getTerm();
            }
        }
        assertThat(term).isGreaterThan(2);
        assertThat(next).isGreaterThan(10);
    }

    private static String otherZooKeeper(FleetRun run) throws Exception {
        String root = "/other-" + run.fleet().prefix();
        try (CuratorFramework client =
                CuratorFrameworkFactory.newClient(TestCluster.INSTANCE.zooKeeper(), new RetryOneTime(100))) {
            client.start();
            client.create().forPath(root);
        }
        return TestCluster.INSTANCE.zooKeeper() + root;
    }

    private static Journal journal(Admin admin, KafkaCluster cluster, TestFleet fleet) {
        return new KafkaJournal(
                admin,
                cluster,
                TestFleet.FLEET,
                SigningKey.read(fleet.keyFile()),
                TrustedKeys.read(List.of(SigningKey.publicFileOf(fleet.keyFile()))),
                KafkaTiming.DEFAULT,
                ProducerFactory.plain());
    }

    /** The right coordinator may be faster: then once more. */
    private static JournalWriter claim(Journal journal) {
        ClaimOutcome outcome = TestFleet.await(
                () -> {
                    CompletableFuture<ClaimOutcome> claim = journal.claim("intruder", 1);
                    return claim.get(30, TimeUnit.SECONDS);
                },
                any -> any instanceof ClaimOutcome.Claimed);
        return ((ClaimOutcome.Claimed) outcome).writer();
    }

    private static Event paused(long epoch) {
        return Event.newBuilder()
                .setEpochPaused(EpochPaused.newBuilder()
                        .setEpoch(epoch)
                        .setBy("intruder")
                        .setReason("intruder"))
                .build();
    }

    /** Reads along and does nothing. */
    private static final class Unread implements JournalReader {
        @Override
        public void onVerdict(Verdict verdict) {
            assertThat(verdict).isNotInstanceOf(Verdict.Damaged.class);
        }

        @Override
        public void onCaughtUp() {}
    }
}
