package dev.lockstep.integration.bench;

import dev.lockstep.coordinator.directives.DirectivePublisher;
import dev.lockstep.coordinator.directives.KafkaDirectives;
import dev.lockstep.coordinator.fleet.Clocks;
import dev.lockstep.coordinator.fleet.FleetLoop;
import dev.lockstep.coordinator.gates.InMemoryGateKeeper;
import dev.lockstep.coordinator.journal.KafkaFleets;
import dev.lockstep.coordinator.journal.KafkaJournal;
import dev.lockstep.coordinator.journal.KafkaTiming;
import dev.lockstep.coordinator.journal.ProducerFactory;
import dev.lockstep.zookeeper.InMemoryGates;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;

/** How fast a coordinator that starts without a snapshot takes in the history of a fleet. */
final class Replay {
    private static final int PATIENCE_SECONDS = 120;

    private Replay() {}

    /**
     * Replays a whole journal as a start does.
     *
     * @param events how many are in it
     * @return events per second
     */
    static double eventsPerSecond(Surroundings around, String fleet, long events) throws Exception {
        try (Admin admin = KafkaFleets.connect(around.cluster(), KafkaTiming.DEFAULT)) {
            long startNanos = System.nanoTime();
            replay(around, admin, fleet);
            return events / ((System.nanoTime() - startNanos) / 1e9);
        }
    }

    private static void replay(Surroundings around, Admin admin, String fleet) throws Exception {
        CountDownLatch caughtUp = new CountDownLatch(1);
        try (FleetLoop loop = loop(around, admin, fleet)) {
            AutoCloseable listening = loop.onChange(() -> {
                if (loop.view().caughtUp()) {
                    caughtUp.countDown();
                }
            });
            loop.start();
            if (!caughtUp.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the journal of " + fleet + " was not replayed in time");
            }
            listening.close();
        }
    }

    private static FleetLoop loop(Surroundings around, Admin admin, String fleet) {
        return new FleetLoop(
                "replay",
                new KafkaJournal(
                        admin,
                        around.cluster(),
                        fleet,
                        around.key(),
                        around.trusted(),
                        KafkaTiming.DEFAULT,
                        ProducerFactory.plain()),
                new DirectivePublisher(
                        fleet,
                        around.key(),
                        around.trusted(),
                        new KafkaDirectives(around.cluster(), fleet, KafkaTiming.DEFAULT),
                        Runnable::run),
                new InMemoryGateKeeper(new InMemoryGates(), "replay"),
                Clocks.system(),
                () -> "");
    }
}
