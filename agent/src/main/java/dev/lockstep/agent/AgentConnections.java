package dev.lockstep.agent;

import dev.lockstep.agent.directives.KafkaDirectiveSource;
import dev.lockstep.agent.engine.mysql.MySqlEngine;
import dev.lockstep.agent.engine.postgres.PostgresEngine;
import dev.lockstep.agent.gates.CuratorPhaseGate;
import dev.lockstep.agent.presence.FixedLeaderLocator;
import dev.lockstep.agent.presence.LeaderLocator;
import dev.lockstep.agent.presence.LeaderNameResolverProvider;
import dev.lockstep.agent.presence.Presence;
import dev.lockstep.agent.presence.ZooKeeperLeaderLocator;
import dev.lockstep.agent.report.LeaderChannels;
import dev.lockstep.agent.settings.AgentSettings;
import dev.lockstep.kafka.KafkaCluster;
import dev.lockstep.signing.TrustedKeys;
import dev.lockstep.v1.Engine;
import dev.lockstep.zookeeper.Paths;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.ExponentialBackoffRetry;

/** Joins an agent to the real Kafka, ZooKeeper, databases and leader. */
public final class AgentConnections {
    private static final int SESSION_TIMEOUT_MILLIS = 6_000;
    private static final int CONNECTION_TIMEOUT_MILLIS = 5_000;
    private static final int MAX_MESSAGE_BYTES = 16 * 1024 * 1024;
    private static final long KEEP_ALIVE_SECONDS = 20;

    private AgentConnections() {}

    /**
     * Opens what the settings name; what is not there yet is waited for by those who use it.
     *
     * @throws dev.lockstep.signing.KeyFileException when a trusted key is not what it should be
     */
    public static AgentParts open(AgentSettings settings) {
        TrustedKeys trusted = TrustedKeys.read(settings.trustedKeys());
        KafkaCluster cluster = KafkaCluster.plain(settings.kafka(), settings.prefix());
        Paths paths = new Paths(settings.prefix());
        CuratorFramework zookeeper = CuratorFrameworkFactory.newClient(
                settings.zookeeper(),
                SESSION_TIMEOUT_MILLIS,
                CONNECTION_TIMEOUT_MILLIS,
                new ExponentialBackoffRetry(100, 3));
        zookeeper.start();
        LeaderLocator locator = settings.coordinator()
                .<LeaderLocator>map(FixedLeaderLocator::new)
                .orElseGet(() -> new ZooKeeperLeaderLocator(zookeeper, paths));
        Presence presence = new Presence(zookeeper, paths, settings.name());
        settings.nodes().forEach(node -> presence.show(node.fleet(), node.name()));
        return new AgentParts(
                Map.of(
                        Engine.POSTGRES, new PostgresEngine(),
                        Engine.MYSQL, new MySqlEngine(),
                        Engine.MARIADB, new MySqlEngine()),
                fleet -> new KafkaDirectiveSource(cluster, fleet, trusted),
                new CuratorPhaseGate(zookeeper, paths, settings.name()),
                new Channels(locator),
                List.of(zookeeper, locator, presence));
    }

    /** Channels to the leader that ZooKeeper names, or that a coordinator has just named. */
    private record Channels(LeaderLocator locator) implements LeaderChannels {
        @Override
        public Optional<ManagedChannel> open(String hint) {
            return hint.isEmpty() && locator.leader().isEmpty() ? Optional.empty() : Optional.of(channel(hint));
        }

        private ManagedChannel channel(String hint) {
            // A factory of its own, because a registered one would be shared by all agents of a process.
            @SuppressWarnings("deprecation")
            NettyChannelBuilder builder = hint.isEmpty()
                    ? NettyChannelBuilder.forTarget(LeaderNameResolverProvider.TARGET)
                            .nameResolverFactory(new LeaderNameResolverProvider(locator))
                    : NettyChannelBuilder.forTarget(hint);
            return builder.usePlaintext()
                    .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                    .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
                    .build();
        }
    }
}
