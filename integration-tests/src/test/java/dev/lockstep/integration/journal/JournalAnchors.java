package dev.lockstep.integration.journal;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.lockstep.coordinator.journal.Anchor;
import dev.lockstep.coordinator.journal.CountedEntry;
import dev.lockstep.coordinator.journal.JournalWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reading that begins behind an entry that is known already (rule L9). */
interface JournalAnchors extends JournalUnderTest {
    @Test
    default void readingBeginsBehindAnEntryThatIsKnownAlready() {
        JournalFollower a = follow(open());
        JournalWriter writer = a.claimed();
        appended(writer, "one");
        CountedEntry known = appended(writer, "two");
        appended(writer, "three");

        JournalFollower later = followBehind(anchorAt(known), true);

        await().atMost(10, SECONDS).until(() -> later.caughtUp.isDone());
        assertThat(later.offered).containsExactly(known);
        assertThat(later.reasons()).containsExactly("three");
        appended(writer, "four");
        await().atMost(10, SECONDS).until(() -> later.reasons().equals(List.of("three", "four")));
        JournalWriter next = later.claimed();
        assertThat(next.term()).isEqualTo(2);
        assertThat(appended(next, "five").number()).isEqualTo(7);
        assertThat(later.damage()).isEmpty();
    }

    @Test
    default void behindTheLastEntryThereIsNothingYet() {
        JournalFollower a = follow(open());
        CountedEntry last = appended(a.claimed(), "one");

        JournalFollower later = followBehind(anchorAt(last), true);

        await().atMost(10, SECONDS).until(() -> later.caughtUp.isDone());
        assertThat(later.counted()).isEmpty();
        assertThat(later.claimed().term()).isEqualTo(2);
    }

    @Test
    default void whoDoesNotAgreeGetsEverything() {
        JournalFollower a = follow(open());
        CountedEntry known = appended(a.claimed(), "one");

        JournalFollower later = followBehind(anchorAt(known), false);

        await().atMost(10, SECONDS).until(() -> later.caughtUp.isDone());
        assertThat(later.counted()).isEqualTo(a.counted());
    }

    @Test
    default void anEntryThatIsNotThereMeansEverything() {
        JournalFollower a = follow(open());
        JournalWriter writer = a.claimed();
        CountedEntry one = appended(writer, "one");
        appended(writer, "two");
        List<Anchor> wrong = List.of(
                new Anchor(one.number(), ByteString.copyFromUtf8("another"), one.offset()),
                new Anchor(one.number() + 1, one.hash(), one.offset()),
                new Anchor(one.number(), one.hash(), 0),
                // On Kafka the mark of a transaction stands here, and no record.
                new Anchor(one.number(), one.hash(), one.offset() + 1),
                new Anchor(one.number(), one.hash(), 1_000),
                new Anchor(one.number(), one.hash(), -1));

        for (Anchor anchor : wrong) {
            JournalFollower later = followBehind(anchor, true);

            await().atMost(10, SECONDS).until(() -> later.caughtUp.isDone());
            assertThat(later.counted()).as("from %s", anchor).isEqualTo(a.counted());
            assertThat(later.missing).as("from %s", anchor).hasSize(1);
            assertThat(later.offered).isEmpty();
        }
    }

    private JournalFollower followBehind(Anchor anchor, boolean agrees) {
        return follow(open(), anchor, agrees);
    }

    private static Anchor anchorAt(CountedEntry entry) {
        return new Anchor(entry.number(), entry.hash(), entry.offset());
    }
}
