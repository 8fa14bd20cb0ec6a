package dev.lockstep.integration.servers;

import dev.lockstep.deploy.servers.EmbeddedKafka;
import dev.lockstep.deploy.servers.EmbeddedZooKeeper;
import dev.lockstep.deploy.servers.Server;

/** One Kafka and one ZooKeeper for the whole suite; each test takes a prefix of its own. */
public enum TestCluster {
    /** Started when first asked for. */
    INSTANCE;

    private final Server kafka;
    private final Server zooKeeper;

    TestCluster() {
        ServersFolder folder = new ServersFolder("lockstep-it-cluster-", this::close);
        kafka = new EmbeddedKafka("kafka", folder.resolve("kafka"), 0);
        zooKeeper = new EmbeddedZooKeeper("zookeeper", folder.resolve("zookeeper"), 0);
        zooKeeper.start();
        kafka.start();
    }

    /** "host:port" of the broker. */
    public String kafka() {
        return kafka.url();
    }

    /** "host:port" of the ZooKeeper server. */
    public String zooKeeper() {
        return zooKeeper.url();
    }

    private void close() {
        kafka.close();
        zooKeeper.close();
    }
}
