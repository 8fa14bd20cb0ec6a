package dev.lockstep.integration.nemesis.check;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.lockstep.v1.JournalEntry;
import dev.lockstep.v1.SignedEnvelope;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The entries of a journal that count, by the rules of the protocol's page (L2 to L4). */
final class CountedJournal {
    /** An entry that counts. */
    record Entry(JournalEntry content, ByteString hash) {}

    private final History history;
    private final Findings findings;
    private final List<Entry> entries = new ArrayList<>();
    private ByteString lastHash = ByteString.EMPTY;
    private long term;
    private String claim = "";

    private CountedJournal(History history, Findings findings) {
        this.history = history;
        this.findings = findings;
    }

    static CountedJournal read(History history, Findings findings) {
        CountedJournal journal = new CountedJournal(history, findings);
        for (int i = 0; i < history.journal().size(); i++) {
            journal.read("record " + (i + 1) + " of the journal", history.journal().get(i));
        }
        return journal;
    }

    List<Entry> entries() {
        return entries;
    }

    Optional<Entry> entry(long number) {
        return number >= 1 && number <= entries.size() ? Optional.of(entries.get((int) number - 1)) : Optional.empty();
    }

    private void read(String where, ByteString record) {
        try {
            SignedEnvelope envelope = SignedEnvelope.parseFrom(record);
            if (!isSigned(history, Hashes.JOURNAL_ENTRY, envelope)) {
                findings.add("I7", where, "expected a signature by a coordinator, found none that fits");
                return;
            }
            judge(where, JournalEntry.parseFrom(envelope.getPayload()), envelope.getPayload());
        } catch (InvalidProtocolBufferException wrong) {
            findings.add("I7", where, "expected a signed entry, found other bytes");
        }
    }

    private void judge(String where, JournalEntry entry, ByteString payload) {
        long next = entries.size() + 1L;
        boolean fits = entry.getNumber() == next && entry.getPreviousHash().equals(lastHash);
        boolean inOffice = entry.getTerm() == term && entry.getClaim().equals(claim) && term > 0;
        findings.require(
                entry.getFleet().equals(history.fleet()), "I7", where, "it is of fleet " + entry.getFleet());
        if (inOffice && !fits) {
            findings.add(
                    "I7",
                    where,
                    "expected number " + next + " behind hash " + Hashes.hex(lastHash) + ", found " + entry.getNumber()
                            + " behind " + Hashes.hex(entry.getPreviousHash()));
        } else if (entry.getNumber() > next) {
            findings.add("I7", where, "expected number " + next + " at most, found " + entry.getNumber());
        } else if (inOffice || (fits && isNextClaim(entry))) {
            term = entry.getTerm();
            claim = entry.getClaim();
            lastHash = Hashes.of(Hashes.JOURNAL_ENTRY, payload);
            entries.add(new Entry(entry, lastHash));
        }
        // Anything else lost a race against another leader, and counts for nobody.
    }

    private boolean isNextClaim(JournalEntry entry) {
        return entry.getTerm() == term + 1
                && entry.getEventsCount() == 1
                && entry.getEvents(0).hasLeadershipClaimed()
                && !entry.getClaim().equals(claim);
    }

    static boolean isSigned(History history, String domain, SignedEnvelope envelope) {
        PublicKey key = history.keys().get(envelope.getKeyId());
        return key != null && Hashes.isSigned(key, domain, envelope.getPayload(), envelope.getSignature());
    }
}
