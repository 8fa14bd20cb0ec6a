package dev.lockstep.coordinator.reverse;

import dev.lockstep.coordinator.core.Evolution;
import dev.lockstep.coordinator.core.FleetState;
import dev.lockstep.coordinator.journal.Journal;
import dev.lockstep.coordinator.journal.JournalReader;
import dev.lockstep.coordinator.journal.Verdict;
import java.util.concurrent.CompletableFuture;

/** Reads a journal up to the entry that opened an epoch: what was recorded of the nodes then is what they had before it. */
public final class StateBefore implements JournalReader {
    private final CompletableFuture<FleetState> found = new CompletableFuture<>();
    private final long epoch;
    private FleetState replayed;

    private StateBefore(String fleet, long epoch) {
        this.epoch = epoch;
        this.replayed = FleetState.empty(fleet);
    }

    /**
     * Looks for the state.
     *
     * @param journal a handle of its own; closed at the end
     */
    public static CompletableFuture<FleetState> read(Journal journal, long epoch) {
        StateBefore reader = new StateBefore(journal.fleet(), epoch);
        journal.follow(reader);
        return reader.found.whenCompleteAsync((state, failure) -> journal.close());
    }

    @Override
    public void onVerdict(Verdict verdict) {
        if (found.isDone()) {
            return;
        }
        if (verdict instanceof Verdict.Counted counted) {
            replayed = Evolution.apply(replayed, counted.entry().entry());
            if (replayed.epoch(epoch).isPresent()) {
                found.complete(replayed);
            }
        } else if (verdict instanceof Verdict.Damaged damaged) {
            fail("its journal is damaged: " + damaged.reason());
        }
    }

    @Override
    public void onCaughtUp() {
        fail("it has no epoch " + epoch);
    }

    private void fail(String why) {
        found.completeExceptionally(
                new IllegalStateException("the state of fleet " + replayed.fleet() + " cannot be read: " + why));
    }
}
