package dev.lockstep.deploy.servers;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.apache.zookeeper.server.DatadirCleanupManager;
import org.apache.zookeeper.server.NIOServerCnxnFactory;
import org.apache.zookeeper.server.ServerCnxnFactory;
import org.apache.zookeeper.server.ZKDatabase;
import org.apache.zookeeper.server.ZooKeeperServer;
import org.apache.zookeeper.server.persistence.FileTxnSnapLog;
import org.apache.zookeeper.util.ServiceUtils;
import org.jspecify.annotations.Nullable;

/**
 * A ZooKeeper server in this JVM.
 *
 * <p>Within a JVM nothing can be killed: {@link #kill} is the same as {@link #stop}. Use {@link ZooKeeperProcess} to see
 * what a crash does. Sessions outlive a restart, as they do with any ZooKeeper.
 */
public final class EmbeddedZooKeeper implements Server {

    private static final int TICK_MILLIS = 500;
    private static final int SHORTEST_SESSION_MILLIS = 1_000;
    private static final int LONGEST_SESSION_MILLIS = 60_000;
    private static final int BACKLOG = 100;
    private static final int SNAPSHOTS_KEPT = 3;
    private static final int CLEANUP_HOURS = 1;

    private final String name;
    private final ServerFolder folder;
    private final int port;
    private final boolean sharesJvm;
    private @Nullable Running running;

    private record Running(ServerCnxnFactory connections, FileTxnSnapLog files, DatadirCleanupManager cleanup) {}

    /**
     * A server that is not started yet.
     *
     * @param dataFolder created when it is not there
     * @param port 0 for the port that the folder remembers, or else a free one
     */
    public EmbeddedZooKeeper(String name, Path dataFolder, int port) {
        this(name, dataFolder, port, true);
    }

    private EmbeddedZooKeeper(String name, Path dataFolder, int port, boolean sharesJvm) {
        this.name = name;
        this.sharesJvm = sharesJvm;
        this.folder = new ServerFolder(dataFolder);
        this.port = new PortMemory(folder).port("port", port);
    }

    /** A server that has the JVM to itself, and may end it when it is in trouble. */
    static EmbeddedZooKeeper inProcessOfItsOwn(String name, Path dataFolder) {
        return new EmbeddedZooKeeper(name, dataFolder, 0, false);
    }

    @Override
    public synchronized void start() {
        if (running != null) {
            return;
        }
        if (sharesJvm) {
            // What ZooKeeper does when it is in trouble must never take this JVM with it.
            ServiceUtils.setSystemExitProcedure(ServiceUtils.LOG_ONLY);
            ChildProcess.endLeftover(folder);
        }
        try {
            running = open();
        } catch (IOException e) {
            throw new ServerException("Expected " + name + " to start at " + url() + ".", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException("Interrupted while starting " + name + ".", e);
        }
    }

    private Running open() throws IOException, InterruptedException {
        File data = Files.createDirectories(folder.data()).toFile();
        FileTxnSnapLog files = new FileTxnSnapLog(data, data);
        ZooKeeperServer server = new ZooKeeperServer(
                files,
                TICK_MILLIS,
                SHORTEST_SESSION_MILLIS,
                LONGEST_SESSION_MILLIS,
                BACKLOG,
                new ZKDatabase(files),
                "");
        NIOServerCnxnFactory connections = newConnectionFactory();
        try {
            connections.configure(
                    new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port),
                    0,
                    BACKLOG,
                    false);
            connections.startup(server);
        } catch (IOException | InterruptedException | RuntimeException e) {
            connections.shutdown();
            files.close();
            throw e;
        }
        DatadirCleanupManager cleanup = new DatadirCleanupManager(data, data, SNAPSHOTS_KEPT, CLEANUP_HOURS);
        cleanup.start();
        return new Running(connections, files, cleanup);
    }

    /** Loading this class makes it the JVM's handler of uncaught exceptions, which then nobody would ever see. */
    private static NIOServerCnxnFactory newConnectionFactory() {
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        NIOServerCnxnFactory factory = new NIOServerCnxnFactory();
        Thread.setDefaultUncaughtExceptionHandler(before);
        return factory;
    }

    @Override
    public synchronized void stop() {
        Running current = running;
        running = null;
        if (current == null) {
            return;
        }
        current.cleanup().shutdown();
        current.connections().shutdown();
        try {
            current.files().close();
        } catch (IOException e) {
            throw new ServerException("Expected " + name + " to close its files in " + folder.data() + ".", e);
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
    public synchronized boolean isRunning() {
        return running != null;
    }

    @Override
    public String url() {
        return "127.0.0.1:" + port;
    }

    @Override
    public OptionalLong pid() {
        return OptionalLong.empty();
    }

    @Override
    public Path dataFolder() {
        return folder.path();
    }
}
