package dev.lockstep.integration.simulation;

import com.google.protobuf.ByteString;
import dev.lockstep.chain.Hashing.Domain;
import dev.lockstep.signing.SignatureCheck;
import dev.lockstep.signing.Signer;
import dev.lockstep.v1.SignedEnvelope;
import java.util.Optional;

/** Signs by a checksum: nobody in the simulation breaks ciphers, and a real signature would take most of its time. */
record CheapKey(String id) implements Signer, SignatureCheck {
    @Override
    public SignedEnvelope seal(Domain domain, ByteString payload) {
        return SignedEnvelope.newBuilder()
                .setPayload(payload)
                .setKeyId(id)
                .setSignature(signature(domain, payload))
                .build();
    }

    @Override
    public Optional<String> objection(Domain domain, SignedEnvelope envelope) {
        if (!envelope.getKeyId().equals(id)) {
            return Optional.of("expected a signature by key " + id + ", found key \"" + envelope.getKeyId() + "\"");
        }
        return signature(domain, envelope.getPayload()).equals(envelope.getSignature())
                ? Optional.empty()
                : Optional.of("the signature by key " + id + " does not fit the bytes");
    }

    private ByteString signature(Domain domain, ByteString payload) {
        // The hash of a ByteString is the same on every Java version, and it keeps it.
        long mixed = (payload.hashCode() * 31L + domain.name().hashCode()) * 31L + id.hashCode();
        mixed = (mixed ^ (mixed >>> 29)) * 0xBF58476D1CE4E5B9L;
        return ByteString.copyFromUtf8(Long.toHexString(mixed));
    }
}
