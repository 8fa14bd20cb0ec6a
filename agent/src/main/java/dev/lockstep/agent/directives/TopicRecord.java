package dev.lockstep.agent.directives;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.lockstep.agent.ledger.SignedDirective;
import dev.lockstep.chain.Hashing;
import dev.lockstep.chain.Hashing.Domain;
import dev.lockstep.signing.SignatureCheck;
import dev.lockstep.v1.Directive;
import dev.lockstep.v1.SignedEnvelope;
import java.util.Optional;

/**
 * A record of the directives topic, decoded, hashed and its signature checked: what is the same for every node, and done once for all nodes of an agent.
 *
 * @param signed what is in it; its number is 0 when it cannot be read
 * @param objection why no node takes it; empty when a trusted key signed it
 */
record TopicRecord(SignedDirective signed, Optional<String> objection) {
    static TopicRecord read(ByteString bytes, SignatureCheck trusted) {
        try {
            SignedEnvelope stored = SignedEnvelope.parseFrom(bytes);
            return new TopicRecord(
                    SignedDirective.of(
                            Directive.parseFrom(stored.getPayload()),
                            Hashing.hash(Domain.DIRECTIVE, stored.getPayload()),
                            bytes),
                    trusted.objection(Domain.DIRECTIVE, stored));
        } catch (InvalidProtocolBufferException undecodable) {
            return new TopicRecord(
                    SignedDirective.of(Directive.getDefaultInstance(), ByteString.EMPTY, bytes),
                    Optional.of("expected a signed directive, found other bytes"));
        }
    }
}
