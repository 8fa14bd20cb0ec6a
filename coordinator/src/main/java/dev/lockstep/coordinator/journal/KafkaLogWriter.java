package dev.lockstep.coordinator.journal;

import com.google.protobuf.ByteString;
import java.time.Duration;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jspecify.annotations.Nullable;

/** Appends each record in a transaction of its own. */
final class KafkaLogWriter implements JournalLog.LogWriter {
    private final Producer<byte[], byte[]> producer;
    private final TopicPartition partition;

    KafkaLogWriter(Producer<byte[], byte[]> producer, TopicPartition partition) {
        this.producer = producer;
        this.partition = partition;
    }

    /** Any failure but fencing is unclear, also one that Kafka calls abortable: the next claim's {@code initTransactions} settles it the same way for all. */
    @Override
    public void append(ByteString record) throws JournalLog.FencedException {
        try {
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(partition.topic(), partition.partition(), null, record.toByteArray()));
            producer.commitTransaction();
        } catch (KafkaException | IllegalStateException failed) {
            if (isFenced(failed)) {
                throw new JournalLog.FencedException(
                        "another coordinator took over the writing of " + partition.topic());
            }
            throw new LogUnreachableException(
                    "appending to " + partition.topic() + " failed: " + failed.getMessage(), failed);
        }
    }

    /** Which of the two comes depends on which broker notices first. */
    private static boolean isFenced(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProducerFencedException || cause instanceof InvalidProducerEpochException) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }
}
