package dev.lockstep.coordinator.core;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import java.io.DataInputStream;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads what {@link StateWriter} wrote. The types are those of the records' components, so that there is no second description of the state. */
final class StateReader {
    private final DataInputStream in;

    private StateReader(ByteString canonical) {
        this.in = new DataInputStream(canonical.newInput());
    }

    /**
     * The state that has these canonical bytes, in this version's form.
     *
     * @throws IllegalArgumentException when they are no such bytes
     */
    static FleetState read(ByteString canonical) {
        StateReader reader = new StateReader(canonical);
        try {
            FleetState state = (FleetState) reader.value(FleetState.class);
            if (state == null || reader.in.read() >= 0) {
                throw new IllegalArgumentException("expected the bytes of one state, found none or more than that");
            }
            return state;
        } catch (IOException | ReflectiveOperationException | RuntimeException wrong) {
            throw new IllegalArgumentException("expected the bytes of a state, found others: " + wrong, wrong);
        }
    }

    private @Nullable Object value(Type type) throws IOException, ReflectiveOperationException {
        int kind = in.readUnsignedByte();
        Class<?> raw = rawClass(type);
        return switch (kind) {
            case StateWriter.NULL -> null;
            case StateWriter.TEXT -> bytes().toStringUtf8();
            case StateWriter.NUMBER -> in.readLong();
            case StateWriter.BOOL -> in.readBoolean();
            case StateWriter.CONSTANT -> constant(raw, bytes().toStringUtf8());
            case StateWriter.RAW -> bytes();
            case StateWriter.MESSAGE -> message(raw, bytes());
            case StateWriter.MAP -> map(type);
            case StateWriter.ITEMS -> items(type);
            case StateWriter.RECORD -> record(raw);
            default -> throw new IllegalArgumentException("a value of kind " + kind);
        };
    }

    private static Class<?> rawClass(Type type) {
        return (Class<?>) (type instanceof ParameterizedType generic ? generic.getRawType() : type);
    }

    private static Type argument(Type type, int index) {
        return ((ParameterizedType) type).getActualTypeArguments()[index];
    }

    private static Object constant(Class<?> type, String name) {
        for (Object constant : type.getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(name)) {
                return constant;
            }
        }
        throw new IllegalArgumentException("no " + type.getSimpleName() + " is called " + name);
    }

    private static Object message(Class<?> type, ByteString bytes) throws IOException, ReflectiveOperationException {
        MessageLite empty = (MessageLite) type.getMethod("getDefaultInstance").invoke(null);
        return empty.getParserForType().parseFrom(bytes);
    }

    private SortedMap<Object, Object> map(Type type) throws IOException, ReflectiveOperationException {
        SortedMap<Object, Object> map = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            map.put(present(argument(type, 0)), present(argument(type, 1)));
        }
        return map;
    }

    private Object items(Type type) throws IOException, ReflectiveOperationException {
        List<Object> items = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            items.add(present(argument(type, 0)));
        }
        return rawClass(type) == SortedSet.class ? new TreeSet<>(items) : items;
    }

    private Object record(Class<?> type) throws IOException, ReflectiveOperationException {
        RecordComponent[] components = type.getRecordComponents();
        @Nullable Object[] values = new @Nullable Object[components.length];
        for (int i = 0; i < components.length; i++) {
            values[i] = value(components[i].getGenericType());
        }
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (InvocationTargetException refused) {
            throw new IllegalArgumentException("no " + type.getSimpleName() + " has such components", refused);
        }
    }

    private Object present(Type type) throws IOException, ReflectiveOperationException {
        Object value = value(type);
        if (value == null) {
            throw new IllegalArgumentException("a collection holds nothing");
        }
        return value;
    }

    private ByteString bytes() throws IOException {
        int size = in.readInt();
        if (size < 0 || size > in.available()) {
            throw new IllegalArgumentException(size + " bytes, where " + in.available() + " are left");
        }
        return ByteString.copyFrom(in.readNBytes(size));
    }
}
