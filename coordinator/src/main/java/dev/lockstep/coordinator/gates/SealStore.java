package dev.lockstep.coordinator.gates;

import dev.lockstep.coordinator.gates.GateKeeper.SealOutcome;
import dev.lockstep.zookeeper.Seal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;

/** Writes and removes seals, each time in one step with a check that every lock is still held: a stale leader's step is refused as a whole (rule G2). */
final class SealStore {
    private final CuratorFramework client;

    SealStore(CuratorFramework client) {
        this.client = client;
    }

    /** The seal at a path; empty when there is none. */
    Optional<Seal> read(String path) throws Exception {
        try {
            return Optional.of(Seal.parse(client.getData().forPath(path)));
        } catch (KeeperException.NoNodeException open) {
            return Optional.empty();
        }
    }

    /** Seals every group; reads what stands there only when something does, such as its own work after a lost answer. */
    SealOutcome create(List<ExclusiveLock> locks, Seal seal) throws Exception {
        List<CuratorOp> steps = checks(locks);
        for (ExclusiveLock lock : locks) {
            steps.add(createSeal(lock, seal));
        }
        try {
            return apply(steps);
        } catch (KeeperException.NodeExistsException sealed) {
            return createMissing(locks, seal);
        }
    }

    private SealOutcome createMissing(List<ExclusiveLock> locks, Seal seal) throws Exception {
        List<CuratorOp> steps = checks(locks);
        for (ExclusiveLock lock : locks) {
            Optional<Seal> found = read(lock.sealPath());
            if (found.isPresent() && !found.get().equals(seal)) {
                return new SealOutcome.Conflict(found.get());
            }
            if (found.isEmpty()) {
                steps.add(createSeal(lock, seal));
            }
        }
        try {
            return apply(steps);
        } catch (KeeperException.NodeExistsException raced) {
            return new SealOutcome.Unavailable("the seal was written meanwhile; seal again");
        }
    }

    private CuratorOp createSeal(ExclusiveLock lock, Seal seal) throws Exception {
        return client.transactionOp().create().withMode(CreateMode.PERSISTENT).forPath(lock.sealPath(), seal.toBytes());
    }

    /** Unseals every group that has this seal. */
    SealOutcome remove(List<ExclusiveLock> locks, Seal seal) throws Exception {
        List<CuratorOp> steps = checks(locks);
        for (ExclusiveLock lock : locks) {
            Optional<Seal> found = read(lock.sealPath());
            if (found.isPresent() && !found.get().equals(seal)) {
                return new SealOutcome.Conflict(found.get());
            }
            if (found.isPresent()) {
                steps.add(client.transactionOp().delete().forPath(lock.sealPath()));
            }
        }
        return apply(steps);
    }

    private List<CuratorOp> checks(List<ExclusiveLock> locks) throws Exception {
        List<CuratorOp> checks = new ArrayList<>();
        for (ExclusiveLock lock : locks) {
            checks.add(client.transactionOp().check().forPath(lock.nodePath()));
        }
        return checks;
    }

    private SealOutcome apply(List<CuratorOp> steps) throws Exception {
        try {
            client.transaction().forOperations(steps);
            return new SealOutcome.Done();
        } catch (KeeperException.NoNodeException gone) {
            return new SealOutcome.NotHeld("the gate's lock is gone; close the gate again");
        }
    }
}
