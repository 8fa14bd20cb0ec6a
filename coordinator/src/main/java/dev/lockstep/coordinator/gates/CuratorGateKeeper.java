package dev.lockstep.coordinator.gates;

import dev.lockstep.v1.Phase;
import dev.lockstep.zookeeper.GateId;
import dev.lockstep.zookeeper.Paths;
import dev.lockstep.zookeeper.Seal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gates by Curator's read-write locks. One thread owns all locks of the keeper, because Curator's locks belong to threads; so give each fleet its own keeper. */
public final class CuratorGateKeeper implements GateKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(CuratorGateKeeper.class);
    private static final long CLOSE_MILLIS = 5_000;
    private static final Set<Phase> WITH_GATE =
            EnumSet.of(Phase.EXPAND, Phase.BACKFILL, Phase.VALIDATE, Phase.RELEASE, Phase.CONTRACT);

    private final CuratorFramework client;
    private final Paths paths;
    private final String coordinator;
    private final List<String> groups;
    private final SealStore seals;
    private final ExecutorService thread;
    // Only the thread touches it. A session that ends takes its locks with it, which is found out when one is used: an
    // event of the end may come when locks of the next session are here already, and these must not be forgotten.
    private final Map<GateId, List<ExclusiveLock>> held = new HashMap<>();

    /**
     * @param client started; the caller closes it, after this
     * @param coordinator its name, which others see when they wait
     */
    public CuratorGateKeeper(CuratorFramework client, Paths paths, String coordinator) {
        this.client = client;
        this.paths = paths;
        this.coordinator = coordinator;
        this.groups = List.of(Paths.ONLY_GROUP);
        this.seals = new SealStore(client);
        this.thread = Executors.newSingleThreadExecutor(task -> {
            Thread created = new Thread(task, "gate-keeper " + coordinator);
            created.setDaemon(true);
            return created;
        });
    }

    @Override
    public CompletableFuture<CloseAttempt> tryClose(GateId gate, Duration timeout) {
        return run(() -> closeAll(gate, timeout), CloseAttempt.Unavailable::new);
    }

    private CloseAttempt closeAll(GateId gate, Duration timeout) throws Exception {
        if (isHeld(gate)) {
            return new CloseAttempt.Held(gate);
        }
        requireConnection();
        List<ExclusiveLock> taken = new ArrayList<>();
        boolean complete = false;
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            for (String group : groups) {
                ExclusiveLock lock = new ExclusiveLock(client, paths, gate, group, coordinator);
                taken.add(lock);
                if (!lock.acquire(Duration.ofNanos(deadline - System.nanoTime()))) {
                    return new CloseAttempt.Busy(lock.others());
                }
                if (!lock.isOwn()) {
                    return new CloseAttempt.Unavailable("the lock of the " + gate + " belongs to an earlier session");
                }
            }
            complete = true;
            held.put(gate, taken);
            return new CloseAttempt.Held(gate);
        } finally {
            if (!complete) {
                releaseAll(taken);
            }
        }
    }

    private boolean isHeld(GateId gate) throws Exception {
        List<ExclusiveLock> locks = held.get(gate);
        if (locks == null) {
            return false;
        }
        for (ExclusiveLock lock : locks) {
            if (!lock.isOwn()) {
                held.remove(gate);
                return false;
            }
        }
        return true;
    }

    @Override
    public CompletableFuture<SealOutcome> seal(GateId gate, Seal seal) {
        return run(() -> whileHeld(gate, locks -> seals.create(locks, seal)), SealOutcome.Unavailable::new);
    }

    @Override
    public CompletableFuture<SealOutcome> removeUncountedSeal(GateId gate, Seal seal) {
        return run(() -> whileHeld(gate, locks -> seals.remove(locks, seal)), SealOutcome.Unavailable::new);
    }

    /** What is done to the seals of a held gate. */
    private interface OnSeals {
        SealOutcome apply(List<ExclusiveLock> locks) throws Exception;
    }

    private SealOutcome whileHeld(GateId gate, OnSeals action) throws Exception {
        List<ExclusiveLock> locks = held.get(gate);
        if (locks == null) {
            return new SealOutcome.NotHeld("the " + gate + " is not held; close it again");
        }
        requireConnection();
        SealOutcome outcome = action.apply(locks);
        if (outcome instanceof SealOutcome.NotHeld) {
            held.remove(gate);
        }
        return outcome;
    }

    @Override
    public CompletableFuture<SealReading> readSeal(GateId gate) {
        return run(() -> new SealReading.Found(findSeal(gate)), SealReading.Unavailable::new);
    }

    private Optional<Seal> findSeal(GateId gate) throws Exception {
        requireConnection();
        for (String group : groups) {
            Optional<Seal> found = seals.read(paths.gateSeal(gate, group));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    @Override
    public CompletableFuture<Void> release(GateId gate) {
        return run(
                () -> {
                    List<ExclusiveLock> locks = held.remove(gate);
                    if (locks != null) {
                        releaseAll(locks);
                    }
                    return null;
                },
                reason -> null);
    }

    /** A lock that cannot be released now goes with its session. */
    private static void releaseAll(List<ExclusiveLock> locks) {
        for (ExclusiveLock lock : locks) {
            try {
                lock.release();
            } catch (Exception failed) { // what Curator declares
                LOG.warn("a gate's lock could not be released and goes with the session: {}", failed.toString());
            }
        }
    }

    @Override
    public CompletableFuture<Void> prepare(String fleet, long epoch) {
        return run(
                () -> {
                    requireConnection();
                    for (Phase phase : WITH_GATE) {
                        prepare(GateId.forward(fleet, epoch, phase));
                    }
                    return null;
                },
                reason -> null);
    }

    private void prepare(GateId gate) throws Exception {
        for (String group : groups) {
            String path = paths.gateLock(gate, group);
            try {
                client.create()
                        .creatingParentContainersIfNeeded()
                        .withMode(CreateMode.CONTAINER)
                        .forPath(path);
            } catch (KeeperException.NodeExistsException there) {
                LOG.debug("{} is prepared already", gate);
            }
        }
    }

    @Override
    public CompletableFuture<Void> forget(String fleet, long epoch) {
        return run(
                () -> {
                    try {
                        requireConnection();
                        client.delete().deletingChildrenIfNeeded().forPath(paths.epoch(fleet, epoch));
                    } catch (KeeperException.NoNodeException gone) {
                        LOG.debug("epoch {} of fleet {} has no gates", epoch, fleet);
                    }
                    return null;
                },
                reason -> null);
    }

    private void requireConnection() throws KeeperException {
        if (!client.getZookeeperClient().isConnected()) {
            throw new KeeperException.ConnectionLossException();
        }
    }

    private <T> CompletableFuture<T> run(Callable<T> task, Function<String, T> unavailable) {
        CompletableFuture<T> outcome = new CompletableFuture<>();
        try {
            thread.execute(() -> {
                try {
                    outcome.complete(task.call());
                } catch (Exception failed) { // what Curator declares
                    if (failed instanceof InterruptedException) {
                        Thread.currentThread().interrupt();
                    }
                    LOG.warn("ZooKeeper did not do what the gate needs: {}", failed.toString());
                    outcome.complete(unavailable.apply("ZooKeeper did not do it: " + failed));
                }
            });
        } catch (RejectedExecutionException ended) {
            outcome.complete(unavailable.apply("the gate keeper was closed"));
        }
        return outcome;
    }

    @Override
    public void close() {
        run(
                () -> {
                    held.values().forEach(CuratorGateKeeper::releaseAll);
                    held.clear();
                    return null;
                },
                reason -> null);
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
