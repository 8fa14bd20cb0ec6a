package dev.lockstep.coordinator;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a coordinator is set up.
 *
 * @param name unique among the coordinators of a cluster
 * @param prefix of topics and ZooKeeper paths; agents must use the same
 * @param kafka bootstrap servers, "host:port,…"
 * @param zookeeper connect string, "host:port,…"
 * @param host address to listen on
 * @param port port to listen on; 0 takes a free one
 * @param advertisedHost how agents and users reach this process
 * @param sessionTimeoutMillis how long ZooKeeper waits for a coordinator that is silent before another may lead
 * @param signingKey file of the Ed25519 key that signs journal and directives
 * @param trustedKeys public key files of all coordinators, this one's included
 * @param approverKeys public key files of those whose approvals count; none: approvals need no signature
 * @param snapshots folder that keeps the state at checkpoints, so that a start is fast; null keeps none
 * @param kafkaSecurity properties file with which clients log in at Kafka; null for a plain connection
 * @param zookeeperSecurity properties file with which clients log in at ZooKeeper; null for a plain connection
 */
public record CoordinatorSettings(
        String name,
        String prefix,
        String kafka,
        String zookeeper,
        String host,
        int port,
        String advertisedHost,
        int sessionTimeoutMillis,
        Path signingKey,
        List<Path> trustedKeys,
        List<Path> approverKeys,
        @Nullable Path snapshots,
        @Nullable Path kafkaSecurity,
        @Nullable Path zookeeperSecurity) {
    /** The session time-out that is taken where nobody asks for another one, in milliseconds. */
    public static final int DEFAULT_SESSION_TIMEOUT_MILLIS = 6_000;

    public CoordinatorSettings {
        trustedKeys = List.copyOf(trustedKeys);
        approverKeys = List.copyOf(approverKeys);
    }

    /** One with plain connections that keeps no snapshots. */
    public CoordinatorSettings(
            String name,
            String prefix,
            String kafka,
            String zookeeper,
            String host,
            int port,
            String advertisedHost,
            int sessionTimeoutMillis,
            Path signingKey,
            List<Path> trustedKeys) {
        this(
                name,
                prefix,
                kafka,
                zookeeper,
                host,
                port,
                advertisedHost,
                sessionTimeoutMillis,
                signingKey,
                trustedKeys,
                List.of(),
                null,
                null,
                null);
    }

    /** The same with a folder that keeps the state at checkpoints. */
    public CoordinatorSettings withSnapshots(Path folder) {
        return with(approverKeys, folder, kafkaSecurity, zookeeperSecurity);
    }

    /** The same with files that say how to log in; null for a plain connection. */
    public CoordinatorSettings withSecurity(@Nullable Path forKafka, @Nullable Path forZooKeeper) {
        return with(approverKeys, snapshots, forKafka, forZooKeeper);
    }

    /** The same where approvals have to be signed with one of these keys. */
    public CoordinatorSettings withApprovers(List<Path> publicKeys) {
        return with(publicKeys, snapshots, kafkaSecurity, zookeeperSecurity);
    }

    private CoordinatorSettings with(
            List<Path> approvers, @Nullable Path snapshotFolder, @Nullable Path forKafka, @Nullable Path forZooKeeper) {
        return new CoordinatorSettings(
                name,
                prefix,
                kafka,
                zookeeper,
                host,
                port,
                advertisedHost,
                sessionTimeoutMillis,
                signingKey,
                trustedKeys,
                approvers,
                snapshotFolder,
                forKafka,
                forZooKeeper);
    }
}
