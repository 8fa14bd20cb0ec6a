package dev.lockstep.coordinator;

import dev.lockstep.coordinator.agents.AttachedAgents;
import dev.lockstep.coordinator.api.ApiServer;
import dev.lockstep.coordinator.directives.DirectivePublisher;
import dev.lockstep.coordinator.directives.KafkaDirectives;
import dev.lockstep.coordinator.fleet.Clocks;
import dev.lockstep.coordinator.fleet.FleetLoop;
import dev.lockstep.coordinator.gates.CuratorGateKeeper;
import dev.lockstep.coordinator.journal.Journal;
import dev.lockstep.coordinator.journal.KafkaFleets;
import dev.lockstep.coordinator.journal.KafkaJournal;
import dev.lockstep.coordinator.journal.KafkaTiming;
import dev.lockstep.coordinator.journal.ProducerFactory;
import dev.lockstep.coordinator.leadership.Leadership;
import dev.lockstep.coordinator.leadership.LeadershipListener;
import dev.lockstep.coordinator.snapshot.SnapshotFile;
import dev.lockstep.coordinator.snapshot.SnapshotStore;
import dev.lockstep.kafka.KafkaCluster;
import dev.lockstep.signing.Approvers;
import dev.lockstep.signing.SigningKey;
import dev.lockstep.signing.TrustedKeys;
import dev.lockstep.zookeeper.LeaderId;
import dev.lockstep.zookeeper.Paths;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.curator.framework.CuratorFramework;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One coordinator, put together. Several run; the one that ZooKeeper names may claim the fleets in their journals, the others stand by. */
public final class Coordinator implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Coordinator.class);

    private final CoordinatorSettings settings;
    private final SigningKey key;
    private final TrustedKeys trusted;
    private final KafkaCluster cluster;
    private final Paths paths;
    private final ExecutorService snapshotWriting;
    private final Deque<AutoCloseable> toClose = new ArrayDeque<>();
    private final CuratorFramework zookeeper;
    private final Admin admin;
    private final FleetDirectory fleets;
    private final AttachedAgents agents;
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ApiServer api;
    private volatile @Nullable Leadership leadership;

    private Coordinator(CoordinatorSettings settings) {
        this.settings = settings;
        this.key = SigningKey.read(settings.signingKey());
        this.trusted = TrustedKeys.read(settings.trustedKeys());
        this.snapshotWriting = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "lockstep-snapshots");
            thread.setDaemon(true);
            return thread;
        });
        toClose.push(snapshotWriting::shutdown);
        Logins logins = Logins.read(settings.kafkaSecurity(), settings.zookeeperSecurity());
        this.cluster = KafkaCluster.secured(settings.kafka(), settings.prefix(), logins.kafka());
        this.paths = new Paths(settings.prefix());
        this.zookeeper =
                opened(ZooKeeperClient.of(settings.zookeeper(), settings.sessionTimeoutMillis(), logins.zookeeper()));
        this.admin = opened(KafkaFleets.connect(cluster, KafkaTiming.DEFAULT));
        this.fleets = opened(new FleetDirectory(
                new KafkaFleets(admin, cluster, KafkaTiming.DEFAULT),
                this::openJournal,
                this::newLoop,
                this::leaderAddress));
        this.agents = new AttachedAgents(fleets, this::leaderAddress);
        Watchers watchers = opened(new Watchers());
        this.api = opened(new ApiServer(
                new Operations(fleets, agents, watchers, Approvers.read(settings.approverKeys()), this::unreadiness),
                agents,
                metrics,
                settings.host(),
                settings.port()));
    }

    /**
     * Starts a coordinator. It may lead from the moment that ZooKeeper says so.
     *
     * @throws dev.lockstep.signing.KeyFileException when a key file is not as it should be
     * @throws dev.lockstep.settings.SecurityFileException when a file that says how to log in is not
     */
    public static Coordinator start(CoordinatorSettings settings) {
        Coordinator coordinator = new Coordinator(settings);
        coordinator.run();
        return coordinator;
    }

    private void run() {
        api.start();
        zookeeper.start();
        fleets.start();
        Leadership office = opened(new Leadership(
                zookeeper, paths, new LeaderId(settings.name(), settings.advertisedHost() + ":" + port())));
        leadership = office;
        office.start(new Office());
        LOG.info("coordinator {} listens on {}:{}", settings.name(), settings.host(), port());
    }

    /** The port that it listens on. */
    public int port() {
        return api.port();
    }

    public String name() {
        return settings.name();
    }

    private Journal openJournal(String fleet) {
        return new KafkaJournal(admin, cluster, fleet, key, trusted, KafkaTiming.DEFAULT, ProducerFactory.plain());
    }

    private FleetLoop newLoop(String fleet) {
        ExecutorService publishing = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "lockstep-publish-" + fleet);
            thread.setDaemon(true);
            return thread;
        });
        DirectivePublisher publisher = new DirectivePublisher(
                fleet, key, trusted, new KafkaDirectives(cluster, fleet, KafkaTiming.DEFAULT), publishing);
        FleetLoop loop = new FleetLoop(
                settings.name(),
                openJournal(fleet),
                publisher,
                new CuratorGateKeeper(zookeeper, paths, settings.name()),
                Clocks.system(),
                this::leaderAddress,
                snapshots(fleet));
        FleetMetrics.register(metrics, loop, agents);
        return loop;
    }

    private SnapshotStore snapshots(String fleet) {
        Path folder = settings.snapshots();
        return folder == null ? SnapshotStore.none() : new SnapshotFile(folder, fleet, key, trusted, snapshotWriting);
    }

    private String leaderAddress() {
        Leadership office = leadership;
        return office == null ? "" : office.leaderAddress().orElse("");
    }

    private String unreadiness() {
        if (!zookeeper.getZookeeperClient().isConnected()) {
            return "ZooKeeper cannot be reached at " + settings.zookeeper();
        }
        return fleets.trouble();
    }

    private <T extends AutoCloseable> T opened(T resource) {
        toClose.push(resource);
        return resource;
    }

    /** Gives leadership up, then ends everything in reverse order. */
    @Override
    public void close() {
        while (!toClose.isEmpty()) {
            AutoCloseable resource = toClose.pop();
            try {
                resource.close();
            } catch (Exception failed) {
                LOG.warn("{} did not close cleanly: {}", resource, failed.getMessage());
            }
        }
    }

    /** Hears ZooKeeper's word on who may lead. */
    private final class Office implements LeadershipListener {
        @Override
        public void onGained() {
            LOG.info("coordinator {} may lead", settings.name());
            fleets.onLeadershipGained();
        }

        @Override
        public void onLost(String reason) {
            LOG.info("coordinator {} must not lead: {}", settings.name(), reason);
            fleets.onLeadershipLost(reason);
            agents.onLeadershipLost();
        }
    }
}
