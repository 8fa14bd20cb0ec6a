package dev.lockstep.coordinator.directives;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.lockstep.chain.Hashing;
import dev.lockstep.chain.Hashing.Domain;
import dev.lockstep.coordinator.journal.CountedEntry;
import dev.lockstep.v1.Directive;
import dev.lockstep.v1.DirectiveIssued;
import dev.lockstep.v1.Event;
import dev.lockstep.v1.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The directives that the journal decided. Each follows from its event, its entry and the directive before it alone, so every coordinator derives the same
 * bytes. Pure, not thread-safe.
 */
final class DirectiveChain {
    private final String fleet;
    private final List<Decided> decided = new ArrayList<>();

    /**
     * One directive.
     *
     * @param payload the bytes that are signed
     * @param hash their hash
     */
    record Decided(long number, ByteString payload, ByteString hash) {}

    DirectiveChain(String fleet) {
        this.fleet = fleet;
    }

    /** Derives what the next counted entry decided. */
    void add(CountedEntry entry) {
        for (Event event : entry.entry().getEventsList()) {
            if (event.hasDirectiveIssued()) {
                add(entry, event.getDirectiveIssued());
            }
        }
    }

    /**
     * Takes up what was decided before, instead of deriving it.
     *
     * @param payloads all of them, in order
     * @return what is wrong with them, and then nothing was taken up; empty when each follows the one before
     */
    Optional<String> restore(List<ByteString> payloads) {
        List<Decided> restored = new ArrayList<>();
        Position before = Position.getDefaultInstance();
        for (ByteString payload : payloads) {
            Decided next = new Decided(before.getNumber() + 1, payload, Hashing.hash(Domain.DIRECTIVE, payload));
            if (!follows(payload, before)) {
                return Optional.of("directive " + next.number() + " does not follow the one before it");
            }
            restored.add(next);
            before = positionOf(next);
        }
        decided.clear();
        decided.addAll(restored);
        return Optional.empty();
    }

    private boolean follows(ByteString payload, Position before) {
        try {
            Directive directive = Directive.parseFrom(payload);
            return directive.getFleet().equals(fleet)
                    && directive.getNumber() == before.getNumber() + 1
                    && directive.getPreviousHash().equals(before.getHash());
        } catch (InvalidProtocolBufferException otherBytes) {
            return false;
        }
    }

    private void add(CountedEntry entry, DirectiveIssued issued) {
        Position tip = tip();
        if (issued.getNumber() != tip.getNumber() + 1) {
            throw new IllegalStateException("expected directive " + (tip.getNumber() + 1) + " in entry "
                    + entry.number() + ", found " + issued.getNumber());
        }
        ByteString payload = Directive.newBuilder()
                .setFleet(fleet)
                .setNumber(issued.getNumber())
                .setPreviousHash(tip.getHash())
                .setEntryNumber(entry.number())
                .setEntryHash(entry.hash())
                .setEpoch(issued.getEpoch())
                .setOrder(issued.getOrder())
                .build()
                .toByteString();
        decided.add(new Decided(issued.getNumber(), payload, Hashing.hash(Domain.DIRECTIVE, payload)));
    }

    /** The last directive that was decided; number 0 before the first. */
    Position tip() {
        if (decided.isEmpty()) {
            return Position.getDefaultInstance();
        }
        return positionOf(decided.get(decided.size() - 1));
    }

    private static Position positionOf(Decided directive) {
        return Position.newBuilder()
                .setNumber(directive.number())
                .setHash(directive.hash())
                .build();
    }

    /** Whether the journal decided exactly these bytes under this number. */
    boolean has(long number, ByteString payload) {
        return number >= 1
                && number <= decided.size()
                && decided.get((int) number - 1).payload().equals(payload);
    }

    /** Hash of a directive; empty when there is none with this number. */
    ByteString hashOf(long number) {
        return number >= 1 && number <= decided.size()
                ? decided.get((int) number - 1).hash()
                : ByteString.EMPTY;
    }

    /** Every directive after a number. */
    List<Decided> after(long number) {
        return List.copyOf(decided.subList((int) number, decided.size()));
    }
}
