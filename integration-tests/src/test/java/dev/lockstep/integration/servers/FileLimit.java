package dev.lockstep.integration.servers;

import dev.lockstep.deploy.servers.Server;
import java.util.stream.Stream;

/** No file of a server's processes can grow beyond a size: writing fails as with a quota (EFBIG). Needs no rights; a process that is started later has no limit. */
public final class FileLimit implements Disk {
    private final long bytes;

    private FileLimit(long bytes) {
        this.bytes = bytes;
    }

    /** @param bytes that a file may have; 0 for none */
    public static FileLimit ofBytes(long bytes) {
        return new FileLimit(bytes);
    }

    @Override
    public void fill(Server server) {
        limit(server, Long.toString(bytes));
    }

    @Override
    public void giveRoom(Server server) {
        limit(server, "unlimited");
        // Again for a process that was born meanwhile.
        limit(server, "unlimited");
    }

    private static void limit(Server server, String size) {
        server.pid()
                .ifPresent(pid -> Stream.concat(
                                Stream.of(pid),
                                ProcessHandle.of(pid).stream()
                                        .flatMap(ProcessHandle::descendants)
                                        .map(ProcessHandle::pid))
                        // A process that has ended meanwhile is no failure.
                        .forEach(each -> Commands.run(
                                "prlimit", "--pid", Long.toString(each), "--fsize=" + size + ":unlimited")));
    }

    @Override
    public boolean staysFull() {
        return false;
    }

    @Override
    public void close() {
        // Nothing was taken.
    }

    @Override
    public String toString() {
        return "a limit of " + bytes + " bytes for each file";
    }
}
