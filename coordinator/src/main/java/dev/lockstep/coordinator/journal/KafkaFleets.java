package dev.lockstep.coordinator.journal;

import dev.lockstep.kafka.KafkaCluster;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Fleets by the names of their journals' topics. Thread-safe.
 *
 * <p>A list of fleets in a topic of its own could disagree with the topics that are there; their names cannot.
 */
public final class KafkaFleets implements Fleets {
    private static final int REPLICAS_WANTED = 3;
    private static final int BATCH_OVERHEAD_BYTES = 64 * 1024;
    private static final long TOPIC_SPREADS_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** What would lose history if it were otherwise (rule L1). */
    private static final Map<String, String> KEEPS_EVERYTHING =
            Map.of("cleanup.policy", "delete", "retention.ms", "-1", "retention.bytes", "-1");

    private final Admin admin;
    private final KafkaCluster cluster;
    private final KafkaTiming timing;

    /** @param admin a connection to the same cluster; the caller closes it */
    public KafkaFleets(Admin admin, KafkaCluster cluster, KafkaTiming timing) {
        this.admin = admin;
        this.cluster = cluster;
        this.timing = timing;
    }

    /** A connection for administration, to be closed by the caller. */
    public static Admin connect(KafkaCluster cluster, KafkaTiming timing) {
        Map<String, Object> properties = cluster.clientProperties();
        timing.addTo(properties);
        return Admin.create(properties);
    }

    @Override
    public SortedSet<String> list() {
        SortedSet<String> fleets = new TreeSet<>();
        get("listing topics", admin.listTopics().names()).stream()
                .map(cluster.names()::fleetOfJournal)
                .flatMap(Optional::stream)
                .forEach(fleets::add);
        return fleets;
    }

    @Override
    public void ensure(String fleet) {
        List<String> wanted =
                List.of(cluster.names().journal(fleet), cluster.names().directives(fleet));
        List<String> missing = List.copyOf(wanted.stream()
                .filter(topic ->
                        !get("listing topics", admin.listTopics().names()).contains(topic))
                .toList());
        if (!missing.isEmpty()) {
            create(missing);
        }
        wanted.forEach(this::requireKeepsEverything);
    }

    private void create(List<String> topics) {
        int brokers = get("counting brokers", admin.describeCluster().nodes()).size();
        boolean replicated = brokers >= REPLICAS_WANTED;
        Map<String, String> settings = settings(replicated);
        List<NewTopic> wanted = topics.stream()
                .map(name -> new NewTopic(name, 1, (short) (replicated ? REPLICAS_WANTED : 1)).configs(settings))
                .toList();
        admin.createTopics(wanted).values().forEach(this::awaitCreated);
    }

    private static Map<String, String> settings(boolean replicated) {
        Map<String, String> settings = new TreeMap<>(KEEPS_EVERYTHING);
        settings.put("unclean.leader.election.enable", "false");
        settings.put("min.insync.replicas", replicated ? "2" : "1");
        settings.put("max.message.bytes", String.valueOf(Journal.MAX_ENTRY_BYTES + BATCH_OVERHEAD_BYTES));
        if (!replicated) {
            // Without replicas only the disk keeps what was acknowledged.
            settings.put("flush.messages", "1");
        }
        return settings;
    }

    /** Another coordinator may have been faster. */
    private void awaitCreated(String topic, KafkaFuture<Void> created) {
        try {
            get("creating topic " + topic, created);
        } catch (LogUnreachableException failed) {
            if (!(failed.getCause() instanceof TopicExistsException)) {
                throw failed;
            }
        }
    }

    private void requireKeepsEverything(String topic) {
        Map<ConfigResource, Config> configs = settingsOf(topic);
        KEEPS_EVERYTHING.forEach((name, expected) -> {
            String found = configs.values().stream()
                    .map(config -> config.get(name))
                    .filter(Objects::nonNull)
                    .map(ConfigEntry::value)
                    .findFirst()
                    .orElse("nothing");
            if (!found.equals(expected)) {
                throw new LogUnreachableException(
                        "expected topic " + topic + " to have " + name + "=" + expected + ", found " + found
                                + ": with that it would lose history; change the topic's setting",
                        null);
            }
        });
    }

    /** A topic that was made a moment ago is not yet known to every broker: asked again until the answer is due. */
    private Map<ConfigResource, Config> settingsOf(String topic) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        long giveUpNanos = System.nanoTime() + timing.answerTimeout().toNanos();
        while (true) {
            try {
                return get(
                        "reading the settings of topic " + topic,
                        admin.describeConfigs(List.of(resource)).all());
            } catch (LogUnreachableException failed) {
                if (!(failed.getCause() instanceof UnknownTopicOrPartitionException)
                        || System.nanoTime() > giveUpNanos) {
                    throw failed;
                }
                LockSupport.parkNanos(TOPIC_SPREADS_NANOS);
            }
        }
    }

    private <T> T get(String what, KafkaFuture<T> future) {
        try {
            return future.get(timing.answerMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            throw new LogUnreachableException(what + " at " + cluster + " failed: " + cause.getMessage(), cause);
        } catch (TimeoutException late) {
            throw new LogUnreachableException(
                    what + " at " + cluster + " took longer than " + timing.answerTimeout(), late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new LogUnreachableException(what + " at " + cluster + " was interrupted", interrupted);
        }
    }
}
