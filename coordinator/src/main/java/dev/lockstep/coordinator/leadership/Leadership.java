package dev.lockstep.coordinator.leadership;

import dev.lockstep.zookeeper.LeaderId;
import dev.lockstep.zookeeper.Paths;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.cache.ChildData;
import org.apache.curator.framework.recipes.cache.CuratorCache;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.leader.LeaderLatchListener;
import org.apache.curator.utils.ZKPaths;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A coordinator's place in the latch of coordinators. Leading means: it may claim in the journals. It authorises nothing. A suspended connection ends it at
 * once. Thread-safe.
 */
public final class Leadership implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);

    private final CuratorFramework client;
    private final String path;
    private final LeaderId self;
    private final CuratorCache nodes;
    private @Nullable LeadershipListener listener;
    private volatile @Nullable LeaderLatch latch;

    /**
     * @param client started; the caller closes it, after this
     * @param self this coordinator, as others should find it
     */
    public Leadership(CuratorFramework client, Paths paths, LeaderId self) {
        this.client = client;
        this.path = paths.leader();
        this.self = self;
        this.nodes = CuratorCache.build(client, path);
    }

    /**
     * Enters the latch.
     *
     * @throws IllegalStateException when called twice
     */
    public synchronized void start(LeadershipListener toTell) {
        if (listener != null) {
            throw new IllegalStateException("leadership was started already");
        }
        listener = toTell;
        nodes.start();
        enter(toTell);
    }

    private void enter(LeadershipListener toTell) {
        LeaderLatch entered = new LeaderLatch(client, path, self.toText(), LeaderLatch.CloseMode.NOTIFY_LEADER);
        entered.addListener(new LeaderLatchListener() {
            @Override
            public void isLeader() {
                LOG.info("{} is first in line to lead", self.name());
                toTell.onGained();
            }

            @Override
            public void notLeader() {
                if (latch == entered) {
                    LOG.warn(
                            "{} is no longer first in line to lead: it decides nothing until it is again", self.name());
                } else {
                    LOG.info("{} has left the line to lead", self.name());
                }
                toTell.onLost("the connection to ZooKeeper is suspended, or the place in the latch is gone");
            }
        });
        try {
            entered.start();
        } catch (Exception failed) { // what Curator declares
            throw new IllegalStateException("entering the latch at " + path + " failed: " + failed, failed);
        }
        latch = entered;
    }

    /** Goes to the end of the line, so that another coordinator gets its chance; for a leader that cannot lead, such as one whose Kafka does not answer. */
    public synchronized void stepDown(String reason) {
        LeadershipListener toTell = listener;
        if (toTell == null || latch == null) {
            return;
        }
        LOG.warn("{} steps down: {}", self.name(), reason);
        leave();
        enter(toTell);
    }

    /** Whether this coordinator is first in line, as far as it knows. */
    public synchronized boolean isLeading() {
        return latch != null && latch.hasLeadership();
    }

    /** Who leads, as last seen; for telling users where to go, never for deciding. */
    public Optional<LeaderId> leader() {
        Map<String, byte[]> children = nodes.stream()
                .filter(node -> !node.getPath().equals(path))
                .collect(Collectors.toMap(node -> ZKPaths.getNodeFromPath(node.getPath()), ChildData::getData));
        return LeaderId.first(children);
    }

    /** Where the leader serves, as {@code host:port}, as last seen. */
    public Optional<String> leaderAddress() {
        return leader().map(LeaderId::address);
    }

    private void leave() {
        LeaderLatch left = latch;
        latch = null;
        if (left == null || left.getState() != LeaderLatch.State.STARTED) {
            return;
        }
        try {
            left.close();
        } catch (IOException failed) {
            throw new UncheckedIOException("leaving the latch at " + path + " failed", failed);
        }
    }

    /** Leaves the latch; the listener is told when this coordinator led. */
    @Override
    public synchronized void close() {
        leave();
        nodes.close();
    }
}
