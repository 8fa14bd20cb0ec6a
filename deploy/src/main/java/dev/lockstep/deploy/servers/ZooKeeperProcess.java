package dev.lockstep.deploy.servers;

import java.io.IOException;
import java.nio.file.Path;

/** The same server as {@link EmbeddedZooKeeper} in a process of its own, so that it can be killed. */
public final class ZooKeeperProcess extends JavaServerProcess {

    private final int port;

    /**
     * A server that is not started yet.
     *
     * @param dataFolder created when it is not there
     * @param port 0 for the port that the folder remembers, or else a free one
     */
    public ZooKeeperProcess(String name, Path dataFolder, int port) {
        this(name, new ServerFolder(dataFolder), port);
    }

    private ZooKeeperProcess(String name, ServerFolder folder, int port) {
        super(name, folder, ZooKeeperProcess.class);
        this.port = new PortMemory(folder).port("port", port);
    }

    @Override
    public String url() {
        return "127.0.0.1:" + port;
    }

    /** What the process runs: name and data folder are its arguments. */
    public static void main(String[] arguments) throws IOException {
        serve(arguments, (name, folder) -> EmbeddedZooKeeper.inProcessOfItsOwn(name, folder));
    }
}
