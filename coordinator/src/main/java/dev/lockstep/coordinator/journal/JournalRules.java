package dev.lockstep.coordinator.journal;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.lockstep.chain.Hashing;
import dev.lockstep.chain.Hashing.Domain;
import dev.lockstep.signing.SignatureCheck;
import dev.lockstep.v1.Event;
import dev.lockstep.v1.JournalEntry;
import dev.lockstep.v1.SignedEnvelope;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which records of a journal count (rules L2 to L4). Writer, follower and audit all feed the log in order through this, and so agree. Pure, not
 * thread-safe.
 *
 * <p>Damage is told from a lost race like this. Whoever writes number n has read n-1 as counted, and all readers agree; so an entry of the claimant in
 * office that does not fit, and a signed entry beyond the next number, mean that records were altered or are missing. Everything else that does
 * not fit comes from somebody who lost a race.
 */
public final class JournalRules {
    private final String fleet;
    private final SignatureCheck trusted;
    private final SignedEntry.Decoder decoder;
    private Tip tip = Tip.START;
    private Verdict.@Nullable Damaged damage;

    /**
     * @param fleet whose journal it is
     * @param trusted keys of the coordinators
     */
    public JournalRules(String fleet, SignatureCheck trusted) {
        this(fleet, trusted, SignedEntry::of);
    }

    JournalRules(String fleet, SignatureCheck trusted, SignedEntry.Decoder decoder) {
        this.fleet = fleet;
        this.trusted = trusted;
        this.decoder = decoder;
    }

    /** The end of what counted so far. */
    public Tip tip() {
        return tip;
    }

    /** The first damage; nothing after it counts. */
    public Optional<Verdict.Damaged> damage() {
        return Optional.ofNullable(damage);
    }

    /** The entry of an anchor, when these bytes are it and a trusted key signed them. */
    Optional<CountedEntry> find(Anchor anchor, long offset, ByteString bytes) {
        try {
            SignedEntry signed = decoder.decode(bytes);
            boolean same = signed.hash().equals(anchor.hash())
                    && signed.entry().getNumber() == anchor.number()
                    && signed.entry().getFleet().equals(fleet)
                    && trusted.objection(Domain.JOURNAL_ENTRY, signed.stored()).isEmpty();
            return same
                    ? Optional.of(new CountedEntry(signed.entry(), signed.hash(), offset, signed.stored()))
                    : Optional.empty();
        } catch (InvalidProtocolBufferException otherBytes) {
            return Optional.empty();
        }
    }

    /**
     * Judges on as if everything up to an entry had been judged, and this entry were the last that counted.
     *
     * @throws IllegalStateException when something was judged already
     */
    void resumeBehind(CountedEntry entry) {
        if (!tip.equals(Tip.START) || damage != null) {
            throw new IllegalStateException(
                    "expected to resume before the first record, not behind entry " + tip.number());
        }
        tip = tip.after(entry);
    }

    /**
     * The verdict on the next record of the log.
     *
     * @param offset where it stands
     * @param bytes the record as it is stored
     */
    public Verdict judge(long offset, ByteString bytes) {
        if (damage != null) {
            return new Verdict.Skipped(offset, "the journal is damaged at offset " + damage.offset());
        }
        Verdict verdict = decodeAndJudge(offset, bytes);
        if (verdict instanceof Verdict.Counted counted) {
            tip = tip.after(counted.entry());
        } else if (verdict instanceof Verdict.Damaged damaged) {
            damage = damaged;
        }
        return verdict;
    }

    private Verdict decodeAndJudge(long offset, ByteString bytes) {
        try {
            SignedEntry signed = decoder.decode(bytes);
            return judge(new Candidate(signed.entry(), signed.hash(), signed.stored(), offset));
        } catch (InvalidProtocolBufferException undecodable) {
            return damaged(offset, nextNumber(), "its bytes are no signed journal entry: " + undecodable.getMessage());
        }
    }

