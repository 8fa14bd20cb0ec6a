package dev.lockstep.integration.journal;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.lockstep.coordinator.journal.Anchor;
import dev.lockstep.coordinator.journal.AppendOutcome;
import dev.lockstep.coordinator.journal.CountedEntry;
import dev.lockstep.coordinator.journal.Journal;
import dev.lockstep.coordinator.journal.JournalWriter;
import dev.lockstep.signing.SigningKey;
import dev.lockstep.signing.TrustedKeys;
import dev.lockstep.v1.EpochPaused;
import dev.lockstep.v1.Event;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A journal's log, whatever it stands on, and what tests do with it. */
interface JournalUnderTest {
    String FLEET = "shop";
    SigningKey KEY = SigningKey.generate();
    TrustedKeys TRUSTED = TrustedKeys.of(List.of(KEY.publicKey()));

    /** A new handle on this test's log. */
    Journal open();

    /** A handle on a new log that holds these records. */
    Journal openCopy(List<ByteString> records);

    /** Puts a record on this test's log past every writer. */
    void appendRaw(ByteString record);

    /** The next append will be there, but the writer does not hear of it. */
    void loseNextReply();

    /** The next append will not be there, and the writer does not hear of it. */
    void loseNextRequest();

    /** Follows a journal, which is closed after the test. */
    JournalFollower follow(Journal journal);

    /** Follows a journal behind an anchor, and says yes or no to the entry that is found there. */
    JournalFollower follow(Journal journal, Anchor anchor, boolean agrees);

    default List<Event> events(String reason) {
        return List.of(Event.newBuilder()
                .setEpochPaused(EpochPaused.newBuilder().setEpoch(1).setReason(reason))
                .build());
    }

    default CountedEntry appended(JournalWriter writer, String reason) {
        AppendOutcome outcome = get(writer.append(events(reason), 1));
        assertThat(outcome).isInstanceOf(AppendOutcome.Appended.class);
        return ((AppendOutcome.Appended) outcome).entry();
    }

    default List<ByteString> stored(JournalFollower follower) {
        return follower.counted().stream()
                .map(entry -> entry.stored().toByteString())
                .toList();
    }

    default <T> T get(CompletableFuture<T> future) {
        return future.orTimeout(30, SECONDS).join();
    }
}
