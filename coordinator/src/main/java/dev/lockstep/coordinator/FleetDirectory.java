package dev.lockstep.coordinator;

import dev.lockstep.coordinator.agents.AttachedAgents;
import dev.lockstep.coordinator.api.RequestRefused;
import dev.lockstep.coordinator.api.RequestRefused.Code;
import dev.lockstep.coordinator.fleet.FleetLoop;
import dev.lockstep.coordinator.journal.Fleets;
import dev.lockstep.coordinator.journal.Journal;
import dev.lockstep.coordinator.journal.LogUnreachableException;
import dev.lockstep.kafka.TopicNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The fleets of this cluster, each with its loop; looks for new ones now and then, and founds one when its first node says hello. Thread-safe. */
final class FleetDirectory implements AttachedAgents.Fleet, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FleetDirectory.class);
    private static final long LOOK_AGAIN_MILLIS = 2_000;

    private final Fleets fleets;
    private final Function<String, Journal> journals;
    private final Function<String, FleetLoop> loops;
    private final Supplier<String> leaderAddress;
    private final Map<String, FleetLoop> running = new ConcurrentHashMap<>();
    private final ScheduledExecutorService worker;
    private volatile boolean mayLead;
    private volatile String trouble = "starting";

    /**
     * @param journals opens one more handle on a fleet's journal
     * @param loops makes the loop of a fleet
     */
    FleetDirectory(
            Fleets fleets,
            Function<String, Journal> journals,
            Function<String, FleetLoop> loops,
            Supplier<String> leaderAddress) {
        this.fleets = fleets;
        this.journals = journals;
        this.loops = loops;
        this.leaderAddress = leaderAddress;
        this.worker = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "lockstep-fleets");
            thread.setDaemon(true);
            return thread;
        });
    }

    void start() {
        var unused = worker.scheduleWithFixedDelay(this::look, 0, LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            fleets.list().forEach(this::run);
            trouble = "";
        } catch (LogUnreachableException failed) {
            trouble = "Kafka cannot be reached: " + failed.getMessage();
            LOG.debug("fleets could not be listed", failed);
        }
    }

    /** Called on the worker only, so that a fleet never gets two loops. */
    private FleetLoop run(String fleet) {
        FleetLoop known = running.get(fleet);
        if (known != null) {
            return known;
        }
        FleetLoop loop = loops.apply(fleet);
        loop.start();
        running.put(fleet, loop);
        if (mayLead) {
            loop.onLeadershipGained();
        }
        return loop;
    }

    void onLeadershipGained() {
        worker.execute(() -> {
            mayLead = true;
            running.values().forEach(FleetLoop::onLeadershipGained);
        });
    }

    void onLeadershipLost(String reason) {
        running.values().forEach(loop -> loop.onLeadershipLost(reason));
        worker.execute(() -> {
            mayLead = false;
            running.values().forEach(loop -> loop.onLeadershipLost(reason));
        });
    }

    @Override
    public Optional<FleetLoop> find(String fleet) {
        return Optional.ofNullable(running.get(fleet));
    }

    @Override
    public CompletableFuture<FleetLoop> findOrFound(String fleet) {
        FleetLoop known = running.get(fleet);
        if (known != null) {
            return CompletableFuture.completedFuture(known);
        }
        if (!mayLead) {
            return CompletableFuture.failedFuture(
                    new RequestRefused(Code.NOT_LEADER, "this coordinator does not lead", leaderAddress.get()));
        }
        if (!TopicNames.isName(fleet)) {
            return CompletableFuture.failedFuture(new RequestRefused(
                    Code.INVALID,
                    "expected a fleet's name of 1 to 100 letters, digits, _ and -, found \"" + fleet + "\"",
                    "mend the agent's configuration"));
        }
        return CompletableFuture.supplyAsync(() -> found(fleet), worker);
    }

    private FleetLoop found(String fleet) {
        try {
            fleets.ensure(fleet);
            return run(fleet);
        } catch (LogUnreachableException failed) {
            throw new RequestRefused(
                    Code.UNAVAILABLE, "fleet " + fleet + " could not be founded: " + failed.getMessage(), "try again");
        }
    }

    SortedSet<String> names() {
        return new TreeSet<>(running.keySet());
    }

    Journal openJournal(String fleet) {
        return journals.apply(fleet);
    }

    String leaderAddress() {
        return leaderAddress.get();
    }

    /** What keeps this coordinator from knowing which fleets there are; empty for nothing. */
    Optional<String> lookTrouble() {
        return trouble.isEmpty() ? Optional.empty() : Optional.of(trouble);
    }

    /** What keeps fleets from being served; empty for nothing. */
    String trouble() {
        if (!trouble.isEmpty()) {
            return trouble;
        }
        List<String> reading = new ArrayList<>();
        running.forEach((name, loop) -> {
            if (!loop.view().caughtUp()) {
                reading.add(name);
            }
        });
        return reading.isEmpty() ? "" : "still reading the journal of " + String.join(", ", reading);
    }

    @Override
    public void close() {
        worker.shutdownNow();
        running.values().forEach(FleetLoop::close);
    }
}
