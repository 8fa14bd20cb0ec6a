package dev.lockstep.agent.directives;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.lockstep.kafka.InMemoryTopic;
import dev.lockstep.v1.Directive;
import dev.lockstep.v1.SignedEnvelope;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InMemoryRecordsTest {
    private final InMemoryTopic topic = new InMemoryTopic();
    private final InMemoryRecords records = new InMemoryRecords(topic, (domain, envelope) -> Optional.empty());

    @Test
    void aRecordIsReadOnceForAll() {
        topic.append(directive(1));

        assertThat(records.read(0).get(0)).isSameAs(records.read(0).get(0));
    }

    @Test
    void theRecordThatStandsThereNowIsReadAndNotTheOneBefore() {
        topic.append(directive(1));
        records.read(0);
        topic.truncate(0);
        topic.append(directive(2));

        assertThat(records.read(0).get(0).signed().directive().getNumber()).isEqualTo(2);
    }

    @Test
    void readingMayBeginAnywhere() {
        topic.append(directive(1));
        topic.append(directive(2));

        assertThat(records.read(1).get(0).signed().directive().getNumber()).isEqualTo(2);
        assertThat(records.read(0).get(0).signed().directive().getNumber()).isEqualTo(1);
        assertThat(records.read(2)).isEmpty();
    }

    private static ByteString directive(long number) {
        return SignedEnvelope.newBuilder()
                .setPayload(Directive.newBuilder().setNumber(number).build().toByteString())
                .build()
                .toByteString();
    }
}
