package dev.lockstep.agent.directives;

import dev.lockstep.agent.ledger.SignedDirective;

/** What one record of the directives topic is for one node. */
public sealed interface ReceivedDirective {
    /** Number that the record gives itself; 0 when it cannot be read. */
    long number();

    /** The next directive, signed by a trusted key, in an unbroken chain. Its hash is what the ledger's position holds after it. */
    record Accepted(SignedDirective signed) implements ReceivedDirective {
        @Override
        public long number() {
            return signed.directive().getNumber();
        }
    }

    /** It was received before. */
    record Duplicate(long number) implements ReceivedDirective {}

    /**
     * Not for execution, ever: report it and go on. A right one with the expected number may follow.
     *
     * @param reason what was expected and what was found
     */
    record Refused(long number, String reason) implements ReceivedDirective {}
}
