package dev.lockstep.deploy.client;

import dev.lockstep.v1.EpochState;
import dev.lockstep.v1.EpochStatus;
import dev.lockstep.v1.FleetStatus;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Follows one epoch until it needs somebody, or has ended. */
public final class EpochFollower {

    private final CoordinatorClient client;
    private final String fleet;

    public EpochFollower(CoordinatorClient client, String fleet) {
        this.client = client;
        this.fleet = fleet;
    }

    /** Whether the epoch goes no further without a decision, or not at all. */
    public static boolean needsSomebody(EpochStatus epoch) {
        return switch (epoch.getState()) {
            case COMPLETED, ROLLED_BACK, REJECTED, PAUSED -> true;
            case AWAITING_APPROVAL -> epoch.getApprovedBy().isEmpty();
            // Once released it goes on by itself, when the soak time is over.
            case AWAITING_RELEASE -> epoch.getReleasedBy().isEmpty();
            case EPOCH_STATE_UNSPECIFIED, WAITING, RUNNING, ROLLING_BACK, UNRECOGNIZED -> false;
        };
    }

    /** Whether nothing will change any more. */
    public static boolean hasEnded(EpochStatus epoch) {
        return epoch.getState() == EpochState.COMPLETED
                || epoch.getState() == EpochState.ROLLED_BACK
                || epoch.getState() == EpochState.REJECTED;
    }

    /**
     * Returns the first status in which the epoch needs somebody.
     *
     * @param listener gets each status, that one included
     */
    public EpochStatus untilItNeedsSomebody(long epoch, Consumer<EpochStatus> listener) {
        AtomicReference<EpochStatus> last = new AtomicReference<>(EpochStatus.getDefaultInstance());
        client.watch(fleet, status -> {
            EpochStatus seen = find(status, epoch).orElseGet(() -> client.epoch(fleet, epoch));
            last.set(seen);
            listener.accept(seen);
            return !needsSomebody(seen);
        });
        return Objects.requireNonNull(last.get());
    }

    private static Optional<EpochStatus> find(FleetStatus status, long epoch) {
        return status.getEpochsList().stream()
                .filter(one -> one.getNumber() == epoch)
                .findFirst();
    }
}
