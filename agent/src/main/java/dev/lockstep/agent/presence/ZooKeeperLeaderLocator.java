package dev.lockstep.agent.presence;

import dev.lockstep.zookeeper.LeaderId;
import dev.lockstep.zookeeper.Paths;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.cache.ChildData;
import org.apache.curator.framework.recipes.cache.CuratorCache;
import org.apache.curator.framework.recipes.cache.CuratorCacheListener;
import org.apache.curator.utils.ZKPaths;

/** Watches the coordinators' latch. Without ZooKeeper it keeps what it saw last: a wrong address costs a refused call, nothing else. */
public final class ZooKeeperLeaderLocator implements LeaderLocator {
    private final String path;
    private final CuratorCache nodes;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /** @param client started; the caller closes it, after this */
    public ZooKeeperLeaderLocator(CuratorFramework client, Paths paths) {
        this.path = paths.leader();
        this.nodes = CuratorCache.build(client, path);
        this.nodes
                .listenable()
                .addListener(CuratorCacheListener.builder()
                        .forAll((type, before, after) -> listeners.forEach(Runnable::run))
                        .build());
        this.nodes.start();
    }

    @Override
    public Optional<LeaderId> leader() {
        Map<String, byte[]> children = nodes.stream()
                .filter(node -> !node.getPath().equals(path))
                .collect(Collectors.toMap(node -> ZKPaths.getNodeFromPath(node.getPath()), ChildData::getData));
        return LeaderId.first(children);
    }

    @Override
    public void addListener(Runnable onChange) {
        listeners.add(onChange);
        onChange.run();
    }

    @Override
    public void removeListener(Runnable onChange) {
        listeners.remove(onChange);
    }

    @Override
    public void close() {
        listeners.clear();
        nodes.close();
    }
}
