package dev.lockstep.coordinator.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.lockstep.chain.Hashing;
import dev.lockstep.chain.Hashing.Domain;
import dev.lockstep.signing.SigningKey;
import dev.lockstep.signing.TrustedKeys;
import dev.lockstep.v1.EpochPaused;
import dev.lockstep.v1.Event;
import dev.lockstep.v1.JournalEntry;
import dev.lockstep.v1.LeadershipClaimed;
import dev.lockstep.v1.SignedEnvelope;
import java.util.List;
import org.junit.jupiter.api.Test;

class JournalRulesTest {
    private static final SigningKey KEY = SigningKey.generate();
    private static final SigningKey STRANGER = SigningKey.generate();
    private static final Event CLAIM = Event.newBuilder()
            .setLeadershipClaimed(LeadershipClaimed.newBuilder().setCoordinator("a"))
            .build();
    private static final Event DECISION = Event.newBuilder()
            .setEpochPaused(EpochPaused.newBuilder().setEpoch(1))
            .build();

    private final JournalRules rules = new JournalRules("shop", TrustedKeys.of(List.of(KEY.publicKey())));
    private long offset;

    @Test
    void firstClaimAndItsEntriesCount() {
        assertThat(judge(next(CLAIM, 1, "one"))).isInstanceOf(Verdict.Counted.class);
        assertThat(judge(next(DECISION, 1, "one"))).isInstanceOf(Verdict.Counted.class);
        assertThat(rules.tip().number()).isEqualTo(2);
        assertThat(rules.tip().claimId()).isEqualTo("one");
    }

    @Test
    void anEntryWithoutAClaimNeverCounts() {
        assertThat(judge(next(DECISION, 1, "one"))).isInstanceOf(Verdict.Skipped.class);
        assertThat(rules.tip()).isEqualTo(Tip.START);
    }

    @Test
    void theFirstClaimMustHaveTermOne() {
        assertThat(judge(next(CLAIM, 2, "one"))).isInstanceOf(Verdict.Skipped.class);
    }

    @Test
    void aClaimWithoutAnIdIsNoClaim() {
        assertThat(judge(next(CLAIM, 1, ""))).isInstanceOf(Verdict.Skipped.class);
    }

    @Test
    void ofTwoClaimsOfTheSameNumberTheFirstCounts() {
        JournalEntry.Builder first = next(CLAIM, 1, "one");
        JournalEntry.Builder second = next(CLAIM, 1, "two");

        assertThat(judge(first)).isInstanceOf(Verdict.Counted.class);
        assertThat(judge(second)).isInstanceOf(Verdict.Skipped.class);
        assertThat(rules.tip().claimId()).isEqualTo("one");
    }

    @Test
    void entriesOfAClaimThatLostAreSkipped() {
        JournalEntry.Builder lost = next(CLAIM, 1, "two");
        judge(next(CLAIM, 1, "one"));
        judge(lost);

        assertThat(judge(next(DECISION, 1, "two"))).isInstanceOf(Verdict.Skipped.class);
        assertThat(judge(next(DECISION, 1, "one"))).isInstanceOf(Verdict.Counted.class);
    }

    @Test
    void entriesOfASupersededTermAreSkippedAndTheNewTermGoesOn() {
        judge(next(CLAIM, 1, "one"));
        JournalEntry.Builder late = next(DECISION, 1, "one");
        judge(next(CLAIM, 2, "two"));

        assertThat(judge(late)).isInstanceOf(Verdict.Skipped.class);
        assertThat(judge(next(DECISION, 1, "one"))).isInstanceOf(Verdict.Skipped.class);
        assertThat(judge(next(DECISION, 2, "two"))).isInstanceOf(Verdict.Counted.class);
    }

    @Test
    void aClaimMustTakeTheNextTerm() {
        judge(next(CLAIM, 1, "one"));

        assertThat(judge(next(CLAIM, 3, "three"))).isInstanceOf(Verdict.Skipped.class);
        assertThat(judge(next(CLAIM, 1, "four"))).isInstanceOf(Verdict.Skipped.class);
        assertThat(judge(next(CLAIM, 2, "two"))).isInstanceOf(Verdict.Counted.class);
    }

    @Test
    void aWrongNumberOfTheClaimantIsDamage() {
        judge(next(CLAIM, 1, "one"));

        assertDamaged(judge(next(DECISION, 1, "one").setNumber(3)), 3, "expected number 2, found 3");
    }

