package dev.lockstep.integration.servers;

import dev.lockstep.deploy.servers.EmbeddedKafka;
import dev.lockstep.deploy.servers.EmbeddedZooKeeper;
import dev.lockstep.deploy.servers.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One Kafka and one ZooKeeper for the whole suite; each test takes a prefix of its own. */
public enum TestCluster {
    /** Started when first asked for. */
    INSTANCE;

    private final Server kafka;
    private final Server zooKeeper;

    TestCluster() {
        Path folder = folder();
        kafka = new EmbeddedKafka("kafka", folder.resolve("kafka"), 0);
        zooKeeper = new EmbeddedZooKeeper("zookeeper", folder.resolve("zookeeper"), 0);
        zooKeeper.start();
        kafka.start();
    }

    private static Path folder() {
        try {
            Path folder = Files.createTempDirectory("lockstep-it-cluster-");
            folder.toFile().deleteOnExit();
            return folder;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** "host:port" of the broker. */
    public String kafka() {
        return kafka.url();
    }

    /** "host:port" of the ZooKeeper server. */
    public String zooKeeper() {
        return zooKeeper.url();
    }
}
