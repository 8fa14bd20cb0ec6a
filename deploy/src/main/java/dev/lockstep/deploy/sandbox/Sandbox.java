package dev.lockstep.deploy.sandbox;

import dev.lockstep.deploy.client.CoordinatorClient;
import dev.lockstep.deploy.client.CoordinatorFailure;
import dev.lockstep.deploy.servers.Server;
import dev.lockstep.deploy.servers.ServerSet;
import dev.lockstep.v1.NodeStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The running system: ZooKeeper, Kafka, databases, coordinators and agents. */
public final class Sandbox implements AutoCloseable {

    private static final long READY_BOUND_MILLIS = 90_000;
    private static final long POLL_MILLIS = 200;

    private final Closer closer;
    private final SandboxServers servers;
    private final Members members;

    private Sandbox(Closer closer, SandboxServers servers, Members members) {
        this.closer = closer;
        this.servers = servers;
        this.members = members;
    }

    /**
     * Starts everything on a folder; returns once every node is served by its agent.
     *
     * @param tells gets a line for each thing that is done
     * @param closer ends everything, also when it is closed while this still starts
     */
    public static Sandbox start(SandboxSettings settings, SandboxFolder folder, Consumer<String> tells, Closer closer) {
        closer.add(Occupation.of(folder.path()));
        settings.layout().rememberIn(folder.path());
        SandboxServers servers = closer.add(new SandboxServers(settings, folder.path()));
        tells.accept("starting ZooKeeper, Kafka and " + settings.nodes() + " databases");
        servers.start();

        List<String> names = names("coordinator", settings.coordinators());
        Path memberFolder = folder.resolve("members");
        SandboxWiring wiring = new SandboxWiring(
                servers.kafkaAddress(),
                servers.zooKeeperAddress(),
                new CoordinatorKeys(memberFolder, names),
                memberFolder);
        MemberFactory factory =
                settings.processes() ? new MembersAsProcesses(wiring) : new MembersInThisProcess(wiring);
        Members members = new Members();
        for (int i = 0; i < names.size(); i++) {
            members.addCoordinator(
                    factory.coordinator(names.get(i), settings.apiPort() == 0 ? freePort() : settings.apiPort() + i));
        }
        for (int i = 0; i < servers.nodes().size(); i++) {
            members.addAgent(factory.agent("agent-" + (i + 1), servers.nodes().get(i)));
        }
        tells.accept("starting " + names.size() + " coordinators and "
                + members.agents().size() + " agents");
        startAll(closer, members.coordinators());
        startAll(closer, members.agents());
        StartRequests requests = closer.add(new StartRequests(folder.resolve(RunningSandbox.REQUESTS), members));
        requests.serve();

        Sandbox sandbox = new Sandbox(closer, servers, members);
        sandbox.awaitAgents();
        return sandbox;
    }

    private static void startAll(Closer closer, List<Server> servers) {
        closer.add(new ServerSet(servers)).start();
    }

    private static List<String> names(String kind, int count) {
        List<String> names = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            names.add(kind + "-" + number);
        }
        return names;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(SandboxSettings.HOST))) {
            return socket.getLocalPort();
        } catch (IOException failed) {
            throw new UncheckedIOException("expected a free port on " + SandboxSettings.HOST, failed);
        }
    }

    private void awaitAgents() {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(READY_BOUND_MILLIS);
        String last = "nobody answered yet";
        try (CoordinatorClient client = new CoordinatorClient(coordinatorAddresses())) {
            while (System.nanoTime() < until) {
                last = missing(client);
                if (last.isEmpty()) {
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        throw new IllegalStateException("expected every node to be served by its agent within "
                + READY_BOUND_MILLIS / 1_000 + " s, but: " + last);
    }

    /** What is not ready yet; empty when everything is. */
    private String missing(CoordinatorClient client) {
        try {
            List<NodeStatus> nodes = client.fleet(SandboxSettings.FLEET).getNodesList();
            List<String> ready = nodes.stream()
                    .filter(node -> node.getAttached() && node.getHeld().isEmpty())
                    .map(NodeStatus::getName)
                    .toList();
            List<String> away = nodes().stream()
                    .map(SandboxNode::name)
                    .filter(name -> !ready.contains(name))
                    .toList();
            return away.isEmpty() ? "" : String.join(", ", away) + " not yet";
        } catch (CoordinatorFailure notYet) {
            return notYet.code() + ": " + notYet.getMessage();
        }
    }

    /** "host:port" of each. */
    public List<String> coordinatorAddresses() {
        return members.coordinators().stream().map(Server::url).toList();
    }

    public List<Member> coordinators() {
        return members.coordinators().stream().map(Members::describe).toList();
    }

    public List<Member> agents() {
        return members.agents().stream().map(Members::describe).toList();
    }

    public List<SandboxNode> nodes() {
        return servers.nodes();
    }

    public String kafka() {
        return servers.kafkaAddress();
    }

    public String zooKeeper() {
        return servers.zooKeeperAddress();
    }

    /** The address of the live page. */
    public String dashboard() {
        return "http://" + coordinatorAddresses().get(0) + "/";
    }

    @Override
    public void close() {
        closer.close();
    }
}
