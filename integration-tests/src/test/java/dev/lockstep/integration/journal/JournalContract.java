package dev.lockstep.integration.journal;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.lockstep.chain.Hashing.Domain;
import dev.lockstep.coordinator.journal.AppendOutcome;
import dev.lockstep.coordinator.journal.ClaimOutcome;
import dev.lockstep.coordinator.journal.CountedEntry;
import dev.lockstep.coordinator.journal.EntryTooLargeException;
import dev.lockstep.coordinator.journal.Journal;
import dev.lockstep.coordinator.journal.JournalReader;
import dev.lockstep.coordinator.journal.JournalWriter;
import dev.lockstep.coordinator.journal.Verdict;
import dev.lockstep.signing.SigningKey;
import dev.lockstep.signing.TrustedKeys;
import dev.lockstep.v1.EpochPaused;
import dev.lockstep.v1.Event;
import dev.lockstep.v1.JournalEntry;
import dev.lockstep.v1.SignedEnvelope;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every journal must do, whatever it stands on. */
abstract class JournalContract {
    static final String FLEET = "shop";
    static final SigningKey KEY = SigningKey.generate();
    static final TrustedKeys TRUSTED = TrustedKeys.of(List.of(KEY.publicKey()));

    private final List<Journal> opened = new ArrayList<>();

    /** A new handle on this test's log. */
    abstract Journal open();

    /** A handle on a new log that holds these records. */
    abstract Journal openCopy(List<ByteString> records);

    /** Puts a record on this test's log past every writer. */
    abstract void appendRaw(ByteString record);

    /** The next append will be there, but the writer does not hear of it. */
    abstract void loseNextReply();

    /** The next append will not be there, and the writer does not hear of it. */
    abstract void loseNextRequest();

    @AfterEach
    void closeAll() {
        opened.forEach(Journal::close);
    }

    @Test
    void entriesFollowAClaim() {
        Follower a = follow(open());
        JournalWriter writer = a.claimed();

        CountedEntry entry = appended(writer, "first");

        assertThat(writer.term()).isEqualTo(1);
        assertThat(entry.number()).isEqualTo(2);
        assertThat(entry.entry().getTerm()).isEqualTo(1);
        assertThat(entry.entry().getClaim()).isEqualTo(writer.claimId());
        assertThat(a.reasons()).containsExactly("first");
    }

    @Test
    void theReaderKnowsAnEntryBeforeItsAppendCompletes() {
        Follower a = follow(open());
        JournalWriter writer = a.claimed();

        for (int i = 0; i < 20; i++) {
            CompletableFuture<List<String>> known =
                    writer.append(events("e" + i), i).thenApply(done -> a.reasons());
            assertThat(get(known)).hasSize(i + 1).endsWith("e" + i);
        }
    }

    @Test
    void replayGivesTheSameEntries() {
        Follower a = follow(open());
        JournalWriter writer = a.claimed();
        for (int i = 0; i < 5; i++) {
            appended(writer, "e" + i);
        }

        Follower later = follow(open());

        await().atMost(10, SECONDS).until(() -> later.caughtUp.isDone());
        assertThat(later.counted()).isEqualTo(a.counted());
    }

    @Test
    void aStandbyFollowsAndTakesOverWithEverythingBefore() {
        Follower standby = follow(open());
        Follower leader = follow(open());
        JournalWriter first = leader.claimed();
        appended(first, "one");

        JournalWriter second = standby.claimed();

        assertThat(second.term()).isEqualTo(2);
        assertThat(standby.reasons()).containsExactly("one");
        appended(second, "two");
        await().atMost(10, SECONDS).until(() -> leader.reasons().equals(List.of("one", "two")));
        assertThat(leader.counted()).isEqualTo(standby.counted());
    }

    @Test
    void aSupersededWriterIsToldAndItsEntryNeverCounts() {
        Follower old = follow(open());
        JournalWriter before = old.claimed();
        Follower fresh = follow(open());
        JournalWriter now = fresh.claimed();

        assertThat(get(before.append(events("late"), 1))).isInstanceOf(AppendOutcome.Superseded.class);
        appended(now, "right");

        assertThat(get(before.append(events("later"), 1))).isInstanceOf(AppendOutcome.Superseded.class);
        assertThat(fresh.reasons()).containsExactly("right");
    }