    @Test
    void aRepeatedEntryOfTheClaimantIsDamage() {
        judge(next(CLAIM, 1, "one"));
        JournalEntry.Builder entry = next(DECISION, 1, "one");
        judge(entry);

        assertDamaged(judge(entry), 2, "expected number 3, found 2");
    }

    @Test
    void aWrongPreviousHashOfTheClaimantIsDamage() {
        judge(next(CLAIM, 1, "one"));
        ByteString wrong = ByteString.copyFrom(new byte[32]);

        assertDamaged(judge(next(DECISION, 1, "one").setPreviousHash(wrong)), 2, "expected previous hash");
    }

    @Test
    void aWrongSignatureOfTheClaimantIsDamage() {
        judge(next(CLAIM, 1, "one"));
        SignedEnvelope signed = seal(next(DECISION, 1, "one"), KEY);
        SignedEnvelope altered = signed.toBuilder()
                .setPayload(next(DECISION, 1, "one").setAtMillis(7).build().toByteString())
                .build();

        assertDamaged(rules.judge(offset, altered.toByteString()), 2, "does not fit the bytes");
    }

    @Test
    void aSecondClaimOfTheClaimantIsDamage() {
        judge(next(CLAIM, 1, "one"));

        assertDamaged(judge(next(CLAIM, 1, "one")), 2, "no second claim");
    }

    @Test
    void anUntrustedKeyOnTheNextNumberIsDamage() {
        assertDamaged(
                rules.judge(0, seal(next(CLAIM, 1, "one"), STRANGER).toByteString()), 1, "one of the trusted keys");
    }

    @Test
    void anUntrustedKeyElsewhereIsNoise() {
        judge(next(CLAIM, 1, "one"));
        SignedEnvelope noise = seal(next(CLAIM, 2, "two").setNumber(9), STRANGER);

        assertThat(rules.judge(offset, noise.toByteString())).isInstanceOf(Verdict.Skipped.class);
    }

    @Test
    void aSignedEntryBeyondTheNextNumberMeansThatEntriesAreMissing() {
        judge(next(CLAIM, 1, "one"));

        assertDamaged(judge(next(CLAIM, 2, "two").setNumber(5)), 5, "entries are missing");
    }

    @Test
    void anotherFleetIsDamage() {
        assertDamaged(judge(next(CLAIM, 1, "one").setFleet("bank")), 1, "expected an entry of fleet \"shop\"");
    }

    @Test
    void bytesThatAreNoEntryAreDamage() {
        assertDamaged(rules.judge(0, ByteString.copyFromUtf8("junk")), 1, "no signed journal entry");
    }

    @Test
    void anEventOfAnUnknownKindStopsTheReader() {
        judge(next(CLAIM, 1, "one"));

        assertDamaged(judge(next(Event.getDefaultInstance(), 1, "one")), 2, "does not know");
    }

    @Test
    void nothingCountsAfterDamage() {
        judge(next(CLAIM, 1, "one"));
        judge(next(DECISION, 1, "one").setNumber(7));

        assertThat(judge(next(DECISION, 1, "one"))).isInstanceOf(Verdict.Skipped.class);
        assertThat(rules.damage()).isPresent();
    }

    private JournalEntry.Builder next(Event event, long term, String claim) {
        return JournalEntry.newBuilder()
                .setFleet("shop")
                .setNumber(rules.tip().number() + 1)
                .setPreviousHash(rules.tip().hash())
                .setTerm(term)
                .setClaim(claim)
                .addEvents(event);
    }

    private Verdict judge(JournalEntry.Builder entry) {
        Verdict verdict = rules.judge(offset, seal(entry, KEY).toByteString());
        if (verdict instanceof Verdict.Counted counted) {
            assertThat(counted.entry().hash())
                    .isEqualTo(Hashing.hash(Domain.JOURNAL_ENTRY, entry.build().toByteString()));
        }
        offset++;
        return verdict;
    }

    private static SignedEnvelope seal(JournalEntry.Builder entry, SigningKey key) {
        return key.seal(Domain.JOURNAL_ENTRY, entry.build().toByteString());
    }

    private static void assertDamaged(Verdict verdict, long number, String reason) {
        assertThat(verdict).isInstanceOfSatisfying(Verdict.Damaged.class, damaged -> {
            assertThat(damaged.entryNumber()).isEqualTo(number);
            assertThat(damaged.reason()).contains(reason);
        });
    }
}
