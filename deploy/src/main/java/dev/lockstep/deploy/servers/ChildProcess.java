package dev.lockstep.deploy.servers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A process that never outlives this JVM, however this JVM ends.
 *
 * <p>A shell starts a guard and then becomes the server. The guard waits on a pipe whose other end only this JVM holds:
 * when the JVM ends, be it by SIGKILL, the pipe ends and the guard kills the server with its children. The server gets
 * a session of its own, so that Ctrl-C in a terminal reaches only us, who end it in good order.
 */
final class ChildProcess {

    /** The guard compares the start time because the id may belong to somebody else by the time that the pipe ends. */
    private static final String GUARDED = """
            started() {
                stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
                set -- ${stat##*) }
                echo "${20}"
            }
            server=$$
            birth=$(started $server)
            exec 3<&0 </dev/null
            (
                trap '' INT TERM HUP QUIT
                (
                    read -r nothing <&3
                    [ "$(started $server)" = "$birth" ] || exit 0
                    kill -STOP $server
                    kill -KILL $server $(cat /proc/$server/task/*/children 2>/dev/null)
                ) >/dev/null 2>&1 &
            )
            exec "$@" 3<&-
            """;

    static final int TAIL_BYTES = 4_000;
    private static final long RUN_BOUND_MILLIS = 120_000;
    private static final Path SET_SESSION = Path.of("/usr/bin/setsid");

    private final Process process;
    private final LinuxProcess linux;
    private final ServerFolder folder;

    private ChildProcess(Process process, LinuxProcess linux, ServerFolder folder) {
        this.process = process;
        this.linux = linux;
        this.folder = folder;
    }

    /** Starts a server whose output goes to the folder's log and whose id is remembered in the folder. */
    static ChildProcess start(String name, List<String> command, Map<String, String> environment, ServerFolder folder) {
        List<String> guarded = new ArrayList<>();
        if (Files.isExecutable(SET_SESSION)) {
            guarded.add(SET_SESSION.toString());
        }
        guarded.addAll(List.of("/bin/sh", "-c", GUARDED, name));
        guarded.addAll(command);
        ProcessBuilder builder =
                new ProcessBuilder(guarded).directory(folder.path().toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            new CappedLog(folder.log()).follow(process.getInputStream(), name);
            LinuxProcess linux = LinuxProcess.find(process.pid()).orElse(new LinuxProcess(process.pid(), 0));
            folder.write(folder.processId(), linux.pid() + " " + linux.startedTicks());
            return new ChildProcess(process, linux, folder);
        } catch (IOException e) {
            throw new ServerException("Expected to be able to start " + name + " with " + command + ".", e);
        }
    }

    /** Runs a command that prepares something and ends by itself. Its output goes to the folder's log, too. */
    static void run(String name, List<String> command, Map<String, String> environment, ServerFolder folder) {
        ChildProcess child = start(name, command, environment, folder);
        try {
            boolean ended = Waiting.until(RUN_BOUND_MILLIS, () -> !child.isAlive());
            if (!ended || child.process.exitValue() != 0) {
                throw new ServerException("Expected " + name + " to end with exit code 0, found "
                        + (ended
                                ? child.process.exitValue()
                                : "that it still ran after " + RUN_BOUND_MILLIS / 1000 + " s")
                        + "; the end of " + folder.log() + ":\n" + CappedLog.tail(folder.log(), TAIL_BYTES));
            }
        } finally {
            child.kill();
        }
    }

    /** Kills the server that an earlier JVM, or an earlier instance, left running on this folder, if there is one. */
    static void endLeftover(ServerFolder folder) {
        recorded(folder).filter(LinuxProcess::isAlive).ifPresent(LinuxProcess::killTree);
    }

    private static Optional<LinuxProcess> recorded(ServerFolder folder) {
        try {
            if (!Files.exists(folder.processId())) {
                return Optional.empty();
            }
            String[] words = Files.readString(folder.processId(), StandardCharsets.UTF_8)
                    .strip()
                    .split(" ");
            return Optional.of(new LinuxProcess(Long.parseLong(words[0]), Long.parseLong(words[1])));
        } catch (IOException e) {
            throw new ServerException("Expected to be able to read " + folder.processId() + ".", e);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Sends the signal that asks for an orderly end, and goes on to SIGKILL after the bound. */
    void stop(String signal, long boundMillis) {
        linux.signal(signal);
        Waiting.until(boundMillis, () -> !process.isAlive());
        kill();
    }

    /** SIGKILL for the process and its children; returns once they have gone. */
    void kill() {
        if (process.isAlive()) {
            linux.killTree();
        }
        try {
            process.waitFor();
            // Nobody who gets a copy of the folder shall take a later process for this one.
            Files.deleteIfExists(folder.processId());
            process.getOutputStream().close();
        } catch (IOException e) {
            // The pipe's other end, the guard, has gone already, or the folder has: nothing is left to be tidied.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