    @Test
    void ofContendersAtOnceExactlyOneStaysInOfficeAndAllKnow() {
        List<Follower> contenders = List.of(follow(open()), follow(open()), follow(open()));
        List<CompletableFuture<ClaimOutcome>> claims =
                contenders.stream().map(each -> each.journal.claim("c", 1)).toList();

        List<AppendOutcome> appends = new ArrayList<>();
        for (CompletableFuture<ClaimOutcome> claim : claims) {
            if (get(claim) instanceof ClaimOutcome.Claimed claimed) {
                appends.add(get(claimed.writer().append(events("decision"), 1)));
            }
        }

        // A contender whose claim counted first can append before the next claim; afterwards only the last one can.
        assertThat(appends).last().isNotNull();
        Follower audit = follow(open());
        await().atMost(10, SECONDS).until(() -> audit.caughtUp.isDone());
        assertThat(audit.reasons())
                .hasSize((int) appends.stream()
                        .filter(AppendOutcome.Appended.class::isInstance)
                        .count())
                .isNotEmpty();
        assertThat(audit.counted().stream()
                        .filter(entry -> entry.entry().getEvents(0).hasLeadershipClaimed()))
                .extracting(entry -> entry.entry().getTerm())
                .doesNotHaveDuplicates()
                .isSorted();
        assertThat(audit.damage()).isEmpty();
    }

    @Test
    void aNewClaimOfTheSameHandleEndsTheWriterBefore() {
        Follower a = follow(open());
        JournalWriter before = a.claimed();
        JournalWriter now = a.claimed();

        assertThat(get(before.append(events("late"), 1))).isInstanceOf(AppendOutcome.Superseded.class);
        assertThat(appended(now, "right").entry().getTerm()).isEqualTo(2);
    }

    @Test
    void aLostReplyIsUnclearAndTheEntryCountsOnce() {
        Follower a = follow(open());
        JournalWriter writer = a.claimed();
        loseNextReply();

        assertThat(get(writer.append(events("perhaps"), 1)))
                .isInstanceOfAny(AppendOutcome.Unclear.class, AppendOutcome.Appended.class);
        JournalWriter again = a.claimed();

        assertThat(a.reasons()).containsExactly("perhaps");
        appended(again, "next");
        assertThat(a.reasons()).containsExactly("perhaps", "next");
        assertThat(a.damage()).isEmpty();
    }

    @Test
    void aLostRequestIsUnclearAndTheEntryNeverCounts() {
        Follower a = follow(open());
        JournalWriter writer = a.claimed();
        loseNextRequest();

        AppendOutcome unclear = get(writer.append(events("perhaps"), 1));

        assertThat(unclear).isInstanceOf(AppendOutcome.Unclear.class);
        assertThat(get(writer.append(events("more"), 1))).isEqualTo(unclear);
        appended(a.claimed(), "next");
        assertThat(a.reasons()).containsExactly("next");
        assertThat(a.damage()).isEmpty();
    }

    @Test
    void anUnclearClaimCanBeMadeAgain() {
        Follower a = follow(open());
        loseNextReply();

        assertThat(get(a.journal.claim("a", 1))).isInstanceOf(ClaimOutcome.Unclear.class);

        assertThat(a.claimed().term()).isEqualTo(2);
    }

    @Test
    void anEntryThatIsTooLargeIsRefusedAndTheWriterGoesOn() {
        Follower a = follow(open());
        JournalWriter writer = a.claimed();

        assertThatThrownBy(() -> writer.append(events("x".repeat(Journal.MAX_ENTRY_BYTES)), 1))
                .isInstanceOf(EntryTooLargeException.class)
                .hasMessageContaining("at most 8388608 bytes");

        appended(writer, "small");
    }

    @Test
    void theLargestEntryGoesThrough() {
        Follower a = follow(open());
        JournalWriter writer = a.claimed();

        appended(writer, "x".repeat(Journal.MAX_ENTRY_BYTES - 1_000));

        assertThat(a.reasons()).hasSize(1);
    }

