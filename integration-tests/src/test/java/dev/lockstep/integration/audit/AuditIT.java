package dev.lockstep.integration.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.lockstep.chain.Hashing.Domain;
import dev.lockstep.coordinator.Coordinator;
import dev.lockstep.coordinator.journal.KafkaFleets;
import dev.lockstep.coordinator.journal.KafkaTiming;
import dev.lockstep.integration.fleet.FleetRun;
import dev.lockstep.integration.fleet.FleetTopics;
import dev.lockstep.integration.fleet.OrdersTable;
import dev.lockstep.integration.fleet.TestFleet;
import dev.lockstep.integration.servers.TestCluster;
import dev.lockstep.signing.SigningKey;
import dev.lockstep.v1.AuditReport;
import dev.lockstep.v1.Event;
import dev.lockstep.v1.FleetStatus;
import dev.lockstep.v1.JournalEntry;
import dev.lockstep.v1.SignedEnvelope;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

/** A journal that somebody has touched: the audit names the first entry that is wrong, and a fleet that runs stops. */
class AuditIT {

    @Test
    void garbageOnTheJournalStopsTheFleetAndTheAuditSaysWhere() {
        try (FleetRun run = FleetRun.ofOne("postgres", OrdersTable.CREATE)) {
            FleetTopics topics = new FleetTopics(run.fleet().prefix());
            long entries = run.audit().getEntries();
            topics.appendPlainly(topics.journal(), ByteString.copyFromUtf8("garbage"));

            assertStopped(run, entries, "its bytes are no signed journal entry");
        }
    }

    @Test
    void anEntryOfAStrangersKeyStopsTheFleetAndTheAuditSaysWhich() {
        try (FleetRun run = FleetRun.ofOne("postgres", OrdersTable.CREATE)) {
            FleetTopics topics = new FleetTopics(run.fleet().prefix());
            AuditReport before = run.audit();
            List<JournalEntry> entries = topics.entries();
            JournalEntry last = entries.get(entries.size() - 1);
            SigningKey stranger = SigningKey.generate();
            JournalEntry forged = last.toBuilder()
                    .setNumber(last.getNumber() + 1)
                    .setPreviousHash(ByteString.fromHex(before.getHead()))
                    .build();
            topics.appendPlainly(
                    topics.journal(),
                    stranger.seal(Domain.JOURNAL_ENTRY, forged.toByteString()).toByteString());

            assertStopped(run, before.getEntries(), stranger.id());
        }
    }

    private static void assertStopped(FleetRun run, long entries, String why) {
        AuditReport report = run.audit();
        assertThat(report.getIntact()).isFalse();
        assertThat(report.getEntries()).isEqualTo(entries);
        assertThat(report.getFirstWrongEntry()).isEqualTo(entries + 1);
        assertThat(report.getFinding())
                .startsWith("entry " + (entries + 1) + " at offset ")
                .contains(why);

        FleetStatus stopped =
                TestFleet.await(run::status, status -> !status.getDamage().isEmpty());
        assertThat(stopped.getDamage())
                .contains("its journal is damaged: entry " + (entries + 1))
                .contains(why);
        assertThat(FleetRun.refusal(() -> run.apply(OrdersTable.ADD_NOTE)))
                .hasMessageContaining("is stopped: its journal is damaged");
        assertThat(run.node().query("SELECT * FROM orders")).isEmpty();
    }

    @Test
    void anEntryWhoseBytesWereChangedAfterwardsIsNamed() throws Exception {
        try (FleetRun run = FleetRun.ofOne("postgres", OrdersTable.CREATE)) {
            run.complete(OrdersTable.ADD_NOTE);
            FleetTopics topics = new FleetTopics(run.fleet().prefix());
            List<ByteString> records = topics.records(topics.journal());
            int opened = indexOfOpening(topics.entries());
            long number = opened + 1L;

            AuditReport whole = auditOfCopy(run.fleet(), records, "whole");
            assertThat(whole.getIntact()).isTrue();
            // The coordinator there has claimed the copy.
            assertThat(whole.getEntries()).isGreaterThanOrEqualTo(records.size());

            AuditReport flipped = auditOfCopy(run.fleet(), with(records, opened, AuditIT::flipped), "flipped");
            assertWrong(flipped, number);
            AuditReport signed = auditOfCopy(run.fleet(), with(records, opened, AuditIT::signedAgain), "signed");
            assertWrong(signed, number);
            List<ByteString> shorter = new ArrayList<>(records);
            shorter.remove(opened);
            assertWrong(auditOfCopy(run.fleet(), shorter, "shorter"), number + 1);
        }
    }

    private static void assertWrong(AuditReport report, long number) {
        assertThat(report.getIntact()).as("%s", report).isFalse();
        assertThat(report.getFirstWrongEntry()).isEqualTo(number);
        assertThat(report.getFinding()).startsWith("entry " + number + " at offset ");
    }

    private static int indexOfOpening(List<JournalEntry> entries) {
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).getEventsList().stream().anyMatch(Event::hasEpochOpened)) {
                return i;
            }
        }
        throw new AssertionError("expected an entry that opens an epoch");
    }

    private static List<ByteString> with(List<ByteString> records, int at, UnaryOperator<SignedEnvelope> change) {
        List<ByteString> changed = new ArrayList<>(records);
        changed.set(at, change.apply(FleetTopics.envelope(records.get(at))).toByteString());
        return changed;
    }

    /** One bit of the reason for the change, as somebody would who rewrites history. */
    private static SignedEnvelope flipped(SignedEnvelope envelope) {
        byte[] payload = envelope.getPayload().toByteArray();
        // Latin-1 keeps one character for each byte.
        int at = new String(payload, StandardCharsets.ISO_8859_1).indexOf("Room for a note");
        assertThat(at).isPositive();
        payload[at] ^= 1;
        return envelope.toBuilder().setPayload(ByteString.copyFrom(payload)).build();
    }

    /** The same rewriting by somebody with a key of his own. */
    private static SignedEnvelope signedAgain(SignedEnvelope envelope) {
        return SigningKey.generate()
                .seal(Domain.JOURNAL_ENTRY, flipped(envelope).getPayload());
    }

    /** Copies the records to topics of another prefix and asks a coordinator there. */
    private static AuditReport auditOfCopy(TestFleet fleet, List<ByteString> records, String name) throws Exception {
        FleetTopics copy = new FleetTopics(fleet.prefix() + "-" + name);
        try (Admin admin = KafkaFleets.connect(copy.cluster(), KafkaTiming.DEFAULT)) {
            KafkaFleets fleets = new KafkaFleets(admin, copy.cluster(), KafkaTiming.DEFAULT);
            fleets.ensure(TestFleet.FLEET);
        }
        copy.append(copy.journal(), records);
        Coordinator coordinator = fleet.startCoordinator(name, copy.prefix(), TestCluster.INSTANCE.zooKeeper());
        FleetRun there = new FleetRun(fleet, fleet.client(coordinator));
        AuditReport report = TestFleet.await(there::audit, any -> true);
        fleet.stopCoordinator(name);
        return report;
    }
}
