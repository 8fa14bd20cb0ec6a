package dev.lockstep.agent.ledger;

import com.google.protobuf.ByteString;

/**
 * An epoch that binds the node. Whoever locks this row decides whether work may start or commit (rule N1).
 *
 * @param mandate number of the last directive of the epoch that binds the node
 * @param incarnation the only agent's process that may work on it
 * @param mandateHash hash of that directive
 * @param changeBytes canonical bytes of the change; empty when they were never received
 * @param changeHash their hash; empty when they were never received
 * @param outcomeBytes the last outcome, as a serialised report; empty before
 * @param open false once the epoch has ended
 */
public record EpochRow(
        long epoch,
        long mandate,
        long incarnation,
        ByteString mandateHash,
        ByteString changeBytes,
        ByteString changeHash,
        ByteString outcomeBytes,
        boolean open) {

    /** The same with another outcome. */
    public EpochRow withOutcome(ByteString outcome) {
        return new EpochRow(epoch, mandate, incarnation, mandateHash, changeBytes, changeHash, outcome, open);
    }

    /** The same, ended for this node by a directive about the roster. */
    EpochRow closedBy(long directive, ByteString directiveHash, long ofIncarnation) {
        return new EpochRow(
                epoch, directive, ofIncarnation, directiveHash, changeBytes, changeHash, outcomeBytes, false);
    }

    /** What work on the epoch must find unchanged. */
    public Mandate key() {
        return new Mandate(epoch, mandate, incarnation);
    }
}
