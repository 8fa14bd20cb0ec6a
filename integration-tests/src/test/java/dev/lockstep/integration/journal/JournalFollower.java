package dev.lockstep.integration.journal;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.coordinator.journal.Anchor;
import dev.lockstep.coordinator.journal.ClaimOutcome;
import dev.lockstep.coordinator.journal.CountedEntry;
import dev.lockstep.coordinator.journal.Journal;
import dev.lockstep.coordinator.journal.JournalReader;
import dev.lockstep.coordinator.journal.JournalWriter;
import dev.lockstep.coordinator.journal.Verdict;
import dev.lockstep.v1.Event;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** A handle with everything that its reader was told. */
final class JournalFollower implements JournalReader {
    final Journal journal;
    private final boolean agrees;
    final List<Verdict> verdicts = new CopyOnWriteArrayList<>();
    final List<CountedEntry> offered = new CopyOnWriteArrayList<>();
    final List<String> missing = new CopyOnWriteArrayList<>();
    final List<String> reachability = new CopyOnWriteArrayList<>();
    final CompletableFuture<Void> caughtUp = new CompletableFuture<>();

    private JournalFollower(Journal journal, boolean agrees) {
        this.journal = journal;
        this.agrees = agrees;
    }

    static JournalFollower of(Journal journal) {
        JournalFollower follower = new JournalFollower(journal, false);
        journal.follow(follower);
        return follower;
    }

    static JournalFollower behind(Journal journal, Anchor anchor, boolean agrees) {
        JournalFollower follower = new JournalFollower(journal, agrees);
        journal.follow(follower, anchor);
        return follower;
    }

    @Override
    public boolean resumesBehind(CountedEntry entry) {
        offered.add(entry);
        return agrees;
    }

    @Override
    public void onAnchorMissing(String reason) {
        missing.add(reason);
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
        ClaimOutcome outcome = journal.claim("a", 1).orTimeout(30, SECONDS).join();
        for (int more = 0; more < 10 && outcome instanceof ClaimOutcome.Unclear; more++) {
            // Whoever cannot know claims again (rule L3): not every broker knows a topic that was just made.
            outcome = journal.claim("a", 1).orTimeout(30, SECONDS).join();
        }
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