    private Verdict judge(Candidate candidate) {
        JournalEntry entry = candidate.entry;
        if (!entry.getFleet().equals(fleet)) {
            return candidate.damaged(
                    "expected an entry of fleet \"" + fleet + "\", found one of \"" + entry.getFleet() + "\"");
        }
        Optional<String> objection = trusted.objection(Domain.JOURNAL_ENTRY, candidate.stored);
        if (tip.isByClaimant(entry)) {
            return objection.isPresent() ? candidate.damaged(objection.get()) : judgeOfClaimant(candidate);
        }
        return objection.isPresent() ? judgeUnsigned(candidate, objection.get()) : judgeOfAnother(candidate);
    }

    /** An entry of the claimant in office must fit; it has nobody to lose a race against. */
    private Verdict judgeOfClaimant(Candidate candidate) {
        JournalEntry entry = candidate.entry;
        if (entry.getNumber() != nextNumber()) {
            return candidate.damaged("expected number " + nextNumber() + ", found " + entry.getNumber());
        }
        if (!entry.getPreviousHash().equals(tip.hash())) {
            return candidate.damaged(wrongPreviousHash(entry));
        }
        if (entry.getEventsList().stream().anyMatch(Event::hasLeadershipClaimed)) {
            return candidate.damaged("expected no second claim in term " + tip.term());
        }
        return candidate.countedIfUnderstood();
    }

    /** Without a right signature an entry can only be noise, unless it stands where the next one should. */
    private Verdict judgeUnsigned(Candidate candidate, String objection) {
        return candidate.entry.getNumber() == nextNumber()
                ? candidate.damaged(objection)
                : candidate.skipped(objection);
    }

    private Verdict judgeOfAnother(Candidate candidate) {
        JournalEntry entry = candidate.entry;
        if (entry.getNumber() > nextNumber()) {
            return candidate.damaged("expected number " + nextNumber() + ", found " + entry.getNumber()
                    + ": entries are missing before it");
        }
        if (!isClaim(entry)) {
            return candidate.skipped("its term " + entry.getTerm() + " and claim \"" + entry.getClaim()
                    + "\" are not in office, term " + tip.term() + " and claim \"" + tip.claimId() + "\" are");
        }
        if (entry.getNumber() != nextNumber()) {
            return candidate.skipped("a claim of number " + entry.getNumber() + ", which is taken");
        }
        if (entry.getTerm() != tip.term() + 1 || entry.getClaim().equals(tip.claimId())) {
            return candidate.skipped("a claim of term " + entry.getTerm() + ", expected term " + (tip.term() + 1)
                    + " and a new claim id");
        }
        return entry.getPreviousHash().equals(tip.hash())
                ? candidate.countedIfUnderstood()
                : candidate.skipped("a claim, but " + wrongPreviousHash(entry));
    }

    private static boolean isClaim(JournalEntry entry) {
        return entry.getEventsCount() == 1
                && entry.getEvents(0).hasLeadershipClaimed()
                && !entry.getClaim().isEmpty();
    }

    private String wrongPreviousHash(JournalEntry entry) {
        return "expected previous hash " + Hashing.hex(tip.hash()) + ", found " + Hashing.hex(entry.getPreviousHash());
    }

    private long nextNumber() {
        return tip.number() + 1;
    }

    private static Verdict.Damaged damaged(long offset, long number, String reason) {
        return new Verdict.Damaged(offset, number, "entry " + number + " at offset " + offset + ": " + reason);
    }

    /** A record that could be decoded. */
    private record Candidate(JournalEntry entry, ByteString hash, SignedEnvelope stored, long offset) {
        Verdict damaged(String reason) {
            return JournalRules.damaged(offset, entry.getNumber(), reason);
        }

        Verdict skipped(String reason) {
            return new Verdict.Skipped(offset, reason);
        }

        /** An event that this version does not know must stop it: it would no longer have the fleet's state (rule L10). */
        Verdict countedIfUnderstood() {
            if (entry.getEventsList().stream().anyMatch(event -> event.getKindCase() == Event.KindCase.KIND_NOT_SET)) {
                return damaged("it holds an event of a kind that this version does not know; run a newer version");
            }
            return new Verdict.Counted(new CountedEntry(entry, hash, offset, stored));
        }
    }
}
