package dev.lockstep.integration.simulation;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.lockstep.chain.Hashing;
import dev.lockstep.chain.Hashing.Domain;
import dev.lockstep.coordinator.journal.SignedEntry;
import dev.lockstep.v1.DeadlinePassed;
import dev.lockstep.v1.Directive;
import dev.lockstep.v1.DirectiveIssued;
import dev.lockstep.v1.Event;
import dev.lockstep.v1.JournalEntry;
import dev.lockstep.v1.NodeHeld;
import dev.lockstep.v1.Order;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts the journal's entries by itself, and holds each event against the ones before. Knows no code of the coordinator. */
final class JournalBook {
    private final World world;
    private final RosterBook roster;
    private final EpochBooks epochs;
    private final PhaseRules phases;
    private final EnumSet<Event.KindCase> kinds = EnumSet.noneOf(Event.KindCase.class);
    private final List<Decided> directives = new ArrayList<>();
    private final List<JournalEntry> counted = new ArrayList<>();
    private long entries;
    private long term;
    private String claim = "";
    private ByteString tip = ByteString.EMPTY;
    private @Nullable Process claimant;

    /** A directive that counted entries have decided. */
    record Decided(Directive directive, ByteString payload, ByteString hash) {
        boolean binds(String node) {
            return directive.getOrder().getNodesList().contains(node);
        }
    }

    JournalBook(World world, PhaseRules.Databases databases) {
        this.world = world;
        this.roster = new RosterBook(world);
        this.epochs = new EpochBooks(world, roster);
        this.phases = new PhaseRules(world, epochs, roster, databases);
    }

    RosterBook roster() {
        return roster;
    }

    /** The entries that count, in order. */
    List<JournalEntry> counted() {
        return counted;
    }

    /** The kinds of events that have counted. */
    EnumSet<Event.KindCase> kinds() {
        return kinds;
    }

    @Nullable
    EpochBook epoch(long number) {
        return epochs.find(number);
    }

    Iterable<EpochBook> epochs() {
        return epochs.all();
    }

    boolean isAnyOpen() {
        return epochs.isAnyOpen();
    }

    List<Decided> directives() {
        return directives;
    }

    /** The same entry as it would have to be to count now. */
    JournalEntry fitting(JournalEntry entry) {
        return entry.toBuilder()
                .setNumber(entries + 1)
                .setPreviousHash(tip)
                .setTerm(term)
                .setClaim(claim)
                .build();
    }

    ByteString directiveTip() {
        return directives.isEmpty()
                ? ByteString.EMPTY
                : directives.get(directives.size() - 1).hash();
    }

    /** The last directive that binds a node in an epoch, up to a number; 0 for none. */
    long mandate(String node, long epoch, long upTo) {
        for (int i = (int) Math.min(upTo, directives.size()) - 1; i >= 0; i--) {
            Decided decided = directives.get(i);
            if (decided.directive().getEpoch() == epoch && decided.binds(node)) {
                return i + 1L;
            }
        }
        return 0;
    }

    /** The last directive that let a node in, or out, up to a number; 0 for none. */
    long lastRosterOrder(String node, long upTo) {
        for (int i = (int) Math.min(upTo, directives.size()) - 1; i >= 0; i--) {
            Decided decided = directives.get(i);
            if (decided.directive().getEpoch() == 0 && decided.binds(node)) {
                return i + 1L;
            }
        }
        return 0;
    }

    void add(Process writer, ByteString record) {
        SignedEntry signed;
        try {
            signed = world.kafka().entries().decode(record);
        } catch (InvalidProtocolBufferException unreadable) {
            throw world.violated("I5", "the journal holds bytes that are no entry");
        }
        JournalEntry entry = signed.entry();
        boolean isClaim = entry.getEventsCount() == 1 && entry.getEvents(0).hasLeadershipClaimed();
        boolean inPlace = entry.getNumber() == entries + 1
                && entry.getPreviousHash().equals(tip)
                && World.KEY.objection(Domain.JOURNAL_ENTRY, signed.stored()).isEmpty();
        boolean inOffice = entry.getTerm() == term && entry.getClaim().equals(claim);
        if (!inPlace || !(isClaim ? entry.getTerm() == term + 1 : inOffice)) {
            return;
        }
        count(writer, entry, signed.hash(), isClaim);
    }

