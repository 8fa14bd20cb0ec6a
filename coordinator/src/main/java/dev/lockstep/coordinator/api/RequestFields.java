package dev.lockstep.coordinator.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Puts single values from a path or a query into a request. */
final class RequestFields {
    private RequestFields() {}

    /** The field's names as JSON writes them, for messages. */
    static String names(Descriptor type) {
        return type.getFields().stream().map(FieldDescriptor::getJsonName).collect(Collectors.joining(", "));
    }

    /** The field of this name, as JSON or the contract writes it. */
    static Optional<FieldDescriptor> find(Descriptor type, String name) {
        return type.getFields().stream()
                .filter(field ->
                        field.getJsonName().equals(name) || field.getName().equals(name))
                .findFirst();
    }

    /**
     * Sets one field.
     *
     * @param where for messages, such as "query parameter limit"
     * @throws RequestRefused when the value does not fit
     */
    static void set(Message.Builder request, FieldDescriptor field, String value, String where) {
        if (field.isRepeated() || field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
            throw new RequestRefused(
                    RequestRefused.Code.INVALID,
                    "expected " + field.getJsonName() + " in the body, but found it as " + where,
                    "Send it as JSON in the body.");
        }
        ObjectNode single = StrictJson.object();
        single.put(field.getJsonName(), value);
        try {
            JsonFormat.parser().merge(single.toString(), request.clearField(field));
        } catch (InvalidProtocolBufferException misfit) {
            throw new RequestRefused(
                    RequestRefused.Code.INVALID,
                    "expected " + kind(field) + " as " + where + ", but found '" + value + "'",
                    "Correct the address of the request.");
        }
    }

    private static String kind(FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case INT, LONG -> "a whole number, not negative,";
            case BOOLEAN -> "true or false";
            default -> "a " + field.getJavaType().name().toLowerCase(Locale.ROOT);
        };
    }
}
