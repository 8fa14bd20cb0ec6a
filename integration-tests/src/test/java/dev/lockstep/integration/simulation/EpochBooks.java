package dev.lockstep.integration.simulation;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.lockstep.v1.Change;
import dev.lockstep.v1.EpochOpened;
import dev.lockstep.v1.NodeJoined;
import dev.lockstep.v1.NodeLeft;
import dev.lockstep.v1.NodeQuarantined;
import dev.lockstep.v1.NodeWaived;
import dev.lockstep.v1.Order;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.WaiverEnded;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which epochs there are, in which order they start, and whom each binds. */
final class EpochBooks {
    /** What a raw step touches. */
    private static final String ANYTHING = "*";

    private final World world;
    private final RosterBook roster;
    private final TreeMap<Long, EpochBook> epochs = new TreeMap<>();

    EpochBooks(World world, RosterBook roster) {
        this.world = world;
        this.roster = roster;
    }

    @Nullable
    EpochBook find(long number) {
        return epochs.get(number);
    }

    Iterable<EpochBook> all() {
        return epochs.values();
    }

    boolean isEmpty() {
        return epochs.isEmpty();
    }

    boolean isAnyOpen() {
        return epochs.values().stream().anyMatch(EpochBook::isOpen);
    }

    /** The epoch that an event is about: it has to be open. */
    EpochBook book(long number) {
        EpochBook book = epochs.get(number);
        if (book == null) {
            throw world.violated("I2", "an event of epoch " + number + ", which was never opened");
        }
        require(book.isOpen(), "I2", "an event of epoch " + number + ", which has ended");
        return book;
    }

    void left(NodeLeft event) {
        roster.left(event);
        for (EpochBook book : epochs.values()) {
            if (book.isOpen() && book.roster.contains(event.getNode())) {
                book.without(event.getNode());
                book.left.add(event.getNode());
            }
        }
    }

    void waived(NodeWaived event) {
        EpochBook book = book(event.getEpoch());
        Phase phase = book.phase();
        require(!event.getBy().isBlank() && !event.getReason().isBlank(), "I2", "a waiver without a reason");
        require(
                book.roster.contains(event.getNode()),
                "I2",
                "a waiver for " + event.getNode() + ", which is not bound");
        require(
                book.rollbackStarted || phase == Phase.EXPAND || phase == Phase.BACKFILL || phase == Phase.VALIDATE,
                "I9",
                "a waiver in " + phase);
        book.waived.add(event.getNode());
        book.everWaived.add(event.getNode());
    }

    void waiverEnded(WaiverEnded event) {
        EpochBook book = book(event.getEpoch());
        require(book.waived.contains(event.getNode()), "I2", "the end of a waiver that there is not");
        require(
                book.hasCaughtUp(event.getNode()),
                "I2",
                "the waiver of " + event.getNode() + " ended before it had caught up");
        book.waived.remove(event.getNode());
        book.again.remove(event.getNode());
    }

    /** Between epochs anybody may come in that shows the right schema; in the middle of them a member that is older than it was. */
    void joined(NodeJoined event) {
        String node = event.getMember().getNode();
        List<EpochBook> open =
                epochs.values().stream().filter(EpochBook::isOpen).toList();
        List<Long> underWay = open.stream()
                .filter(EpochBook::isUnderWay)
                .map(book -> book.number)
                .toList();
        require(event.getAgainList().equals(underWay), "I2", node + " joined for " + event.getAgainList());
        for (EpochBook book : open) {
            require(book.roster.contains(node), "I2", node + " slipped in: it joined while an epoch was open");
            boolean isApproved = book.phase() == Phase.PREFLIGHT && book.approvedAtAll && !book.rollbackStarted;
            require(!isApproved, "I7", node + " plans again what has been approved");
        }
        roster.joined(event, open, !epochs.isEmpty());
        open.stream().filter(EpochBook::isUnderWay).forEach(book -> book.goesThroughAgain(node));
    }

    void quarantined(NodeQuarantined event) {
        EpochBook book = book(event.getEpoch());
        String node = event.getNode();
        require(
                book.phase() == Phase.PREFLIGHT && !book.approvedAtAll && !book.rollbackStarted,
                "I2",
                node + " was left out in " + book.phase() + ": only PREFLIGHT can go on without a node");
        require(book.roster.contains(node) && book.roster.size() > 1, "I2", "nobody is left without " + node);
        book.without(node);
        book.leftOut.add(node);
        roster.misses(node, book.number);
    }

    void opened(EpochOpened event) {
        TreeSet<String> bound = new TreeSet<>();
        event.getRosterList().forEach(member -> bound.add(member.getNode()));
        TreeSet<String> fleet = new TreeSet<>(roster.members());
        TreeSet<String> behind = new TreeSet<>(fleet);
        behind.removeIf(node -> !roster.isBehind(node));
        fleet.removeAll(behind);
        require(bound.equals(fleet), "I2", "the roster " + bound + " is not the fleet " + fleet);
        EpochBook book = new EpochBook(event.getEpoch(), event.getChangeHash(), bound, tables(event.getChange()));
        epochs.put(book.number, book);
        book.leftOut.addAll(behind);
        behind.forEach(node -> roster.misses(node, book.number));
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

    void started(EpochBook book) {
        require(!book.started, "I2", "epoch " + book.number + " started twice");
        for (String node : book.roster) {
            require(!roster.isBehind(node), "I2", "epoch " + book.number + " binds " + node + ", which is behind");
        }
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

    /** A directive of an epoch is for nodes that it binds, and says what was decided. */
    void requireInPlace(long epoch, Order order) {
        EpochBook book = epochs.get(epoch);
        if (book == null) {
            throw world.violated("I2", "a directive of no epoch");
        }
        // An epoch whose nodes are all quarantined by the time that it starts never does.
        require(book.started || !book.isOpen(), "I2", "a directive of epoch " + epoch + ", which has not started");
        for (String node : order.getNodesList()) {
            require(
                    book.roster.contains(node) || order.hasClose() && book.leftOut.contains(node),
                    "I2",
                    "a directive of epoch " + epoch + " for " + node + ", which it does not bind");
        }
        if (order.hasOpenPhase()) {
            require(!book.rollbackStarted && !book.paused, "I1", "a phase was opened to nodes of an epoch that stands");
            require(order.getOpenPhase().getPhase() == book.phase(), "I2", "another phase than the open one");
        }
        if (order.hasCatchUp()) {
            require(!book.rollbackStarted && !book.paused, "I1", "a node was to catch up in an epoch that stands");
            require(book.waived.containsAll(order.getNodesList()), "I2", "a node without a waiver was to catch up");
            require(order.getCatchUp().getPhase() != Phase.CONTRACT, "I9", "a waived node was to work on CONTRACT");
        }
        if (order.hasUndo()) {
            require(book.undoOpened.contains(order.getUndo().getPhase()), "I1", "an undo that was not opened");
        }
    }

    private void require(boolean condition, String invariant, String message) {
        if (!condition) {
            throw world.violated(invariant, message);
        }
    }
}
