package dev.lockstep.integration.simulation;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.lockstep.chain.Hashing;
import dev.lockstep.chain.Hashing.Domain;
import dev.lockstep.v1.Change;
import dev.lockstep.v1.Directive;
import dev.lockstep.v1.DirectiveIssued;
import dev.lockstep.v1.EpochOpened;
import dev.lockstep.v1.EpochOutcome;
import dev.lockstep.v1.Event;
import dev.lockstep.v1.JournalEntry;
import dev.lockstep.v1.Order;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.ReportStamp;
import dev.lockstep.v1.SignedEnvelope;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Counts the journal's entries by itself, and holds each event against the ones before. Knows no code of the coordinator. */
final class JournalBook {
    /** What a raw step touches. */
    private static final String ANYTHING = "*";

    private final World world;
    private final Databases databases;
    private final TreeSet<String> nodes = new TreeSet<>();
    private final TreeMap<Long, EpochBook> epochs = new TreeMap<>();
    private final List<Decided> directives = new ArrayList<>();
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

    /** What is asked of the databases when an event counts. */
    interface Databases {
        void reported(EpochBook epoch, ReportStamp stamp);

        void halted(EpochBook epoch, String node);

        void closed(EpochBook epoch);
    }

    JournalBook(World world, Databases databases) {
        this.world = world;
        this.databases = databases;
    }

    @Nullable
    EpochBook epoch(long number) {
        return epochs.get(number);
    }

