package dev.lockstep.agent.settings;

import dev.lockstep.zookeeper.ZooKeeperSecurity;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an agent is told once, at its start.
 *
 * @param name unique in the cluster
 * @param prefix of topics and of paths in ZooKeeper
 * @param kafka {@code host:port}, several with commas
 * @param zookeeper {@code host:port}, several with commas
 * @param coordinator {@code host:port} of a coordinator to begin with; empty to find the leader through ZooKeeper
 * @param trustedKeys files with the public keys whose directives count
 * @param approverKeys files with the public keys of those whose approvals count; none: approvals need no signature
 * @param kafkaSecurity client properties for logging in at Kafka; empty for a plain connection
 * @param zookeeperSecurity how to log in at ZooKeeper
 * @param workLimit how many of the nodes may work at once
 */
public record AgentSettings(
        String name,
        String prefix,
        String kafka,
        String zookeeper,
        Optional<String> coordinator,
        List<Path> trustedKeys,
        List<Path> approverKeys,
        Map<String, String> kafkaSecurity,
        ZooKeeperSecurity zookeeperSecurity,
        int workLimit,
        List<NodeSettings> nodes) {
    /** Prefix where none is given. */
    public static final String USUAL_PREFIX = "lockstep";

    public AgentSettings {
        trustedKeys = List.copyOf(trustedKeys);
        approverKeys = List.copyOf(approverKeys);
        kafkaSecurity = Map.copyOf(kafkaSecurity);
        nodes = List.copyOf(nodes);
    }

    /** One with plain connections that takes everybody's approvals. */
    public AgentSettings(
            String name,
            String prefix,
            String kafka,
            String zookeeper,
            Optional<String> coordinator,
            List<Path> trustedKeys,
            int workLimit,
            List<NodeSettings> nodes) {
        this(
                name,
                prefix,
                kafka,
                zookeeper,
                coordinator,
                trustedKeys,
                List.of(),
                Map.of(),
                ZooKeeperSecurity.NONE,
                workLimit,
                nodes);
    }

    /** Never shows how it logs in. */
    @Override
    public String toString() {
        return "agent " + name + " of " + nodes.size() + " nodes, Kafka at " + kafka + ", ZooKeeper at " + zookeeper;
    }
}
