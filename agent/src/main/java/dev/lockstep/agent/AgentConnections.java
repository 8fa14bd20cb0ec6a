package dev.lockstep.agent;

import dev.lockstep.agent.directives.DirectiveSources;
import dev.lockstep.agent.engine.DatabaseEngine;
import dev.lockstep.agent.engine.mysql.MySqlEngine;
import dev.lockstep.agent.engine.postgres.PostgresEngine;
import dev.lockstep.agent.gates.CuratorPhaseGate;
import dev.lockstep.agent.node.JdbcNodeDatabase;
import dev.lockstep.agent.node.NodeDatabase;
import dev.lockstep.agent.presence.FixedLeaderLocator;
import dev.lockstep.agent.presence.LeaderLocator;
import dev.lockstep.agent.presence.Presence;
import dev.lockstep.agent.presence.ZooKeeperLeaderLocator;
import dev.lockstep.agent.report.LocatedLeader;
import dev.lockstep.agent.settings.AgentSettings;
import dev.lockstep.agent.settings.NodeSettings;
import dev.lockstep.kafka.KafkaCluster;
import dev.lockstep.signing.Approvers;
import dev.lockstep.signing.TrustedKeys;
import dev.lockstep.zookeeper.Paths;
import java.util.List;
import org.apache.curator.framework.CuratorFramework;

/** Joins an agent to the Kafka, the ZooKeeper and the leader that its settings name. */
final class AgentConnections {
    private static final int SESSION_TIMEOUT_MILLIS = 10_000;

    private AgentConnections() {}

    static AgentParts of(AgentSettings settings) {
        TrustedKeys trusted = TrustedKeys.read(settings.trustedKeys());
        KafkaCluster kafka = KafkaCluster.secured(settings.kafka(), settings.prefix(), settings.kafkaSecurity());
        Paths paths = new Paths(settings.prefix());
        CuratorFramework zookeeper =
                ZooKeeperClient.of(settings.zookeeper(), SESSION_TIMEOUT_MILLIS, settings.zookeeperSecurity());
        zookeeper.start();
        LeaderLocator locator = settings.coordinator()
                .<LeaderLocator>map(FixedLeaderLocator::new)
                .orElseGet(() -> new ZooKeeperLeaderLocator(zookeeper, paths));
        Presence presence = new Presence(zookeeper, paths, settings.name());
        settings.nodes().forEach(node -> presence.show(node.fleet(), node.name()));
        DirectiveSources directives = new DirectiveSources(kafka, trusted);
        return new AgentParts(
                AgentConnections::database,
                directives,
                new CuratorPhaseGate(zookeeper, paths, settings.name()),
                Approvers.read(settings.approverKeys()),
                new LocatedLeader(locator),
                List.of(zookeeper, locator, presence, directives));
    }

    private static NodeDatabase database(NodeSettings node) {
        return new JdbcNodeDatabase(engine(node), node.address(), node.fleet(), node.name(), node.strainLimits());
    }

    private static DatabaseEngine engine(NodeSettings node) {
        return switch (node.engine()) {
            case POSTGRES -> new PostgresEngine();
            case MYSQL, MARIADB -> new MySqlEngine();
            case ENGINE_UNSPECIFIED, UNRECOGNIZED ->
                throw new IllegalArgumentException(
                        "expected an engine for node " + node.name() + ", found " + node.engine());
        };
    }
}
