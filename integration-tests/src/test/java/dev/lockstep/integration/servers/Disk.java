package dev.lockstep.integration.servers;

import dev.lockstep.deploy.servers.Server;
import java.nio.file.Path;

/** What a server keeps its data on, as somebody who can make it full sees it. */
public interface Disk extends AutoCloseable {
    /** No room is left from now on: what the server writes fails, also after it was started again where {@link #staysFull}. */
    void fill(Server server);

    /** There is room again. */
    void giveRoom(Server server);

    /** Whether a server that is started on a full one has no room either. */
    boolean staysFull();

    /** Gives back what it needed; the server must have ended. */
    @Override
    void close();

    /** The nearest thing to a full disk that can be had here for a folder: a file system of its own, or else a limit on the size of files. */
    static Disk under(Path folder) {
        return SmallDisk.isPossible() ? SmallDisk.mountedOn(folder) : FileLimit.ofBytes(0);
    }
}
