package dev.lockstep.integration.nemesis.check;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.lockstep.v1.Directive;
import dev.lockstep.v1.DirectiveIssued;
import dev.lockstep.v1.Event;
import dev.lockstep.v1.SignedEnvelope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The directives' topic: one chain without gaps, each directive decided by the journal first and published as decided (I4, I5, I7). */
final class PublishedDirectives {
    /** A directive with the bytes that were signed. */
    record Published(Directive content, ByteString payload, ByteString hash) {}

    private final History history;
    private final CountedJournal journal;
    private final Findings findings;
    private final List<Published> directives = new ArrayList<>();

    private PublishedDirectives(History history, CountedJournal journal, Findings findings) {
        this.history = history;
        this.journal = journal;
        this.findings = findings;
    }

    static PublishedDirectives read(History history, CountedJournal journal, Findings findings) {
        PublishedDirectives published = new PublishedDirectives(history, journal, findings);
        for (int i = 0; i < history.directives().size(); i++) {
            published.read(
                    "record " + (i + 1) + " of the directives", history.directives().get(i));
        }
        published.requireAllThatWereDecided();
        return published;
    }

    Optional<Published> directive(long number) {
        return number >= 1 && number <= directives.size()
                ? Optional.of(directives.get((int) number - 1))
                : Optional.empty();
    }

    int count() {
        return directives.size();
    }

    private void read(String where, ByteString record) {
        try {
            SignedEnvelope envelope = SignedEnvelope.parseFrom(record);
            if (!CountedJournal.isSigned(history, Hashes.DIRECTIVE, envelope)) {
                findings.add("I7", where, "expected a signature by a coordinator, found none that fits");
                return;
            }
            ByteString payload = envelope.getPayload();
            judge(where, new Published(Directive.parseFrom(payload), payload, Hashes.of(Hashes.DIRECTIVE, payload)));
        } catch (InvalidProtocolBufferException wrong) {
            findings.add("I7", where, "expected a signed directive, found other bytes");
        }
    }

    private void judge(String where, Published read) {
        long number = read.content().getNumber();
        if (number <= directives.size()) {
            boolean verbatim =
                    directive(number).map(Published::payload).equals(Optional.of(read.payload()));
            findings.require(verbatim, "I4", where, "directive " + number + " was published before, with other bytes");
            return;
        }
        if (number != directives.size() + 1L) {
            findings.add("I4", where, "expected directive " + (directives.size() + 1) + ", found " + number);
            return;
        }
        ByteString before = directives.isEmpty()
                ? ByteString.EMPTY
                : directives.get(directives.size() - 1).hash();
        findings.require(
                read.content().getPreviousHash().equals(before),
                "I7",
                where,
                "it does not stand behind the directive before it");
        requireDecision(where, read.content());
        directives.add(read);
    }

    private void requireDecision(String where, Directive directive) {
        Optional<CountedJournal.Entry> entry = journal.entry(directive.getEntryNumber());
        boolean isDecided = entry.isPresent()
                && entry.get().hash().equals(directive.getEntryHash())
                && entry.get().content().getEventsList().stream()
                        .filter(Event::hasDirectiveIssued)
                        .map(Event::getDirectiveIssued)
                        .anyMatch(issued -> isIssue(issued, directive));
        findings.require(
                isDecided,
                "I5",
                where,
                "expected that entry " + directive.getEntryNumber() + " decided directive " + directive.getNumber()
                        + ", but no entry that counts did");
    }

    private static boolean isIssue(DirectiveIssued issued, Directive directive) {
        return issued.getNumber() == directive.getNumber()
                && issued.getEpoch() == directive.getEpoch()
                && issued.getOrder().equals(directive.getOrder());
    }

    private void requireAllThatWereDecided() {
        long decided = journal.entries().stream()
                .flatMap(entry -> entry.content().getEventsList().stream())
                .filter(Event::hasDirectiveIssued)
                .count();
        findings.require(
                decided == directives.size(),
                "I10",
                "the directives",
                "the journal decided " + decided + ", published are " + directives.size());
    }
}
