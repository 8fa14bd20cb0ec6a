package dev.lockstep.agent.presence;

import dev.lockstep.zookeeper.LeaderId;
import io.grpc.Attributes;
import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.Status;
import io.grpc.StatusOr;
import io.grpc.SynchronizationContext;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Tells a channel where the leader is, each time that changes. */
final class LeaderNameResolver extends NameResolver {
    private final LeaderLocator locator;
    private final SynchronizationContext channel;
    private final Executor lookup;
    private final AtomicLong lookups = new AtomicLong();
    private final Runnable onChange = this::refresh;
    private volatile @Nullable Listener2 listener;

    LeaderNameResolver(LeaderLocator locator, Args arguments) {
        this.locator = locator;
        this.channel = arguments.getSynchronizationContext();
        Executor offload = arguments.getOffloadExecutor();
        this.lookup = offload == null ? ForkJoinPool.commonPool() : offload;
    }

    @Override
    public String getServiceAuthority() {
        return "leader";
    }

    @Override
    public void start(Listener2 toTell) {
        listener = toTell;
        locator.addListener(onChange);
    }

    /** Looking up a host name can block, so it is done elsewhere; of several lookups only the last one is told. */
    @Override
    public void refresh() {
        long mine = lookups.incrementAndGet();
        lookup.execute(() -> {
            StatusOr<List<EquivalentAddressGroup>> found = find();
            channel.execute(() -> {
                Listener2 toTell = listener;
                if (toTell != null && lookups.get() == mine) {
                    toTell.onResult(ResolutionResult.newBuilder()
                            .setAddressesOrError(found)
                            .build());
                }
            });
        });
    }

    private StatusOr<List<EquivalentAddressGroup>> find() {
        Optional<LeaderId> leader = locator.leader();
        if (leader.isEmpty()) {
            return StatusOr.fromStatus(
                    Status.UNAVAILABLE.withDescription("no coordinator leads at the moment; one will, or none runs"));
        }
        String address = leader.get().address();
        int colon = address.lastIndexOf(':');
        if (colon < 1 || !address.substring(colon + 1).matches("[0-9]{1,5}")) {
            return StatusOr.fromStatus(Status.UNAVAILABLE.withDescription(
                    "expected the leader's address as host:port, found \"" + address + "\""));
        }
        String host = address.substring(0, colon);
        InetSocketAddress socket = new InetSocketAddress(host, Integer.parseInt(address.substring(colon + 1)));
        if (socket.isUnresolved()) {
            return StatusOr.fromStatus(Status.UNAVAILABLE.withDescription("the leader's host \"" + host
                    + "\" is not known here; check the address that coordinators advertise"));
        }
        // The certificate that is expected is that of the leader's host, not that of a target called "leader".
        Attributes asHost = Attributes.newBuilder()
                .set(EquivalentAddressGroup.ATTR_AUTHORITY_OVERRIDE, host)
                .build();
        return StatusOr.fromValue(List.of(new EquivalentAddressGroup(socket, asHost)));
    }

    @Override
    public void shutdown() {
        locator.removeListener(onChange);
        listener = null;
    }
}
