package dev.lockstep.deploy.command;

import dev.lockstep.deploy.sandbox.Closer;
import dev.lockstep.deploy.servers.EmbeddedKafka;
import dev.lockstep.deploy.servers.EmbeddedZooKeeper;
import dev.lockstep.deploy.servers.Server;
import dev.lockstep.deploy.servers.ServerSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Kafka and ZooKeeper for one machine, in this process, where no address of the real ones is given. */
record EmbeddedArbiter(String kafka, String zooKeeper) {

    /** Starts what is missing, with its data in the folder. */
    static EmbeddedArbiter startMissing(@Nullable String kafka, @Nullable String zooKeeper, Path data, Closer closer) {
        List<Server> missing = new ArrayList<>();
        String zooKeeperAddress = zooKeeper;
        if (zooKeeperAddress == null) {
            Server server = new EmbeddedZooKeeper("zookeeper", data.resolve("zookeeper"), 0);
            missing.add(server);
            zooKeeperAddress = server.url();
        }
        String kafkaAddress = kafka;
        if (kafkaAddress == null) {
            Server server = new EmbeddedKafka("kafka", data.resolve("kafka"), 0);
            missing.add(server);
            kafkaAddress = server.url();
        }
        closer.add(new ServerSet(missing)).start();
        return new EmbeddedArbiter(kafkaAddress, zooKeeperAddress);
    }
}
