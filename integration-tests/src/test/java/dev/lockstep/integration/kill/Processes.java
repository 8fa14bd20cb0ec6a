package dev.lockstep.integration.kill;

import dev.lockstep.deploy.client.CoordinatorClient;
import dev.lockstep.deploy.sandbox.Closer;
import dev.lockstep.deploy.sandbox.Member;
import dev.lockstep.deploy.sandbox.RunningSandbox;
import dev.lockstep.deploy.sandbox.Sandbox;
import dev.lockstep.deploy.sandbox.SandboxFolder;
import dev.lockstep.deploy.sandbox.SandboxNode;
import dev.lockstep.deploy.sandbox.SandboxSettings;
import dev.lockstep.v1.CoordinatorServiceGrpc;
import dev.lockstep.v1.CoordinatorServiceGrpc.CoordinatorServiceBlockingStub;
import dev.lockstep.v1.FleetStatus;
import dev.lockstep.v1.GetFleetRequest;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A sandbox whose coordinators and agents are processes, and the signals that they get. For one thread. */
final class Processes implements AutoCloseable {
    /** Rows of the table {@code orders} of each node. */
    static final int ROWS = 30_000;

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Closer closer = new Closer();
    private final Path folder;
    private final Sandbox sandbox;
    private final CoordinatorClient client;
    private final Map<String, ManagedChannel> channels = new LinkedHashMap<>();

    Processes() {
        SandboxFolder temporary = closer.add(SandboxFolder.temporary());
        folder = temporary.path();
        sandbox = Sandbox.start(new SandboxSettings(1, 1, 1, 2, 0, true, ROWS), temporary, line -> {}, closer);
        client = closer.add(new CoordinatorClient(sandbox.coordinatorAddresses()));
    }

    /** Finds the leader by itself. */
    CoordinatorClient client() {
        return client;
    }

    List<SandboxNode> nodes() {
        return sandbox.nodes();
    }

    SandboxNode node(String engine) {
        return nodes().stream()
                .filter(node -> node.engine().equals(engine))
                .findFirst()
                .orElseThrow();
    }

    /** The agent that serves a node: they are numbered alike. */
    Member agentOf(SandboxNode node) {
        return sandbox.agents().get(nodes().indexOf(node));
    }

    Member coordinator(String name) {
        return sandbox.coordinators().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The one that leads, as the journal says. */
    Member leader() {
        return coordinator(client.fleet(SandboxSettings.FLEET).getLeader());
    }

    Member follower() {
        String leader = leader().name();
        return sandbox.coordinators().stream()
                .filter(one -> !one.name().equals(leader))
                .findFirst()
                .orElseThrow();
    }

    /** What exactly this coordinator says, whether it leads or not. */
    FleetStatus seenBy(Member coordinator) {
        return stub(coordinator)
                .withDeadlineAfter(2, TimeUnit.SECONDS)
                .getFleet(GetFleetRequest.newBuilder()
                        .setFleet(SandboxSettings.FLEET)
                        .build());
    }

    CoordinatorServiceBlockingStub stub(Member coordinator) {
        return CoordinatorServiceGrpc.newBlockingStub(channel(coordinator));
    }

    ManagedChannel channel(Member coordinator) {
        return channels.computeIfAbsent(
                coordinator.address(),
                address -> NettyChannelBuilder.forTarget(address).usePlaintext().build());
    }

    void kill(Member member) {
        signal(member, "KILL");
        awaitEnd(member);
    }

    /** Until nothing is left of a process. */
    void awaitEnd(Member member) {
        await("the end of " + member.name(), () -> ProcessHandle.of(member.pid()), process -> process.isEmpty());
    }

    void signal(Member member, String signal) {
        try {
            int exit = new ProcessBuilder("/bin/sh", "-c", "kill -" + signal + " " + member.pid())
                    .inheritIO()
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new AssertionError("kill -" + signal + " of " + member + " ended with " + exit);
            }
            if (signal.equals("STOP")) {
                awaitStandstill(member);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** On a busy machine threads run on for tens of milliseconds after the signal was sent, long enough for a decision. */
    private static void awaitStandstill(Member member) {
        Path threads = Path.of("/proc", Long.toString(member.pid()), "task");
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> {
            try (Stream<Path> all = Files.list(threads)) {
                return all.allMatch(Processes::standsStill);
            }
        });
    }

    private static boolean standsStill(Path thread) {
        try {
            String stat = Files.readString(thread.resolve("stat"));
            return stat.substring(stat.lastIndexOf(')') + 2).startsWith("T");
        } catch (IOException gone) {
            return true;
        }
    }

    /** Starts a member as {@code lockstep sandbox start NAME} does. */
    void startAgain(Member member) {
        RunningSandbox.on(folder).orElseThrow().start(member.name());
    }

    /** Another agent for the node of this one; not started. */
    Successor successorOf(Member agent) {
        return new Successor(agent, folder.resolve("members").resolve(agent.name()));
    }

    /** What a member has written to its log. */
    String log(Member member) {
        try {
            return Files.readString(
                    folder.resolve("members").resolve(member.name()).resolve("server.log"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Repeats a look until it shows what is wanted; says what was seen when it does not come. */
    static <T> T await(String what, Callable<T> look, Predicate<T> wanted) {
        Object[] last = new Object[1];
        try {
            return Awaitility.await()
                    .atMost(PATIENCE)
                    // Not more often: MariaDB shows lock waits from a copy that it renews only when nobody has looked
                    // for 100 ms.
                    .pollInterval(Duration.ofMillis(200))
                    .ignoreExceptionsInstanceOf(StatusRuntimeException.class)
                    .until(
                            () -> {
                                T seen = look.call();
                                last[0] = seen;
                                return seen;
                            },
                            wanted);
        } catch (ConditionTimeoutException late) {
            throw new AssertionError(
                    "waited " + PATIENCE.toSeconds() + " s for " + what + "; last seen: " + last[0], late);
        }
    }

    @Override
    public void close() {
        channels.values().forEach(ManagedChannel::shutdownNow);
        closer.close();
    }
}
