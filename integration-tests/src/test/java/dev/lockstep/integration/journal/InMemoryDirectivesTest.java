package dev.lockstep.integration.journal;

import com.google.protobuf.ByteString;
import dev.lockstep.agent.directives.DirectiveSource;
import dev.lockstep.agent.directives.InMemoryDirectiveSource;
import dev.lockstep.coordinator.directives.DirectiveTopic;
import dev.lockstep.coordinator.directives.InMemoryDirectives;
import dev.lockstep.kafka.InMemoryTopic;

class InMemoryDirectivesTest extends DirectivesContract {
    private final InMemoryTopic topic = new InMemoryTopic();

    @Override
    DirectiveTopic topic() {
        return new InMemoryDirectives(topic);
    }

    @Override
    DirectiveSource newSource() {
        return new InMemoryDirectiveSource(FLEET, TRUSTED, topic);
    }

    @Override
    void appendRaw(ByteString record) {
        topic.append(record);
    }
}
