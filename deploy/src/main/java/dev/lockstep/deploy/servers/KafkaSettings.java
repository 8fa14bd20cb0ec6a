package dev.lockstep.deploy.servers;

import java.util.HashMap;
import java.util.Map;

/** The settings of a single Kafka node that is broker and controller, quick to start and careful with what it is told. */
final class KafkaSettings {

    static final int NODE_ID = 1;
    static final String CONTROLLER = "CONTROLLER";

    private final ServerFolder folder;
    private final int port;
    private final int controllerPort;

    KafkaSettings(ServerFolder folder, int wantedPort) {
        this.folder = folder;
        PortMemory memory = new PortMemory(folder);
        this.port = memory.port("port", wantedPort);
        this.controllerPort = memory.port("controller-port", 0);
    }

    ServerFolder folder() {
        return folder;
    }

    String url() {
        return "127.0.0.1:" + port;
    }

    Map<String, Object> properties() {
        Map<String, Object> properties = new HashMap<>();
        addresses(properties);
        durability(properties);
        oneNode(properties);
        return properties;
    }

    private void addresses(Map<String, Object> properties) {
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", Integer.toString(NODE_ID));
        properties.put("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort);
        properties.put("controller.listener.names", CONTROLLER);
        properties.put("listeners", "PLAINTEXT://" + url() + "," + CONTROLLER + "://127.0.0.1:" + controllerPort);
        properties.put("advertised.listeners", "PLAINTEXT://" + url());
        properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
        properties.put("log.dirs", folder.data().toString());
    }

    private static void durability(Map<String, Object> properties) {
        properties.put("log.flush.interval.messages", "1");
        properties.put("auto.create.topics.enable", "false");
        properties.put("unclean.leader.election.enable", "false");
        properties.put("log.retention.ms", "-1");
    }

    /** With one node nothing is replicated, and after a crash it waits for nobody but its own former session. */
    private static void oneNode(Map<String, Object> properties) {
        properties.put("default.replication.factor", "1");
        properties.put("min.insync.replicas", "1");
        properties.put("num.partitions", "1");
        properties.put("offsets.topic.replication.factor", "1");
        properties.put("offsets.topic.num.partitions", "1");
        properties.put("transaction.state.log.replication.factor", "1");
        properties.put("transaction.state.log.min.isr", "1");
        properties.put("transaction.state.log.num.partitions", "1");
        properties.put("share.coordinator.state.topic.replication.factor", "1");
        properties.put("share.coordinator.state.topic.min.isr", "1");
        properties.put("share.coordinator.state.topic.num.partitions", "1");
        properties.put("group.initial.rebalance.delay.ms", "0");
        properties.put("broker.session.timeout.ms", "1500");
        properties.put("broker.heartbeat.interval.ms", "300");
        properties.put("controlled.shutdown.enable", "false");
        properties.put("num.network.threads", "2");
        properties.put("num.io.threads", "4");
        properties.put("background.threads", "2");
        properties.put("num.recovery.threads.per.data.dir", "1");
        // The default is 128 MB, for compacted topics of a size that is never seen here.
        properties.put("log.cleaner.dedupe.buffer.size", "4194304");
    }
}
