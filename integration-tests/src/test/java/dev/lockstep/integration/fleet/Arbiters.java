package dev.lockstep.integration.fleet;

import dev.lockstep.integration.servers.TestCluster;
import dev.lockstep.kafka.KafkaSecurity;
import dev.lockstep.zookeeper.ZooKeeperSecurity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The Kafka and the ZooKeeper of a fleet, and how its processes log in there; null files for plain connections.
 *
 * @param zooKeeperFile of coordinators and agents alike
 */
public record Arbiters(
        String kafka,
        String zooKeeper,
        @Nullable Path coordinatorKafkaFile,
        @Nullable Path agentKafkaFile,
        @Nullable Path zooKeeperFile) {
    static Arbiters ofTheSuite() {
        return new Arbiters(TestCluster.INSTANCE.kafka(), TestCluster.INSTANCE.zooKeeper(), null, null, null);
    }

    Map<String, String> agentKafka() {
        List<String> problems = new ArrayList<>();
        Map<String, String> read = agentKafkaFile == null ? Map.of() : KafkaSecurity.read(agentKafkaFile, problems);
        requireNone(problems);
        return read;
    }

    ZooKeeperSecurity agentZooKeeper() {
        List<String> problems = new ArrayList<>();
        ZooKeeperSecurity read =
                zooKeeperFile == null ? ZooKeeperSecurity.NONE : ZooKeeperSecurity.read(zooKeeperFile, problems);
        requireNone(problems);
        return read;
    }

    private static void requireNone(List<String> problems) {
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }
}
