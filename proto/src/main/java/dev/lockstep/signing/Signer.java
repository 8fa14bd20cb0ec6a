package dev.lockstep.signing;

import com.google.protobuf.ByteString;
import dev.lockstep.chain.Hashing;
import dev.lockstep.v1.SignedEnvelope;

/** Whoever can sign. {@link SigningKey} is the real one; a simulation has one that costs nothing. Thread-safe. */
public interface Signer {
    /** The payload with a signature. */
    SignedEnvelope seal(Hashing.Domain domain, ByteString payload);
}
