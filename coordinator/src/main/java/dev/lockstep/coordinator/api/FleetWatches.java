package dev.lockstep.coordinator.api;

import dev.lockstep.v1.FleetStatus;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connects streams to the coordinator's published views, for as long as the streams last. Thread-safe. */
final class FleetWatches {
    private static final Logger log = LoggerFactory.getLogger(FleetWatches.class);

    private final CoordinatorOperations operations;
    private final OpenStreams streams;

    FleetWatches(CoordinatorOperations operations, OpenStreams streams) {
        this.operations = operations;
        this.streams = streams;
    }

    /**
     * Sends every status to the receiver.
     *
     * @param over completes when the stream has ended, for whatever reason
     * @param end ends the stream; called when the server closes
     * @throws RequestRefused when there is no such fleet; nothing has been started then
     */
    void follow(String fleet, NewestOnly<FleetStatus> receiver, CompletionStage<?> over, Runnable end) {
        AutoCloseable subscription = operations.watch(fleet, receiver::offer);
        streams.opened(end);
        over.whenComplete((done, failure) -> {
            streams.ended(end);
            close(fleet, subscription);
        });
    }

    private static void close(String fleet, AutoCloseable subscription) {
        try {
            subscription.close();
        } catch (Exception failure) {
            log.warn("A subscription to fleet {} could not be closed", fleet, failure);
        }
    }
}
