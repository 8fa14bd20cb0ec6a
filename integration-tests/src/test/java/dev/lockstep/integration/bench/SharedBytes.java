package dev.lockstep.integration.bench;

import com.google.protobuf.ByteString;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps equal bytes once for all databases in memory: a thousand servers would have a memory of their own each. Thread-safe. */
final class SharedBytes {
    private static final int MOST = 64;

    private final Map<String, ByteString> shared = new ConcurrentHashMap<>();

    /** Bytes that are the same under this name in every database; what differs is kept as it is. */
    ByteString share(String name, ByteString bytes) {
        ByteString first = shared.putIfAbsent(name, bytes);
        if (shared.size() > MOST) {
            shared.clear();
        }
        return first != null && first.equals(bytes) ? first : bytes;
    }
}
