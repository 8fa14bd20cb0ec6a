package dev.lockstep.signing;

import dev.lockstep.chain.Hashing;
import dev.lockstep.v1.SignedEnvelope;
import java.util.Optional;

/** Tells whose signatures count. {@link TrustedKeys} is the real one. Thread-safe. */
public interface SignatureCheck {
    /** Why an envelope does not count; empty when its signature is right and its key is trusted. */
    Optional<String> objection(Hashing.Domain domain, SignedEnvelope envelope);
}
