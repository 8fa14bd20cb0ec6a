package dev.lockstep.agent.presence;

import dev.lockstep.zookeeper.LeaderId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A leader that somebody names: for tests, and where there is one coordinator only. */
public final class FixedLeaderLocator implements LeaderLocator {
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable LeaderId leader;

    /** @param address {@code host:port} */
    public FixedLeaderLocator(String address) {
        this.leader = new LeaderId("coordinator", address);
    }

    /** Names another leader, or none. */
    public void set(@Nullable LeaderId now) {
        leader = now;
        listeners.forEach(Runnable::run);
    }

    @Override
    public Optional<LeaderId> leader() {
        return Optional.ofNullable(leader);
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
    }
}