    @Test
    void anAppendNeedsEvents() {
        JournalWriter writer = follow(open()).claimed();

        assertThatThrownBy(() -> writer.append(List.of(), 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anAlteredEntryIsDamageForEverybody() {
        Follower a = follow(open());
        JournalWriter writer = a.claimed();
        appended(writer, "one");
        CountedEntry last = appended(writer, "two");
        JournalEntry altered = last.entry().toBuilder()
                .setNumber(4)
                .setPreviousHash(last.hash())
                .build();

        appendRaw(last.stored().toBuilder()
                .setPayload(altered.toByteString())
                .build()
                .toByteString());

        await().atMost(10, SECONDS).until(() -> !a.damage().isEmpty());
        assertThat(a.damage().get(0).entryNumber()).isEqualTo(4);
        assertThat(get(writer.append(events("more"), 1))).isInstanceOf(AppendOutcome.Superseded.class);
        assertThat(get(follow(open()).journal.claim("b", 1))).isInstanceOf(ClaimOutcome.Lost.class);
    }

    @Test
    void aMissingEntryIsDamage() {
        Follower a = follow(open());
        JournalWriter writer = a.claimed();
        for (int i = 0; i < 4; i++) {
            appended(writer, "e" + i);
        }
        List<ByteString> records = new ArrayList<>(stored(a));
        records.remove(2);

        Follower copy = follow(openCopy(records));

        await().atMost(10, SECONDS).until(() -> !copy.damage().isEmpty());
        assertThat(copy.damage().get(0).reason()).contains("expected number 3, found 4");
        assertThat(copy.reasons()).containsExactly("e0");
    }

    @Test
    void bytesThatAreNoEntryAreDamage() {
        Follower a = follow(open());
        a.claimed();

        appendRaw(ByteString.copyFromUtf8("junk"));

        await().atMost(10, SECONDS).until(() -> !a.damage().isEmpty());
        assertThat(a.damage().get(0).entryNumber()).isEqualTo(2);
    }

    @Test
    void aLateEntryOfASupersededTermIsSkippedAndTheJournalGoesOn() {
        Follower a = follow(open());
        JournalWriter before = a.claimed();
        CountedEntry last = appended(before, "one");
        JournalWriter now = a.claimed();
        JournalEntry late = last.entry().toBuilder()
                .setNumber(3)
                .setPreviousHash(last.hash())
                .build();

        SignedEnvelope zombie = KEY.seal(Domain.JOURNAL_ENTRY, late.toByteString());
        appendRaw(zombie.toByteString());
        appended(now, "two");

        assertThat(a.reasons()).containsExactly("one", "two");
        assertThat(a.verdicts).anyMatch(Verdict.Skipped.class::isInstance);
        assertThat(a.damage()).isEmpty();
    }

    @Test
    void closingLeavesNoFutureOpen() {
        Follower a = follow(open());
        JournalWriter writer = a.claimed();
        CompletableFuture<AppendOutcome> append = writer.append(events("one"), 1);
        a.journal.close();

        assertThat(get(append)).isInstanceOfAny(AppendOutcome.Appended.class, AppendOutcome.Unclear.class);
        assertThat(get(a.journal.claim("a", 1))).isInstanceOf(ClaimOutcome.Unclear.class);
    }

    Follower follow(Journal journal) {
        opened.add(journal);
        return new Follower(journal);
    }

    static List<Event> events(String reason) {
        return List.of(Event.newBuilder()
                .setEpochPaused(EpochPaused.newBuilder().setEpoch(1).setReason(reason))
                .build());
    }

    static CountedEntry appended(JournalWriter writer, String reason) {
        AppendOutcome outcome = get(writer.append(events(reason), 1));
        assertThat(outcome).isInstanceOf(AppendOutcome.Appended.class);
        return ((AppendOutcome.Appended) outcome).entry();
    }

    static List<ByteString> stored(Follower follower) {
        return follower.counted().stream()
                .map(entry -> entry.stored().toByteString())
                .toList();
    }

    static <T> T get(CompletableFuture<T> future) {
        return future.orTimeout(30, SECONDS).join();
    }

    /** A handle with everything that its reader was told. */
    static final class Follower implements JournalReader {
        final Journal journal;
        final List<Verdict> verdicts = new CopyOnWriteArrayList<>();
        final List<String> reachability = new CopyOnWriteArrayList<>();
        final CompletableFuture<Void> caughtUp = new CompletableFuture<>();

        Follower(Journal journal) {
            this.journal = journal;
            journal.follow(this);
        }

        @Override
        public void onVerdict(Verdict verdict) {
            verdicts.add(verdict);
        }

        @Override
        public void onCaughtUp() {
            caughtUp.complete(null);
        }

        @Override
        public void onUnreachable(String reason) {
            reachability.add("unreachable");
        }

        @Override
        public void onReachable() {
            reachability.add("reachable");
        }

        JournalWriter claimed() {
            ClaimOutcome outcome = get(journal.claim("a", 1));
            assertThat(outcome).isInstanceOf(ClaimOutcome.Claimed.class);
            return ((ClaimOutcome.Claimed) outcome).writer();
        }

        List<CountedEntry> counted() {
            return verdicts.stream()
                    .filter(Verdict.Counted.class::isInstance)
                    .map(verdict -> ((Verdict.Counted) verdict).entry())
                    .toList();
        }

        List<String> reasons() {
            return counted().stream()
                    .map(entry -> entry.entry().getEvents(0))
                    .filter(Event::hasEpochPaused)
                    .map(event -> event.getEpochPaused().getReason())
                    .toList();
        }

        List<Verdict.Damaged> damage() {
            return verdicts.stream()
                    .filter(Verdict.Damaged.class::isInstance)
                    .map(Verdict.Damaged.class::cast)
                    .toList();
        }
    }
}
