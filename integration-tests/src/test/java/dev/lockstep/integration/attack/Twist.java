package dev.lockstep.integration.attack;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/** Makes another message of a message: one of its fields, however deep, has another value, is gone, is there twice or in another order. */
final class Twist {
    private static final int TRIES = 50;
    private static final long[] NUMBERS = {
        0, 1, 2, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE
    };

    private final Random random;

    Twist(Random random) {
        this.random = random;
    }

    /** A message that is not equal to this one. */
    Message of(Message message) {
        for (int i = 0; i < TRIES; i++) {
            Message twisted = once(message);
            if (!twisted.equals(message)) {
                return twisted;
            }
        }
        throw new IllegalArgumentException("expected a message in which something can be altered, found " + message);
    }

    /** The message with another value of one of its own fields. */
    Message of(Message message, String field) {
        FieldDescriptor descriptor =
                Objects.requireNonNull(message.getDescriptorForType().findFieldByName(field), field);
        for (int i = 0; i < TRIES; i++) {
            Message twisted =
                    message.toBuilder().setField(descriptor, value(descriptor)).build();
            if (!twisted.equals(message)) {
                return twisted;
            }
        }
        throw new IllegalArgumentException("expected another value for " + field + ", found none");
    }

    private Message once(Message message) {
        List<FieldDescriptor> there = new ArrayList<>(message.getAllFields().keySet());
        List<FieldDescriptor> all = message.getDescriptorForType().getFields();
        // What is there matters more often than what could be there.
        FieldDescriptor field = there.isEmpty() || random.nextInt(5) == 0
                ? all.get(random.nextInt(all.size()))
                : there.get(random.nextInt(there.size()));
        Message.Builder builder = message.toBuilder();
        if (field.isRepeated()) {
            repeated(builder, field);
        } else if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
            single(builder, field);
        } else if (random.nextInt(6) == 0) {
            builder.clearField(field);
        } else {
            builder.setField(field, value(field));
        }
        return builder.build();
    }

    private void single(Message.Builder builder, FieldDescriptor field) {
        Message inside = (Message) builder.getField(field);
        if (builder.hasField(field) && random.nextInt(8) > 0 && canBeTwisted(inside)) {
            builder.setField(field, once(inside));
        } else if (builder.hasField(field)) {
            builder.clearField(field);
        } else {
            builder.setField(field, inside);
        }
    }

    private static boolean canBeTwisted(Message message) {
        return !message.getDescriptorForType().getFields().isEmpty();
    }

    private void repeated(Message.Builder builder, FieldDescriptor field) {
        List<Object> values = new ArrayList<>((List<?>) builder.getField(field));
        int at = values.isEmpty() ? 0 : random.nextInt(values.size());
        switch (values.isEmpty() ? 0 : random.nextInt(6)) {
            case 0 -> values.add(at, newElement(builder, field));
            case 1 -> values.remove(at);
            case 2 -> values.add(values.get(at));
            case 3 -> values.add(values.remove(at));
            default -> values.set(at, otherElement(builder, field, values.get(at)));
        }
        builder.setField(field, values);
    }

    private Object newElement(Message.Builder builder, FieldDescriptor field) {
        return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                ? builder.newBuilderForField(field).build()
                : value(field);
    }

    private Object otherElement(Message.Builder builder, FieldDescriptor field, Object element) {
        if (element instanceof Message inside) {
            return canBeTwisted(inside) ? once(inside) : newElement(builder, field);
        }
        return value(field);
    }

    private Object value(FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case INT -> (int) number();
            case LONG -> number();
            case FLOAT -> (float) number();
            case DOUBLE -> (double) number();
            case BOOLEAN -> random.nextBoolean();
            case STRING ->
                List.of("", "shard-1", "shard-2", "stock", "' OR 1=1 --", "x".repeat(random.nextInt(300)))
                        .get(random.nextInt(6));
            case BYTE_STRING -> bytes(random.nextInt(3) == 0 ? random.nextInt(40) : 32);
            case ENUM -> enumValue(field);
            case MESSAGE -> throw new IllegalArgumentException("expected a plain value, found " + field);
        };
    }

    private EnumValueDescriptor enumValue(FieldDescriptor field) {
        List<EnumValueDescriptor> values = field.getEnumType().getValues();
        return values.get(random.nextInt(values.size()));
    }

    private long number() {
        return random.nextInt(3) == 0 ? NUMBERS[random.nextInt(NUMBERS.length)] : random.nextInt(40);
    }

    private ByteString bytes(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return ByteString.copyFrom(bytes);
    }
}
