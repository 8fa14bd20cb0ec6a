package dev.lockstep.coordinator.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.signing.SigningKey;
import dev.lockstep.signing.TrustedKeys;
import dev.lockstep.v1.EpochPaused;
import dev.lockstep.v1.Event;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A journal whose every step is taken by the test, as a simulation does. */
class InMemoryJournalTest {
    private static final SigningKey KEY = SigningKey.generate();

    private final InMemoryLog log = new InMemoryLog();
    private final Queue<Runnable> steps = new ArrayDeque<>();
    private final List<Verdict> verdicts = new ArrayList<>();
    private int claims;

    @Test
    void nothingHappensBeforeItsStepIsTaken() {
        CompletableFuture<AppendOutcome> append = claimed().append(events("one"), 1);

        assertThat(append).isNotDone();
        assertThat(log.records()).hasSize(1);
        runSteps();

        assertThat(append).isCompletedWithValueMatching(AppendOutcome.Appended.class::isInstance);
        assertThat(verdicts).hasSize(2);
    }

    @Test
    void oneAppendAtATime() {
        JournalWriter writer = claimed();
        CompletableFuture<AppendOutcome> first = writer.append(events("one"), 1);

        assertThatThrownBy(() -> writer.append(events("two"), 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("one append at a time");

        runSteps();
        assertThat(first).isCompleted();
        writer.append(events("two"), 1);
        runSteps();
        assertThat(verdicts).hasSize(3);
    }

    @Test
    void aLogThatBecameShorterIsDamage() {
        JournalWriter writer = claimed();
        writer.append(events("one"), 1);
        runSteps();
        log.truncate(0);

        CompletableFuture<AppendOutcome> append = writer.append(events("two"), 1);
        runSteps();

        assertThat(verdicts)
                .last()
                .isInstanceOfSatisfying(
                        Verdict.Damaged.class,
                        damaged -> assertThat(damaged.reason()).contains("shorter"));
        assertThat(append).isCompletedWithValueMatching(AppendOutcome.Superseded.class::isInstance);
    }

    @Test
    void claimingNeedsFollowingAndFollowingIsOnce() {
        InMemoryJournal journal = journal();

        assertThatThrownBy(() -> journal.claim("a", 1)).isInstanceOf(IllegalStateException.class);
        journal.follow(verdicts::add);
        assertThatThrownBy(() -> journal.follow(verdicts::add)).isInstanceOf(IllegalStateException.class);
    }

    private JournalWriter claimed() {
        InMemoryJournal journal = journal();
        journal.follow(verdicts::add);
        CompletableFuture<ClaimOutcome> claim = journal.claim("a", 1);
        runSteps();
        assertThat(claim).isCompletedWithValueMatching(ClaimOutcome.Claimed.class::isInstance);
        return ((ClaimOutcome.Claimed) claim.join()).writer();
    }

    private InMemoryJournal journal() {
        TrustedKeys trusted = TrustedKeys.of(List.of(KEY.publicKey()));
        return new InMemoryJournal(log, "shop", KEY, trusted, steps::add, () -> "claim " + ++claims);
    }

    private void runSteps() {
        for (Runnable step = steps.poll(); step != null; step = steps.poll()) {
            step.run();
        }
    }

    private static List<Event> events(String reason) {
        return List.of(Event.newBuilder()
                .setEpochPaused(EpochPaused.newBuilder().setReason(reason))
                .build());
    }
}
