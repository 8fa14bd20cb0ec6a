package dev.lockstep.agent.report;

import dev.lockstep.agent.presence.LeaderLocator;
import dev.lockstep.agent.presence.LeaderNameResolverProvider;
import dev.lockstep.zookeeper.LeaderId;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Channels to the leader that a locator sees, or to the one that a coordinator has named. */
public final class LocatedLeader implements LeaderChannels {
    private static final int LARGEST_MESSAGE_BYTES = 64 * 1024 * 1024;

    private final LeaderLocator locator;

    /** @param locator closed by the caller, after the channels */
    public LocatedLeader(LeaderLocator locator) {
        this.locator = locator;
    }

    @Override
    public Optional<LeaderConnection> open(String hint) {
        if (!hint.isEmpty()) {
            return Optional.of(built(NettyChannelBuilder.forTarget(hint)));
        }
        return leader().map(address -> built(following(new LeaderNameResolverProvider(locator))));
    }

    /** The registry would be the better way, but it is one for the whole process, and several agents may share that. */
    @SuppressWarnings("deprecation")
    private static NettyChannelBuilder following(LeaderNameResolverProvider resolver) {
        return NettyChannelBuilder.forTarget(LeaderNameResolverProvider.TARGET).nameResolverFactory(resolver);
    }

    private static LeaderConnection built(NettyChannelBuilder builder) {
        // A leader that hangs is found out by the keep-alive: a broken connection alone says nothing.
        return new ChannelToLeader(builder.usePlaintext()
                .maxInboundMessageSize(LARGEST_MESSAGE_BYTES)
                .keepAliveTime(10, TimeUnit.SECONDS)
                .keepAliveTimeout(5, TimeUnit.SECONDS)
                .build());
    }

    @Override
    public Optional<String> leader() {
        return locator.leader().map(LeaderId::address);
    }
}
