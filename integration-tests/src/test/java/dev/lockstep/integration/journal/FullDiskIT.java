package dev.lockstep.integration.journal;

import static dev.lockstep.integration.journal.JournalUnderTest.FLEET;
import static dev.lockstep.integration.journal.JournalUnderTest.KEY;
import static dev.lockstep.integration.journal.JournalUnderTest.TRUSTED;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockstep.coordinator.journal.AppendOutcome;
import dev.lockstep.coordinator.journal.ClaimOutcome;
import dev.lockstep.coordinator.journal.JournalWriter;
import dev.lockstep.coordinator.journal.KafkaFleets;
import dev.lockstep.coordinator.journal.KafkaJournal;
import dev.lockstep.coordinator.journal.KafkaTiming;
import dev.lockstep.coordinator.journal.ProducerFactory;
import dev.lockstep.deploy.servers.KafkaProcess;
import dev.lockstep.deploy.servers.Server;
import dev.lockstep.deploy.servers.ServerException;
import dev.lockstep.integration.servers.Disk;
import dev.lockstep.integration.servers.FileLimit;
import dev.lockstep.integration.servers.SmallDisk;
import dev.lockstep.kafka.KafkaCluster;
import dev.lockstep.v1.EpochPaused;
import dev.lockstep.v1.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The broker's disk is full: it ends itself. Once there is room and it was started again, the journal holds what was said to count, once, and goes on. */
class FullDiskIT {
    private static final KafkaTiming IMPATIENT = new KafkaTiming(Duration.ofSeconds(1), Duration.ofSeconds(3));

    private static final int MOST_ENTRIES = 5_000;

    /** What a broker ends with: a file, or the page of an index that it has mapped into its memory, gets no block. */
    private static final List<String> FULL =
            List.of("No space left on device", "File too large", "unsafe memory access operation");

    @TempDir
    private Path folder;

    /** A limit on files can be had everywhere; a file system of its own not. */
    static Stream<Named<Function<Path, Disk>>> disks() {
        Named<Function<Path, Disk>> limit = Named.of("file limit", unused -> FileLimit.ofBytes(0));
        Named<Function<Path, Disk>> small = Named.of("small disk", SmallDisk::mountedOn);
        return SmallDisk.isPossible() ? Stream.of(limit, small) : Stream.of(limit);
    }

    @ParameterizedTest
    @MethodSource("disks")
    void nothingThatCountedIsLostOrDoubledWhenTheBrokersDiskIsFull(Function<Path, Disk> kind) throws IOException {
        KafkaProcess broker = new KafkaProcess("kafka", folder.resolve("kafka"), 0);
        try (Disk disk = kind.apply(broker.dataFolder().resolve("data"));
                Server kafka = broker) {
            kafka.start();
            KafkaCluster cluster = KafkaCluster.plain(kafka.url(), "full");
            try (Admin admin = KafkaFleets.connect(cluster, KafkaTiming.DEFAULT);
                    KafkaJournal journal =
                            new KafkaJournal(admin, cluster, FLEET, KEY, TRUSTED, IMPATIENT, ProducerFactory.plain())) {
                JournalFollower follower = JournalFollower.of(journal);
                List<String> told = new ArrayList<>();
                JournalWriter writer = follower.claimed();
                for (int i = 0; i < 50; i++) {
                    assertThat(append(writer, "before " + i, told)).isInstanceOf(AppendOutcome.Appended.class);
                }

                disk.fill(kafka);
                appendUntilUnclear(writer, told);
                await().atMost(60, SECONDS).until(() -> !kafka.isRunning());
                assertThat(said(kafka)).containsAnyOf(FULL.toArray(String[]::new));
                if (disk.staysFull()) {
                    assertThatThrownBy(kafka::start).isInstanceOf(ServerException.class);
                }
                disk.giveRoom(kafka);
                kafka.start();

                await().atMost(60, SECONDS)
                        .until(() -> journal.claim("a", 1).get(30, SECONDS) instanceof ClaimOutcome.Claimed);
                assertThat(append(follower.claimed(), "after", told)).isInstanceOf(AppendOutcome.Appended.class);
                assertThat(follower.reasons())
                        .containsSubsequence(told)
                        .endsWith("after")
                        .doesNotHaveDuplicates();
                assertThat(follower.damage()).isEmpty();
            }
        }
    }

    /** Each entry has a size of its own, so that the one that does not fit ends anywhere in a page. */
    private static void appendUntilUnclear(JournalWriter writer, List<String> told) {
        AppendOutcome outcome;
        int size = 0;
        do {
            size = size * 2 + 1;
            outcome = append(writer, "full " + "x".repeat(Math.min(size, 5_000)) + told.size(), told);
        } while (outcome instanceof AppendOutcome.Appended && told.size() < MOST_ENTRIES);
        assertThat(outcome).isInstanceOf(AppendOutcome.Unclear.class);
    }

    /** Where the disk is so full that not even its log can be written, that goes to its output. */
    private static String said(Server kafka) throws IOException {
        Path data = kafka.dataFolder();
        return Files.readString(data.resolve("java.log")) + Files.readString(data.resolve("server.log"));
    }

    /** @param told what was said to count */
    private static AppendOutcome append(JournalWriter writer, String reason, List<String> told) {
        Event event = Event.newBuilder()
                .setEpochPaused(EpochPaused.newBuilder().setEpoch(1).setReason(reason))
                .build();
        AppendOutcome outcome =
                writer.append(List.of(event), 1).orTimeout(30, SECONDS).join();
        if (outcome instanceof AppendOutcome.Appended) {
            told.add(reason);
        }
        return outcome;
    }
}
