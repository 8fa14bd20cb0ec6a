package dev.lockstep.integration.journal;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockstep.coordinator.journal.AppendOutcome;
import dev.lockstep.coordinator.journal.ClaimOutcome;
import dev.lockstep.coordinator.journal.EntryTooLargeException;
import dev.lockstep.coordinator.journal.Journal;
import dev.lockstep.coordinator.journal.JournalWriter;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What becomes of an append, known or unknown. */
interface JournalAppends extends JournalUnderTest {
    @Test
    default void theReaderKnowsAnEntryBeforeItsAppendCompletes() {
        JournalFollower a = follow(open());
        JournalWriter writer = a.claimed();

        for (int i = 0; i < 20; i++) {
            CompletableFuture<List<String>> known =
                    writer.append(events("e" + i), i).thenApply(done -> a.reasons());
            assertThat(get(known)).hasSize(i + 1).endsWith("e" + i);
        }
    }

    @Test
    default void replayGivesTheSameEntries() {
        JournalFollower a = follow(open());
        JournalWriter writer = a.claimed();
        for (int i = 0; i < 5; i++) {
            appended(writer, "e" + i);
        }

        JournalFollower later = follow(open());

        await().atMost(10, SECONDS).until(() -> later.caughtUp.isDone());
        assertThat(later.counted()).isEqualTo(a.counted());
    }

    @Test
    default void aLostReplyIsUnclearAndTheEntryCountsOnce() {
        JournalFollower a = follow(open());
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
    default void aLostRequestIsUnclearAndTheEntryNeverCounts() {
        JournalFollower a = follow(open());
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
    default void anEntryThatIsTooLargeIsRefusedAndTheWriterGoesOn() {
        JournalFollower a = follow(open());
        JournalWriter writer = a.claimed();

        assertThatThrownBy(() -> writer.append(events("x".repeat(Journal.MAX_ENTRY_BYTES)), 1))
                .isInstanceOf(EntryTooLargeException.class)
                .hasMessageContaining("at most 8388608 bytes");

        appended(writer, "small");
    }

    @Test
    default void theLargestEntryGoesThrough() {
        JournalFollower a = follow(open());
        JournalWriter writer = a.claimed();

        appended(writer, "x".repeat(Journal.MAX_ENTRY_BYTES - 1_000));

        assertThat(a.reasons()).hasSize(1);
    }

    @Test
    default void anAppendNeedsEvents() {
        JournalWriter writer = follow(open()).claimed();

        assertThatThrownBy(() -> writer.append(List.of(), 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    default void closingLeavesNoFutureOpen() {
        JournalFollower a = follow(open());
        JournalWriter writer = a.claimed();
        CompletableFuture<AppendOutcome> append = writer.append(events("one"), 1);
        a.journal.close();

        assertThat(get(append)).isInstanceOfAny(AppendOutcome.Appended.class, AppendOutcome.Unclear.class);
        assertThat(get(a.journal.claim("a", 1))).isInstanceOf(ClaimOutcome.Unclear.class);
    }
}
