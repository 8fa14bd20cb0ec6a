package dev.lockstep.agent.ledger;

import com.google.protobuf.ByteString;
import dev.lockstep.v1.Directive;
import java.util.Set;

/**
 * A directive that was signed and has come in: what is the same for all nodes of an agent, made once for them. Orders may name thousands of nodes. Immutable.
 *
 * @param hash of the payload's stored bytes
 * @param envelopeBytes as they were received: what the ledger keeps
 * @param nodes those that it binds
 */
public record SignedDirective(Directive directive, ByteString hash, ByteString envelopeBytes, Set<String> nodes) {
    /** One with the nodes that its order names. */
    public static SignedDirective of(Directive directive, ByteString hash, ByteString envelopeBytes) {
        return new SignedDirective(
                directive, hash, envelopeBytes, Set.copyOf(directive.getOrder().getNodesList()));
    }

    /** Whether a node does what it says. One that is not bound only moves on in the order of directives. */
    public boolean binds(String node) {
        return nodes.contains(node);
    }
}
