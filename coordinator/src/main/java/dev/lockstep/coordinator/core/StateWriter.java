package dev.lockstep.coordinator.core;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes a state in its canonical form: the same bytes for equal states, on every machine and Java version. {@link StateReader} reads them. */
final class StateWriter {
    /** What stands in front of each value. */
    static final int NULL = 0;

    static final int TEXT = 1;
    static final int NUMBER = 2;
    static final int BOOL = 3;
    static final int CONSTANT = 4;
    static final int RAW = 5;
    static final int MESSAGE = 6;
    static final int MAP = 7;
    static final int ITEMS = 8;
    static final int RECORD = 9;

    /** Looked up once: a state has many records of few types. */
    private static final ClassValue<List<Method>> ACCESSORS = new ClassValue<>() {
        @Override
        protected List<Method> computeValue(Class<?> type) {
            return Stream.of(type.getRecordComponents())
                    .map(RecordComponent::getAccessor)
                    .toList();
        }
    };

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);

    private StateWriter() {}

    /** The canonical bytes of a state. */
    static ByteString write(FleetState state) {
        StateWriter writer = new StateWriter();
        try {
            writer.add(state);
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory failed", impossible);
        }
        return ByteString.copyFrom(writer.bytes.toByteArray());
    }

    private void add(@Nullable Object value) throws IOException {
        if (value == null) {
            out.writeByte(NULL);
        } else if (value instanceof String text) {
            out.writeByte(TEXT);
            addBytes(ByteString.copyFromUtf8(text));
        } else if (value instanceof Long number) {
            out.writeByte(NUMBER);
            out.writeLong(number);
        } else if (value instanceof Boolean bool) {
            out.writeByte(BOOL);
            out.writeBoolean(bool);
        } else if (value instanceof Enum<?> constant) {
            out.writeByte(CONSTANT);
            addBytes(ByteString.copyFromUtf8(constant.name()));
        } else if (value instanceof ByteString raw) {
            out.writeByte(RAW);
            addBytes(raw);
        } else if (value instanceof MessageLite message) {
            out.writeByte(MESSAGE);
            addBytes(message.toByteString());
        } else if (value instanceof SortedMap<?, ?> map) {
            out.writeByte(MAP);
            out.writeInt(map.size());
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                add(entry.getKey());
                add(entry.getValue());
            }
        } else if (value instanceof Collection<?> items) {
            out.writeByte(ITEMS);
            out.writeInt(items.size());
            for (Object item : items) {
                add(item);
            }
        } else if (value instanceof Record rec) {
            out.writeByte(RECORD);
            for (Method accessor : ACCESSORS.get(rec.getClass())) {
                add(component(rec, accessor));
            }
        } else {
            throw new IllegalStateException("a state holds a " + value.getClass() + ", which has no canonical form");
        }
    }

    private static @Nullable Object component(Record rec, Method accessor) {
        try {
            return accessor.invoke(rec);
        } catch (ReflectiveOperationException hidden) {
            throw new IllegalStateException("a record of the state cannot be read: " + accessor, hidden);
        }
    }

    private void addBytes(ByteString raw) throws IOException {
        out.writeInt(raw.size());
        raw.writeTo(out);
    }
}
