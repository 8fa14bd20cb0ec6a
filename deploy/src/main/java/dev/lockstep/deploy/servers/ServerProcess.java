package dev.lockstep.deploy.servers;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What all servers share that run as a process of their own: starting, waiting until they answer, ending. */
abstract class ServerProcess implements Server {

    private static final long START_BOUND_MILLIS = 90_000;
    private static final long STOP_BOUND_MILLIS = 30_000;

    private final String name;
    private final ServerFolder folder;
    private volatile @Nullable ChildProcess process;

    ServerProcess(String name, ServerFolder folder) {
        this.name = name;
        this.folder = folder;
    }

    /** Brings the folder into the state that the command needs: creates the data when there is none. */
    abstract void prepare();

    /** The command line of the server. */
    abstract List<String> command();

    Map<String, String> environment() {
        return Map.of();
    }

    /** Whether the server does its work already. Called every few milliseconds while it starts. */
    abstract boolean answers();

    /** The signal that asks for an orderly end without waiting for clients. */
    String stopSignal() {
        return "TERM";
    }

    /** Ends processes of this server that somebody else's SIGKILL to their parent has left behind. */
    void endOrphans() {}

    final ServerFolder folder() {
        return folder;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final synchronized void start() {
        if (isRunning()) {
            return;
        }
        kill();
        ChildProcess.endLeftover(folder);
        endOrphans();
        prepare();
        ChildProcess started = ChildProcess.start(name, command(), environment(), folder);
        process = started;
        boolean answered = Waiting.until(START_BOUND_MILLIS, () -> !started.isAlive() || answers());
        if (!answered || !started.isAlive()) {
            started.kill();
            throw new ServerException("Expected " + name + " to answer at " + url() + ", but it "
                    + (answered ? "ended" : "did not within " + START_BOUND_MILLIS / 1000 + " s")
                    + "; the end of its log " + folder.log() + ":\n"
                    + CappedLog.tail(folder.log(), ChildProcess.TAIL_BYTES));
        }
    }

    @Override
    public final synchronized void stop() {
        ChildProcess current = process;
        if (current != null) {
            current.stop(stopSignal(), STOP_BOUND_MILLIS);
            endOrphans();
        }
    }

    @Override
    public final synchronized void kill() {
        ChildProcess current = process;
        if (current != null) {
            current.kill();
            endOrphans();
        }
    }

    @Override
    public final boolean isRunning() {
        ChildProcess current = process;
        return current != null && current.isAlive();
    }

    @Override
    public final OptionalLong pid() {
        ChildProcess current = process;
        return current != null && current.isAlive() ? OptionalLong.of(current.pid()) : OptionalLong.empty();
    }

    @Override
    public final Path dataFolder() {
        return folder.path();
    }
}
