package dev.lockstep.integration.journal;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.chain.Hashing.Domain;
import dev.lockstep.coordinator.journal.AppendOutcome;
import dev.lockstep.coordinator.journal.ClaimOutcome;
import dev.lockstep.coordinator.journal.CountedEntry;
import dev.lockstep.coordinator.journal.JournalWriter;
import dev.lockstep.coordinator.journal.Verdict;
import dev.lockstep.v1.JournalEntry;
import dev.lockstep.v1.SignedEnvelope;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Who may write, and that all readers agree on it (rules L2 and L3). */
interface JournalClaims extends JournalUnderTest {
    @Test
    default void entriesFollowAClaim() {
        JournalFollower a = follow(open());
        JournalWriter writer = a.claimed();

        CountedEntry entry = appended(writer, "first");

        assertThat(writer.term()).isEqualTo(1);
        assertThat(entry.number()).isEqualTo(2);
        assertThat(entry.entry().getTerm()).isEqualTo(1);
        assertThat(entry.entry().getClaim()).isEqualTo(writer.claimId());
        assertThat(a.reasons()).containsExactly("first");
    }

    @Test
    default void aStandbyFollowsAndTakesOverWithEverythingBefore() {
        JournalFollower standby = follow(open());
        JournalFollower leader = follow(open());
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
    default void aSupersededWriterIsToldAndItsEntryNeverCounts() {
        JournalFollower old = follow(open());
        JournalWriter before = old.claimed();
        JournalFollower fresh = follow(open());
        JournalWriter now = fresh.claimed();

        assertThat(get(before.append(events("late"), 1))).isInstanceOf(AppendOutcome.Superseded.class);
        appended(now, "right");

        assertThat(get(before.append(events("later"), 1))).isInstanceOf(AppendOutcome.Superseded.class);
        assertThat(fresh.reasons()).containsExactly("right");
    }

    @Test
    default void ofContendersAtOnceExactlyOneStaysInOfficeAndAllKnow() {
        List<JournalFollower> contenders = List.of(follow(open()), follow(open()), follow(open()));
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
        JournalFollower audit = follow(open());
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
    default void aNewClaimOfTheSameHandleEndsTheWriterBefore() {
        JournalFollower a = follow(open());
        JournalWriter before = a.claimed();
        JournalWriter now = a.claimed();

        assertThat(get(before.append(events("late"), 1))).isInstanceOf(AppendOutcome.Superseded.class);
        assertThat(appended(now, "right").entry().getTerm()).isEqualTo(2);
    }

    @Test
    default void anUnclearClaimCanBeMadeAgain() {
        JournalFollower a = follow(open());
        loseNextReply();

        assertThat(get(a.journal.claim("a", 1))).isInstanceOf(ClaimOutcome.Unclear.class);

        assertThat(a.claimed().term()).isEqualTo(2);
    }

    @Test
    default void aLateEntryOfASupersededTermIsSkippedAndTheJournalGoesOn() {
        JournalFollower a = follow(open());
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
}
