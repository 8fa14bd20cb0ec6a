package dev.lockstep.coordinator.core;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.lockstep.chain.Hashing;
import dev.lockstep.chain.Hashing.Domain;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** The hash of a state: the same for equal states, on every machine and Java version. */
public final class StateHash {
    /**
     * Version of the canonical form. Raise it whenever a record of the state gets, loses or retypes a component: hashes of different forms cannot be compared.
     */
    static final int FORM = 2;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);

    private StateHash() {}

    /** The hash of the state. */
    public static ByteString of(FleetState state) {
        StateHash hash = new StateHash();
        try {
            hash.add(state);
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory failed", impossible);
        }
        return Hashing.hash(Domain.STATE, ByteString.copyFrom(hash.bytes.toByteArray()));
    }

    private void add(@Nullable Object value) throws IOException {
        if (value == null) {
            out.writeByte(0);
        } else if (value instanceof String text) {
            out.writeByte(1);
            addBytes(ByteString.copyFromUtf8(text));
        } else if (value instanceof Long number) {
            out.writeByte(2);
            out.writeLong(number);
        } else if (value instanceof Boolean bool) {
            out.writeByte(3);
            out.writeBoolean(bool);
        } else if (value instanceof Enum<?> constant) {
            out.writeByte(4);
            addBytes(ByteString.copyFromUtf8(constant.name()));
        } else if (value instanceof ByteString raw) {
            out.writeByte(5);
            addBytes(raw);
        } else if (value instanceof MessageLite message) {
            out.writeByte(6);
            addBytes(message.toByteString());
        } else if (value instanceof SortedMap<?, ?> map) {
            out.writeByte(7);
            out.writeInt(map.size());
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                add(entry.getKey());
                add(entry.getValue());
            }
        } else if (value instanceof Collection<?> items) {
            out.writeByte(8);
            out.writeInt(items.size());
            for (Object item : items) {
                add(item);
            }
        } else if (value instanceof Record rec) {
            out.writeByte(9);
            for (RecordComponent component : rec.getClass().getRecordComponents()) {
                add(component(rec, component));
            }
        } else {
            throw new IllegalStateException("a state holds a " + value.getClass() + ", which has no canonical form");
        }
    }

    private static @Nullable Object component(Record rec, RecordComponent component) {
        try {
            return component.getAccessor().invoke(rec);
        } catch (ReflectiveOperationException hidden) {
            throw new IllegalStateException("a record of the state cannot be read: " + component, hidden);
        }
    }

    private void addBytes(ByteString raw) throws IOException {
        out.writeInt(raw.size());
        raw.writeTo(out);
    }
}
