package dev.lockstep.agent.execute;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.lockstep.v1.Change;
import dev.lockstep.v1.Finding;
import dev.lockstep.v1.Planned;
import dev.lockstep.v1.Severity;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Parts of a change that only a newer version knows. An agent would plan the change as if they were not there, so it must not plan it at all. */
public final class UnknownParts {
    private UnknownParts() {}

    /** The answer to a change that has any; empty where everything is known. */
    public static Optional<Planned> refusal(Change change) {
        return has(change)
                ? Optional.of(Planned.newBuilder()
                        .addFindings(
                                Finding.newBuilder()
                                        .setSeverity(Severity.REFUSE)
                                        .setCode("agent-too-old")
                                        .setMessage(
                                                "expected a change that this agent knows all of, found parts that only a newer version knows; update the agent, then apply the change again"))
                        .build())
                : Optional.empty();
    }

    private static boolean has(Message message) {
        if (!message.getUnknownFields().asMap().isEmpty()) {
            return true;
        }
        for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
            if (field.getKey().getJavaType() == FieldDescriptor.JavaType.MESSAGE && hasAny(field.getValue())) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasAny(Object value) {
        if (value instanceof List<?> list) {
            for (Object each : list) {
                if (hasAny(each)) {
                    return true;
                }
            }
            return false;
        }
        return value instanceof Message message && has(message);
    }
}