    Iterable<EpochBook> epochs() {
        return epochs.values();
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

    void add(Process writer, ByteString record) {
        JournalEntry entry;
        SignedEnvelope envelope;
        try {
            envelope = SignedEnvelope.parseFrom(record);
            entry = JournalEntry.parseFrom(envelope.getPayload());
        } catch (InvalidProtocolBufferException unreadable) {
            throw world.violated("I5", "the journal holds bytes that are no entry");
        }
        boolean isClaim = entry.getEventsCount() == 1 && entry.getEvents(0).hasLeadershipClaimed();
        boolean inPlace = entry.getNumber() == entries + 1
                && entry.getPreviousHash().equals(tip)
                && World.KEY.objection(Domain.JOURNAL_ENTRY, envelope).isEmpty();
        boolean inOffice = entry.getTerm() == term && entry.getClaim().equals(claim);
        if (!inPlace || !(isClaim ? entry.getTerm() == term + 1 : inOffice)) {
            return;
        }
        count(writer, entry, Hashing.hash(Domain.JOURNAL_ENTRY, envelope.getPayload()), isClaim);
    }

    private void count(Process writer, JournalEntry entry, ByteString hash, boolean isClaim) {
        entries++;
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
        switch (event.getKindCase()) {
            case NODE_REGISTERED ->
                nodes.add(event.getNodeRegistered().getMember().getNode());
            case NODE_HELD -> {
                // A superseded process that stood still may say late what a restored ledger would say, too.
                String node = event.getNodeHeld().getNode();
                require(
                        world.checker().node(node).incarnation() > 1,
                        "I8",
                        node + " is held, but it is what it was: "
                                + event.getNodeHeld().getReason());
            }
            case EPOCH_OPENED -> opened(event.getEpochOpened());
            case EPOCH_STARTED -> started(book(event.getEpochStarted().getEpoch()));
            case NODE_PLANNED -> planned(event);
            case EPOCH_APPROVED -> approved(event);
            case PHASE_OPENED ->
                phaseOpened(
                        book(event.getPhaseOpened().getEpoch()),
                        event.getPhaseOpened().getPhase());
            case PHASE_ACKNOWLEDGED -> acknowledged(event);
            case NODE_FAILED ->
                book(event.getNodeFailed().getEpoch())
                        .failed
                        .add(event.getNodeFailed().getStamp().getNode());
            case EPOCH_PAUSED -> {
                book(event.getEpochPaused().getEpoch()).paused = true;
                book(event.getEpochPaused().getEpoch()).everPaused = true;
            }
            case EPOCH_RESUMED -> {
                book(event.getEpochResumed().getEpoch()).paused = false;
                book(event.getEpochResumed().getEpoch()).everResumed = true;
            }
            case EPOCH_RELEASED -> {
                EpochBook book = book(event.getEpochReleased().getEpoch());
                require(
                        event.getEpochReleased().getBy().equals("bob")
                                || event.getEpochReleased().getBy().equals("eve"),
                        "I9",
                        "nobody released epoch " + book.number);
                require(book.phase() == Phase.RELEASE, "I9", "epoch " + book.number + " was released too early");
                book.released = true;
            }
            case ROLLBACK_STARTED -> {
                EpochBook book = book(event.getRollbackStarted().getEpoch());
                require(book.phase() != Phase.CONTRACT, "I9", "a rollback after CONTRACT has opened");
                book.rollbackStarted = true;
                book.paused = false;
            }
            case NODE_HALTED -> halted(event);
            case UNDO_OPENED ->
                undoOpened(
                        book(event.getUndoOpened().getEpoch()),
                        event.getUndoOpened().getPhase());
            case NODE_UNDONE -> undone(event);
            case EPOCH_CLOSED -> closed(event);
            case DIRECTIVE_ISSUED -> issued(event.getDirectiveIssued(), entry);
            default -> {
                // Says nothing that is held against anything.
            }
        }
    }

    private EpochBook book(long number) {
        EpochBook book = epochs.get(number);
        if (book == null) {
            throw world.violated("I2", "an event of epoch " + number + ", which was never opened");
        }
        require(book.isOpen(), "I2", "an event of epoch " + number + ", which has ended");
        return book;
    }

    private void opened(EpochOpened event) {
        TreeSet<String> roster = new TreeSet<>();
        event.getRosterList().forEach(member -> roster.add(member.getNode()));
        require(roster.equals(nodes), "I2", "the roster " + roster + " is not the fleet " + nodes);
        EpochBook book = new EpochBook(event.getEpoch(), event.getChangeHash(), roster, tables(event.getChange()));
        epochs.put(book.number, book);
        if (event.getWaitsForCount() == 0) {
            started(book);
        }
    }

    private TreeSet<String> tables(ByteString change) {
        TreeSet<String> tables = new TreeSet<>();
        try {
            Change.parseFrom(change)
                    .getOperationsList()
                    .forEach(operation -> tables.add(
                            operation.hasSql()
                                    ? ANYTHING
                                    : operation.getAddColumn().getTable()));
        } catch (InvalidProtocolBufferException unreadable) {
            throw world.violated("I5", "a change that cannot be read");
        }
        return tables;
    }

    private void started(EpochBook book) {
        require(!book.started, "I2", "epoch " + book.number + " started twice");
        for (EpochBook before : epochs.headMap(book.number).values()) {
            if (before.isOpen()) {
                require(before.started, "I2", "epoch " + book.number + " started before " + before.number);
                for (String table : before.tables) {
                    require(
                            !book.tables.contains(table) && !table.equals(ANYTHING) && !book.tables.contains(ANYTHING),
                            "I2",
                            "epochs " + before.number + " and " + book.number + " run at once, and both touch "
                                    + table);
                }
            }
        }
        book.started = true;
    }

    private void planned(Event event) {
        EpochBook book = book(event.getNodePlanned().getEpoch());
        String node = event.getNodePlanned().getStamp().getNode();
        databases.reported(book, event.getNodePlanned().getStamp());
        ByteString hash = event.getNodePlanned().getPlanned().getPlanHash();
        require(book.planHashes.put(node, hash) == null, "I5", "the plan of " + node + " was counted twice");
        try {
            book.plans.put(
                    node, Plan.parseFrom(event.getNodePlanned().getPlanned().getPlan()));
        } catch (InvalidProtocolBufferException unreadable) {
            throw world.violated("I7", "a plan that cannot be read");
        }
    }

    private void approved(Event event) {
        EpochBook book = book(event.getEpochApproved().getEpoch());
        event.getEpochApproved()
                .getApproval()
                .getPlansList()
                .forEach(plan -> book.approved.put(plan.getNode(), plan.getPlanHash()));
        require(book.approved.equals(book.planHashes), "I7", "an approval of other plans than there are");
        require(book.planHashes.keySet().equals(book.roster), "I7", "an approval before all plans were there");
        book.approvedAtAll = true;
    }

    private void phaseOpened(EpochBook book, Phase phase) {
        require(!book.rollbackStarted, "I1", phase + " opened after the epoch had turned round");
        require(!book.paused, "I1", phase + " opened while the epoch was paused");
        require(book.approvedAtAll, "I7", phase + " opened without an approval");
        require(
                book.allAcknowledged(book.phase()),
                phase == Phase.CONTRACT ? "I9" : "I2",
                phase + " opened before all of " + book.roster + " had acknowledged " + book.phase());
        if (phase == Phase.CONTRACT) {
            require(book.released, "I9", "CONTRACT opened without a release");
            require(book.allAcknowledged(Phase.VALIDATE), "I9", "CONTRACT opened before all had validated");
        }
        require(phase.getNumber() > book.phase().getNumber(), "I1", phase + " opened after " + book.phase());
        book.opened.add(phase);
    }

    private void acknowledged(Event event) {
        EpochBook book = book(event.getPhaseAcknowledged().getEpoch());
        String node = event.getPhaseAcknowledged().getStamp().getNode();
        Phase phase = event.getPhaseAcknowledged().getDone().getPhase();
        databases.reported(book, event.getPhaseAcknowledged().getStamp());
        require(phase == book.phase(), "I2", node + " acknowledged " + phase + " in " + book.phase());
        require(!book.rollbackStarted, "I1", node + " acknowledged " + phase + " on the way back");
        boolean first =
                book.acknowledged.computeIfAbsent(phase, key -> new TreeSet<>()).add(node);
        require(first, "I5", "the report of " + node + " on " + phase + " was counted twice");
        record(book, node, event.getPhaseAcknowledged().getDone().getTouchedList());
    }

    private static void record(EpochBook book, String node, List<dev.lockstep.v1.CatalogObject> touched) {
        TreeMap<String, dev.lockstep.v1.CatalogObject> objects =
                book.recorded.computeIfAbsent(node, key -> new TreeMap<>());
        touched.forEach(object -> objects.put(object.getPath(), object));
    }

    private void halted(Event event) {
        EpochBook book = book(event.getNodeHalted().getEpoch());
        String node = event.getNodeHalted().getStamp().getNode();
        require(book.rollbackStarted, "I6", node + " halted, but nobody had asked");
        databases.reported(book, event.getNodeHalted().getStamp());
        databases.halted(book, node);
        require(book.halted.add(node), "I5", "the halt of " + node + " was counted twice");
    }

    private void undoOpened(EpochBook book, Phase phase) {
        require(
                book.halted.equals(book.roster),
                "I6",
                "the undo of " + phase + " opened, but only " + book.halted + " had halted");
        if (book.undoOpened.isEmpty()) {
            require(phase == book.phase(), "I1", "the way back began with " + phase + " in " + book.phase());
        } else {
            Phase last = book.undoOpened.get(book.undoOpened.size() - 1);
            require(book.allUndone(last), "I1", "the undo of " + phase + " opened before all had undone " + last);
        }
        book.undoOpened.add(phase);
    }

    private void undone(Event event) {
        EpochBook book = book(event.getNodeUndone().getEpoch());
        String node = event.getNodeUndone().getStamp().getNode();
        Phase phase = event.getNodeUndone().getDone().getPhase();
        databases.reported(book, event.getNodeUndone().getStamp());
        require(book.undoOpened.contains(phase), "I1", node + " has undone " + phase + ", which nobody had asked");
        boolean first =
                book.undone.computeIfAbsent(phase, key -> new TreeSet<>()).add(node);
        require(first, "I5", "the undo of " + node + " was counted twice");
        record(book, node, event.getNodeUndone().getDone().getTouchedList());
    }

    private void closed(Event event) {
        EpochBook book = book(event.getEpochClosed().getEpoch());
        EpochOutcome outcome = event.getEpochClosed().getOutcome();
        if (outcome == EpochOutcome.OUTCOME_COMPLETED) {
            require(!book.rollbackStarted, "I1", "completed after it had turned round");
            require(book.allAcknowledged(book.phase()), "I2", "completed before all had acknowledged " + book.phase());
        } else if (outcome == EpochOutcome.OUTCOME_ROLLED_BACK) {
            require(!book.started || book.halted.equals(book.roster), "I6", "rolled back, but not all have halted");
            book.undoOpened.forEach(
                    phase -> require(book.allUndone(phase), "I1", "rolled back, but not all have undone " + phase));
        }
        book.outcome = outcome;
        databases.closed(book);
    }

    private void issued(DirectiveIssued issued, JournalEntry entry) {
        require(issued.getNumber() == directives.size() + 1, "I4", "directive " + issued.getNumber() + " out of order");
        EpochBook book = epochs.get(issued.getEpoch());
        if (book == null) {
            throw world.violated("I2", "a directive of no epoch");
        }
        require(book.started, "I2", "a directive of epoch " + book.number + ", which has not started");
        Order order = issued.getOrder();
        if (order.hasOpenPhase()) {
            require(!book.rollbackStarted && !book.paused, "I1", "a phase was opened to nodes of an epoch that stands");
            require(order.getOpenPhase().getPhase() == book.phase(), "I2", "another phase than the open one");
        }
        if (order.hasUndo()) {
            require(book.undoOpened.contains(order.getUndo().getPhase()), "I1", "an undo that was not opened");
        }
        ByteString payload = Directive.newBuilder()
                .setFleet(World.FLEET)
                .setNumber(issued.getNumber())
                .setPreviousHash(directiveTip())
                .setEntryNumber(entry.getNumber())
                .setEntryHash(tip)
                .setEpoch(issued.getEpoch())
                .setOrder(order)
                .build()
                .toByteString();
        try {
            directives.add(new Decided(Directive.parseFrom(payload), payload, Hashing.hash(Domain.DIRECTIVE, payload)));
        } catch (InvalidProtocolBufferException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void require(boolean condition, String invariant, String message) {
        if (!condition) {
            throw world.violated(invariant, message);
        }
    }
}
