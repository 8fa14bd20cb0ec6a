package dev.lockstep.integration.nemesis;

import com.google.protobuf.ByteString;
import dev.lockstep.chain.Hashing;
import dev.lockstep.chain.Hashing.Domain;
import dev.lockstep.integration.nemesis.check.ExpectedChange;
import dev.lockstep.integration.nemesis.check.History;
import dev.lockstep.integration.nemesis.check.LoadRecord;
import dev.lockstep.integration.nemesis.check.LoadRecord.Disturbance;
import dev.lockstep.integration.nemesis.check.LoadRecord.Failure;
import dev.lockstep.integration.nemesis.check.NodeHistory;
import dev.lockstep.signing.SigningKey;
import dev.lockstep.v1.Directive;
import dev.lockstep.v1.DirectiveIssued;
import dev.lockstep.v1.Event;
import dev.lockstep.v1.JournalEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A history that nobody has lived: what is put into it is numbered, chained and signed as the protocol asks for, with the production's own hashes, so that a forgery is
 * found by what it tells and not by a seal that does not fit. For one thread.
 */
final class ForgedHistory {
    static final SigningKey KEY = SigningKey.generate();

    private static final String CLAIM = "claim-1";

    /** The events of each entry, the claim first. */
    final List<List<Event>> entries = new ArrayList<>();

    final Map<String, ForgedNode> nodes = new TreeMap<>();
    final Map<String, ExpectedChange> changes = new TreeMap<>();
    final Set<String> restored = new TreeSet<>();
    final List<Failure> failures = new ArrayList<>();
    final List<Disturbance> disturbances = new ArrayList<>();

    private final List<ByteString> journal = new ArrayList<>();
    private final List<ByteString> directives = new ArrayList<>();
    private ByteString entryHash = ByteString.EMPTY;
    private ByteString directiveHash = ByteString.EMPTY;

    /** Numbers, chains and signs everything. */
    History sealed() {
        for (int i = 0; i < entries.size(); i++) {
            seal(i + 1, entries.get(i));
        }
        Map<String, LoadRecord.ExpectedRows> expected = new TreeMap<>();
        List<NodeHistory> histories = new ArrayList<>();
        for (ForgedNode node : nodes.values()) {
            expected.put(node.name, new LoadRecord.ExpectedRows(Map.copyOf(node.expectedRows), Set.of(), List.of()));
            histories.add(node.sealed(directives, directiveHash));
        }
        return new History(
                "orders",
                journal,
                directives,
                Map.of(KEY.id(), KEY.publicKey()),
                histories,
                changes,
                restored,
                new LoadRecord(100, expected, failures, disturbances));
    }

    private void seal(long number, List<Event> events) {
        ByteString payload = JournalEntry.newBuilder()
                .setFleet("orders")
                .setNumber(number)
                .setPreviousHash(entryHash)
                .setTerm(1)
                .setClaim(CLAIM)
                .addAllEvents(events)
                .build()
                .toByteString();
        journal.add(KEY.seal(Domain.JOURNAL_ENTRY, payload).toByteString());
        entryHash = Hashing.hash(Domain.JOURNAL_ENTRY, payload);
        events.stream().filter(Event::hasDirectiveIssued).forEach(event -> publish(event.getDirectiveIssued(), number));
    }

    private void publish(DirectiveIssued issued, long entry) {
        ByteString payload = Directive.newBuilder()
                .setFleet("orders")
                .setNumber(issued.getNumber())
                .setPreviousHash(directiveHash)
                .setEntryNumber(entry)
                .setEntryHash(entryHash)
                .setEpoch(issued.getEpoch())
                .setOrder(issued.getOrder())
                .build()
                .toByteString();
        directives.add(KEY.seal(Domain.DIRECTIVE, payload).toByteString());
        directiveHash = Hashing.hash(Domain.DIRECTIVE, payload);
    }
}
