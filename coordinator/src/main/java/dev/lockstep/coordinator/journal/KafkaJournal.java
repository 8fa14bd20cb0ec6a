package dev.lockstep.coordinator.journal;

import dev.lockstep.kafka.KafkaCluster;
import dev.lockstep.signing.SignatureCheck;
import dev.lockstep.signing.Signer;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;

/**
 * A fleet's journal on Kafka. It makes the topic where it is missing. One thread reads, one writes.
 *
 * <p>The {@code transactional.id} fences a writer fast whose successor has started; that exactly one of two counts is due to the chain alone.
 */
public final class KafkaJournal implements Journal {
    private final LogJournal journal;
    private final ExecutorService writing;

    /**
     * @param admin a connection to the same cluster; the caller closes it, after this
     * @param key this coordinator's
     * @param trusted keys of all coordinators
     * @param producers {@link ProducerFactory#plain()} as a rule
     */
    public KafkaJournal(
            Admin admin,
            KafkaCluster cluster,
            String fleet,
            Signer key,
            SignatureCheck trusted,
            KafkaTiming timing,
            ProducerFactory producers) {
        this.writing = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "journal-writer " + fleet);
            thread.setDaemon(true);
            return thread;
        });
        this.journal = new LogJournal(
                fleet,
                key,
                trusted,
                new KafkaLog(admin, cluster, fleet, timing, producers),
                writing,
                new Limited(timing.answerMillis() * 2L),
                () -> UUID.randomUUID().toString());
    }

    @Override
    public String fleet() {
        return journal.fleet();
    }

    @Override
    public void follow(JournalReader reader) {
        journal.follow(reader);
    }

    @Override
    public void follow(JournalReader reader, Anchor anchor) {
        journal.follow(reader, anchor);
    }

    @Override
    public CompletableFuture<ClaimOutcome> claim(String coordinator, long atMillis) {
        return journal.claim(coordinator, atMillis);
    }

    @Override
    public void close() {
        writing.shutdown();
        journal.close();
    }

    /** Long enough that a write's own time-out comes first. */
    private record Limited(long timeoutMillis) implements LogJournal.Patience {
        @Override
        public <T> CompletableFuture<T> limit(CompletableFuture<T> future) {
            return future.orTimeout(timeoutMillis, TimeUnit.MILLISECONDS);
        }
    }
}
