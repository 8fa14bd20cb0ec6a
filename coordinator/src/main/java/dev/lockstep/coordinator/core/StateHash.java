package dev.lockstep.coordinator.core;

import com.google.protobuf.ByteString;
import dev.lockstep.chain.Hashing;
import dev.lockstep.chain.Hashing.Domain;

/** The hash of a state: the same for equal states, on every machine and Java version. */
public final class StateHash {
    /**
     * Version of the canonical form. Raise it whenever a record of the state gets, loses or retypes a component: hashes of different forms cannot be compared,
     * and bytes of another form cannot be read.
     */
    public static final int FORM = 4;

    private StateHash() {}

    /** The hash of the state. */
    public static ByteString of(FleetState state) {
        return ofBytes(StateWriter.write(state));
    }

    /** The hash of the state that has these canonical bytes. */
    static ByteString ofBytes(ByteString canonical) {
        return Hashing.hash(Domain.STATE, canonical);
    }
}
