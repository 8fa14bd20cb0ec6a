package dev.lockstep.contract;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Message;
import java.util.List;

/** Makes messages in which every field has a value, always the same. */
final class SampleMessage {
    private SampleMessage() {}

    /** A full message; of a choice the first possibility, in a list each of them. */
    static Message of(Message.Builder builder) {
        for (FieldDescriptor field : builder.getDescriptorForType().getFields()) {
            OneofDescriptor choice = field.getRealContainingOneof();
            if (choice == null || choice.getField(0).equals(field)) {
                fill(builder, field);
            }
        }
        return builder.build();
    }

    /** A full message with this possibility of its choice. */
    static Message of(Message.Builder builder, FieldDescriptor chosen) {
        Message.Builder full = of(builder).toBuilder();
        fill(full, chosen);
        return full.build();
    }

    private static void fill(Message.Builder builder, FieldDescriptor field) {
        if (!field.isRepeated()) {
            builder.setField(field, value(builder, field));
            return;
        }
        builder.clearField(field);
        List<FieldDescriptor> choices = choices(field);
        for (FieldDescriptor choice : choices) {
            builder.addRepeatedField(field, of(builder.newBuilderForField(field), choice));
        }
        if (choices.isEmpty()) {
            builder.addRepeatedField(field, value(builder, field));
        }
    }

    private static List<FieldDescriptor> choices(FieldDescriptor field) {
        if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
            return List.of();
        }
        return field.getMessageType().getRealOneofs().stream()
                .flatMap(choice -> choice.getFields().stream())
                .toList();
    }

    private static Object value(Message.Builder builder, FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case STRING -> field.getName() + " é";
            case BYTE_STRING -> ByteString.copyFrom(new byte[] {0, 1, (byte) 0xfe, (byte) field.getNumber()});
            case INT -> 300 + field.getNumber();
            case LONG -> (1L << 40) + field.getNumber();
            case DOUBLE -> 0.5 + field.getNumber();
            case FLOAT -> 0.5f + field.getNumber();
            case BOOLEAN -> true;
            case ENUM -> last(field.getEnumType());
            case MESSAGE -> of(builder.newBuilderForField(field));
        };
    }

    private static Object last(EnumDescriptor type) {
        return type.getValues().get(type.getValues().size() - 1);
    }
}
