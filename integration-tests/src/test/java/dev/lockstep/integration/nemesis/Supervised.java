package dev.lockstep.integration.nemesis;

import dev.lockstep.deploy.servers.Server;
import dev.lockstep.integration.servers.Disk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A part of the fleet that runs as a process, and what can be done to it. Whoever does something to it takes it first, so that nobody else does. An agent has two
 * bodies: the second one is started when somebody takes the first one for dead.
 */
final class Supervised implements AutoCloseable {
    /** What a role in the fleet is; a fault strikes one of them. */
    enum Role {
        KAFKA,
        ZOOKEEPER,
        DATABASE,
        COORDINATOR,
        AGENT
    }

    private final Role role;
    private final @Nullable WallClock clock;
    private final @Nullable Disk disk;
    private final List<Server> bodies;
    private final AtomicBoolean taken = new AtomicBoolean();
    private volatile int current;

    Supervised(Role role, Server... bodies) {
        this(role, null, null, bodies);
    }

    /** @param clock of all bodies, which can be made to jump */
    Supervised(Role role, WallClock clock, Server... bodies) {
        this(role, clock, null, bodies);
    }

    /** @param disk of the body, which can be made full */
    Supervised(Role role, Disk disk, Server body) {
        this(role, null, disk, body);
    }

    private Supervised(Role role, @Nullable WallClock clock, @Nullable Disk disk, Server... bodies) {
        this.role = role;
        this.clock = clock;
        this.disk = disk;
        this.bodies = List.of(bodies);
    }

    Optional<WallClock> clock() {
        return Optional.ofNullable(clock);
    }

    Optional<Disk> disk() {
        return Optional.ofNullable(disk);
    }

    Role role() {
        return role;
    }

    String name() {
        return bodies.get(0).name();
    }

    Server body() {
        return bodies.get(current);
    }

    /** False when somebody else has it. */
    boolean take() {
        return taken.compareAndSet(false, true);
    }

    void giveBack() {
        taken.set(false);
    }

    /** Another body takes the place of this one; returns the one that had it. */
    Server replace() {
        Server before = body();
        current = (current + 1) % bodies.size();
        body().start();
        return before;
    }

    static void signal(Server server, String signal) {
        if (server.pid().isEmpty()) {
            return;
        }
        long pid = server.pid().getAsLong();
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "kill -\"$0\" \"$@\" 2>/dev/null", signal));
        // First the one that makes the others, so that it makes no more; all of them, because a backend works on alone.
        tree(pid).forEach(each -> command.add(Long.toString(each)));
        execute(command);
    }

    private static List<Long> tree(long pid) {
        return Stream.concat(
                        Stream.of(pid),
                        ProcessHandle.of(pid).stream()
                                .flatMap(ProcessHandle::descendants)
                                .map(ProcessHandle::pid))
                .toList();
    }

    private static void execute(List<String> command) {
        try {
            // A process that has ended meanwhile is no failure.
            int unused = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets whoever was stopped go on, then ends all bodies in good order. */
    @Override
    public void close() {
        bodies.forEach(body -> {
            signal(body, "CONT");
            body.stop();
        });
    }
}
