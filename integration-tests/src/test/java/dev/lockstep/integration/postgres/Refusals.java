package dev.lockstep.integration.postgres;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.lockstep.v1.Finding;
import dev.lockstep.v1.Operation;
import dev.lockstep.v1.PerEngine;
import dev.lockstep.v1.Planned;
import dev.lockstep.v1.Severity;
import java.util.List;
import org.junit.jupiter.params.provider.Arguments;

/** What tests of refused operations have in common. */
final class Refusals {
    /** Where each operation stands in its file. */
    static final int LINE = 7;

    private Refusals() {}

    static List<Finding> of(Planned planned) {
        return planned.getFindingsList().stream()
                .filter(finding -> finding.getSeverity() == Severity.REFUSE)
                .toList();
    }

    /** A code, and an operation that is refused with it. */
    static Arguments refusal(String code, Message.Builder kind) {
        return Arguments.of(code, operation(kind));
    }

    /** The operation of a kind, whichever field that is. */
    static Operation operation(Message.Builder kind) {
        Operation.Builder operation = Operation.newBuilder().setLine(LINE);
        Operation.getDescriptor().getFields().stream()
                .filter(field -> field.getJavaType() == FieldDescriptor.JavaType.MESSAGE)
                .filter(field -> field.getMessageType().equals(kind.getDescriptorForType()))
                .forEach(field -> operation.setField(field, kind.build()));
        return operation.build();
    }

    static PerEngine text(String text) {
        return PerEngine.newBuilder().setPostgres(text).build();
    }
}
