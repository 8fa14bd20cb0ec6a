package dev.lockstep.deploy.servers;

import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * A real server whose data lives in one folder. Starting again after {@link #stop} or {@link #kill}, also from another
 * JVM, finds the data as it was and listens on the same port. Methods may be called from any thread.
 */
public interface Server extends AutoCloseable {

    /** The name given by whoever created it, for messages. */
    String name();

    /**
     * Starts the server and returns once it answers; does nothing when it runs already.
     *
     * @throws ServerException when it cannot be started, with the end of its log
     */
    void start();

    /** Ends the server in an orderly way, by force after a bound, and returns once it has gone. */
    void stop();

    /** Ends the server at once, as a crash would, and returns once the process and its children have gone. */
    void kill();

    /** Whether the server is alive. A server that is just starting counts as alive. */
    boolean isRunning();

    /** Where it is reached: a JDBC URL for a database, {@code host:port} for Kafka and ZooKeeper. */
    String url();

    /** The process id, or nothing when the server does not run or lives in this JVM. */
    OptionalLong pid();

    /** The folder with everything that the server keeps. A copy of it, taken while stopped, is a full backup. */
    Path dataFolder();

    /** The same as {@link #stop}. */
    @Override
    default void close() {
        stop();
    }
}
