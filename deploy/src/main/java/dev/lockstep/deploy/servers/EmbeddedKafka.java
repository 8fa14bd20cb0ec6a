package dev.lockstep.deploy.servers;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka broker and its controller in this JVM, which writes every record to disk before it answers.
 *
 * <p>Within a JVM nothing can be killed: {@link #kill} is the same as {@link #stop}. Use {@link KafkaProcess} to see
 * what a crash does.
 */
public final class EmbeddedKafka implements Server {

    private final String name;
    private final KafkaSettings settings;
    private final boolean sharesJvm;
    private final UnaryOperator<Map<String, Object>> change;
    private volatile @Nullable KafkaRaftServer server;

    /**
     * A broker that is not started yet.
     *
     * @param dataFolder created when it is not there
     * @param port 0 for the port that the folder remembers, or else a free one
     */
    public EmbeddedKafka(String name, Path dataFolder, int port) {
        this(name, dataFolder, port, true, UnaryOperator.identity());
    }

    /**
     * A broker whose settings are changed, such as one at which clients must log in.
     *
     * @param change gets the usual settings and returns those to take
     */
    public EmbeddedKafka(String name, Path dataFolder, UnaryOperator<Map<String, Object>> change) {
        this(name, dataFolder, 0, true, change);
    }

    private EmbeddedKafka(
            String name, Path dataFolder, int port, boolean sharesJvm, UnaryOperator<Map<String, Object>> change) {
        this.change = change;
        this.name = name;
        this.settings = new KafkaSettings(new ServerFolder(dataFolder), port);
        this.sharesJvm = sharesJvm;
    }

    /** A broker that has the JVM to itself, and may end it when it is in trouble. */
    static EmbeddedKafka inProcessOfItsOwn(String name, Path dataFolder) {
        return new EmbeddedKafka(name, dataFolder, 0, false, UnaryOperator.identity());
    }

    @Override
    public synchronized void start() {
        if (isRunning()) {
            return;
        }
        if (sharesJvm) {
            forbidExit();
            ChildProcess.endLeftover(settings.folder());
        }
        format();
        KafkaRaftServer started =
                new KafkaRaftServer(new KafkaConfig(change.apply(settings.properties()), false), Time.SYSTEM);
        try {
            started.startup();
        } catch (RuntimeException e) {
            started.shutdown();
            started.awaitShutdown();
            throw new ServerException("Expected " + name + " to start at " + url() + ".", e);
        }
        server = started;
    }

    private void format() {
        try {
            new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                    .setClusterId(settings.folder()
                            .remembered("cluster-id", () -> Uuid.randomUuid().toString()))
                    .setNodeId(KafkaSettings.NODE_ID)
                    .setControllerListenerName(KafkaSettings.CONTROLLER)
                    .setDirectories(List.of(settings.folder().data().toString()))
                    .setMetadataLogDirectory(settings.folder().data().toString())
                    .setIgnoreFormatted(true)
                    .run();
        } catch (Exception e) { // what the formatter declares
            throw new ServerException(
                    "Expected to be able to format " + settings.folder().data() + " for Kafka.", e);
        }
    }

    /** A broker that is in trouble asks the JVM to exit or halt, which must never take us with it. */
    private static void forbidExit() {
        Exit.Procedure refuse = (status, message) -> {
            throw new IllegalStateException("Kafka asked to exit with " + status + ": " + message);
        };
        Exit.setExitProcedure(refuse);
        Exit.setHaltProcedure(refuse);
    }

    @Override
    public synchronized void stop() {
        KafkaRaftServer running = server;
        server = null;
        if (running != null) {
            running.shutdown();
            running.awaitShutdown();
        }
    }

    @Override
    public void kill() {
        stop();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean isRunning() {
        return server != null;
    }

    @Override
    public String url() {
        return settings.url();
    }

    @Override
    public OptionalLong pid() {
        return OptionalLong.empty();
    }

    @Override
    public Path dataFolder() {
        return settings.folder().path();
    }
}
