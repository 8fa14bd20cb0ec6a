package dev.lockstep.coordinator.view;

import com.google.protobuf.ByteString;
import dev.lockstep.coordinator.core.Member;
import dev.lockstep.fingerprint.Catalog;
import java.util.TreeMap;

/** The schema that a node should have, composed from what was recorded (rule F1). */
public final class Recorded {
    private Recorded() {}

    /** The root of it. */
    public static ByteString root(Member member) {
        TreeMap<String, ByteString> hashes = new TreeMap<>();
        member.recorded().forEach((path, object) -> hashes.put(path, object.getHash()));
        return Catalog.root(hashes);
    }
}
