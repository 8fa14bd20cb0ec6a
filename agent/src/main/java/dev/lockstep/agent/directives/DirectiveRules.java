package dev.lockstep.agent.directives;

import com.google.protobuf.ByteString;
import dev.lockstep.agent.ledger.SignedDirective;
import dev.lockstep.chain.Hashing;
import dev.lockstep.signing.SignatureCheck;
import dev.lockstep.v1.Directive;
import dev.lockstep.v1.Order;
import dev.lockstep.v1.Position;
import java.util.Optional;

/** Which records of the directives topic a node takes: signed, of its fleet, the next number, in an unbroken chain (invariants I4 and I7). Pure, not thread-safe. */
public final class DirectiveRules {
    private final String fleet;
    private final SignatureCheck trusted;
    private Position position;

    /**
     * @param trusted keys of the coordinators
     * @param after the last directive that the node received
     */
    public DirectiveRules(String fleet, SignatureCheck trusted, Position after) {
        this.fleet = fleet;
        this.trusted = trusted;
        this.position = after;
    }

    /** The last directive that was accepted. */
    public Position position() {
        return position;
    }

    /** The verdict on the next record. An accepted one moves the position. */
    public ReceivedDirective judge(ByteString bytes) {
        return judge(TopicRecord.read(bytes, trusted));
    }

    /** The same on one that was read before, with the same keys. */
    ReceivedDirective judge(TopicRecord record) {
        SignedDirective signed = record.signed();
        Directive directive = signed.directive();
        Optional<String> objection =
                record.objection().or(() -> foreignFleet(directive)).or(() -> outOfPlace(directive, signed.hash()));
        if (objection.isPresent()) {
            return new ReceivedDirective.Refused(directive.getNumber(), objection.get());
        }
        if (directive.getNumber() <= position.getNumber()) {
            return new ReceivedDirective.Duplicate(directive.getNumber());
        }
        position = Position.newBuilder()
                .setNumber(directive.getNumber())
                .setHash(signed.hash())
                .build();
        return new ReceivedDirective.Accepted(signed);
    }

    private Optional<String> foreignFleet(Directive directive) {
        return directive.getFleet().equals(fleet)
                ? Optional.empty()
                : Optional.of("expected a directive of fleet \"" + fleet + "\", found one of \"" + directive.getFleet()
                        + "\"");
    }

    private Optional<String> outOfPlace(Directive directive, ByteString hash) {
        long number = directive.getNumber();
        if (number == position.getNumber() && !hash.equals(position.getHash())) {
            return Optional.of("expected directive " + number + " with hash " + Hashing.hex(position.getHash())
                    + ", which this node received, found hash " + Hashing.hex(hash));
        }
        if (number <= position.getNumber()) {
            return Optional.empty();
        }
        long next = position.getNumber() + 1;
        if (number != next) {
            return Optional.of("expected directive " + next + ", found " + number);
        }
        if (!directive.getPreviousHash().equals(position.getHash())) {
            return Optional.of("expected previous hash " + Hashing.hex(position.getHash()) + " in directive " + number
                    + ", found " + Hashing.hex(directive.getPreviousHash()));
        }
        return directive.getOrder().getKindCase() == Order.KindCase.KIND_NOT_SET
                ? Optional.of("directive " + number
                        + " is of a kind that this version does not know; run a newer version of the agent")
                : Optional.empty();
    }
}