    private void count(Process writer, JournalEntry entry, ByteString hash, boolean isClaim) {
        entries++;
        counted.add(entry);
        tip = hash;
        if (isClaim) {
            term = entry.getTerm();
            claim = entry.getClaim();
            claimant = writer;
            return;
        }
        require(
                writer == claimant,
                "I4",
                "entry " + entries + " was written by " + writer.name() + ", which is not in office");
        for (Event event : entry.getEventsList()) {
            if (world.trace().isShown()) {
                world.trace().say("counted " + entries + " " + event.getKindCase());
            }
            fold(event, entry);
        }
    }

    private void fold(Event event, JournalEntry entry) {
        kinds.add(event.getKindCase());
        switch (event.getKindCase()) {
            case NODE_REGISTERED -> roster.registered(event.getNodeRegistered(), !epochs.isEmpty());
            case NODE_ATTACHED -> roster.attached(event.getNodeAttached());
            case NODE_HELD -> held(event.getNodeHeld());
            case NODE_KNOWN -> roster.known(event.getNodeKnown());
            case NODE_JOINED -> epochs.joined(event.getNodeJoined());
            case LEAVE_REQUESTED -> roster.leaveRequested(event.getLeaveRequested());
            case NODE_LEFT -> epochs.left(event.getNodeLeft());
            case NODE_WAIVED -> epochs.waived(event.getNodeWaived());
            case WAIVER_ENDED -> epochs.waiverEnded(event.getWaiverEnded());
            case NODE_QUARANTINED -> epochs.quarantined(event.getNodeQuarantined());
            case DEADLINE_PASSED -> deadlinePassed(event.getDeadlinePassed());
            case EPOCH_OPENED -> epochs.opened(event.getEpochOpened());
            case EPOCH_STARTED ->
                epochs.started(epochs.book(event.getEpochStarted().getEpoch()));
            case DIRECTIVE_ISSUED -> issued(event.getDirectiveIssued(), entry);
            default -> phases.fold(event);
        }
    }

    private void deadlinePassed(DeadlinePassed event) {
        require(
                event.getDeadlineMillis() > 0 && event.getElapsedMillis() >= event.getDeadlineMillis(),
                "I10",
                "a deadline passed early");
    }

    /** A superseded process that stood still may say late what a restored ledger would say, too. */
    private void held(NodeHeld event) {
        require(
                world.checker().node(event.getNode()).hasChanged() || roster.hasJoined(event.getNode()),
                "I8",
                event.getNode() + " is held, but it is what it was: " + event.getReason());
    }

    private void issued(DirectiveIssued issued, JournalEntry entry) {
        require(issued.getNumber() == directives.size() + 1, "I4", "directive " + issued.getNumber() + " out of order");
        Order order = issued.getOrder();
        if (issued.getEpoch() == 0) {
            require(order.hasAdmit() || order.hasDismiss(), "I2", "a directive of no epoch");
        } else {
            epochs.requireInPlace(issued.getEpoch(), order);
        }
        Directive directive = Directive.newBuilder()
                .setFleet(World.FLEET)
                .setNumber(issued.getNumber())
                .setPreviousHash(directiveTip())
                .setEntryNumber(entry.getNumber())
                .setEntryHash(tip)
                .setEpoch(issued.getEpoch())
                .setOrder(order)
                .build();
        ByteString payload = directive.toByteString();
        directives.add(new Decided(directive, payload, Hashing.hash(Domain.DIRECTIVE, payload)));
    }

    private void require(boolean condition, String invariant, String message) {
        if (!condition) {
            throw world.violated(invariant, message);
        }
    }
}
