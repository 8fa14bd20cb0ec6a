package dev.lockstep.integration.nemesis;

import dev.lockstep.deploy.servers.ProgramProcess;
import dev.lockstep.deploy.servers.Server;
import dev.lockstep.integration.crash.FaultProxy;
import dev.lockstep.signing.SigningKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How coordinators and agents are started: as the {@code lockstep} command, and each behind the proxies of its own connections. */
final class Members {
    static final String FLEET = "orders";
    static final String PREFIX = "nemesis";

    /** Coordinators listen here, and name 127.0.0.1, where their proxies are. */
    private static final String COORDINATORS_HOST = "127.0.0.2";

    private static final String PROGRAM = "dev.lockstep.deploy.Lockstep";
    private static final List<String> JAVA_OPTIONS =
            List.of("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

    private final Path folder;
    private final Links links;
    private final Server kafka;
    private final Server zooKeeper;
    private final Map<String, Path> keys = new LinkedHashMap<>();
    private final Map<String, WallClock> clocks = new LinkedHashMap<>();
    private final List<String> addresses = new ArrayList<>();

    Members(Path folder, Links links, Server kafka, Server zooKeeper) {
        this.folder = folder;
        this.links = links;
        this.kafka = kafka;
        this.zooKeeper = zooKeeper;
        for (int number = 1; number <= Cluster.COORDINATORS; number++) {
            Path file = folder.resolve("coordinator-" + number).resolve("signing.pem");
            SigningKey.readOrCreate(file);
            keys.put("coordinator-" + number, file);
        }
    }

    List<Path> publicKeys() {
        return keys.values().stream().map(SigningKey::publicFileOf).toList();
    }

    List<String> coordinatorAddresses() {
        return addresses;
    }

    Server coordinator(String name) {
        FaultProxy proxy = links.toCoordinator(name, COORDINATORS_HOST);
        String address = COORDINATORS_HOST + ":" + proxy.port();
        addresses.add(address);
        List<String> arguments = new ArrayList<>(List.of(PROGRAM, "coordinator", "--name", name, "--prefix", PREFIX));
        arguments.addAll(List.of("--listen", address, "--advertise", "127.0.0.1"));
        arguments.addAll(List.of("--kafka", links.toKafka(name, kafka.url()).address()));
        arguments.addAll(List.of("--zookeeper", zooKeeperFor(name)));
        arguments.addAll(List.of("--data", folder.resolve(name).toString()));
        arguments.addAll(List.of("--signing-key", String.valueOf(keys.get(name))));
        publicKeys().forEach(key -> arguments.addAll(List.of("--trusted-key", key.toString())));
        return process(name, folder.resolve(name), address, arguments, clock(name));
    }

    /** @param body of an agent that may get a successor; both have the same settings */
    Server agent(String name, NemesisNode node, String body) {
        Path own = folder.resolve(name + body);
        Path file = folder.resolve(name + ".yaml");
        if (Files.notExists(file)) {
            write(file, settings(name, node));
        }
        return process(
                name, own, "", new ArrayList<>(List.of(PROGRAM, "agent", "--config", file.toString())), clock(name));
    }

    /** The wall clock of a member, all its bodies and starts. */
    WallClock clock(String name) {
        return clocks.computeIfAbsent(name, member -> new WallClock(folder, member));
    }

    private static Server process(String name, Path folder, String address, List<String> arguments, WallClock clock) {
        Path ready = folder.resolve("ready");
        arguments.addAll(List.of("--ready-file", ready.toString()));
        List<String> options = new ArrayList<>(JAVA_OPTIONS);
        options.add(clock.javaOption());
        return new ProgramProcess(name, folder, address, ready, options, arguments);
    }

    private String zooKeeperFor(String name) {
        String address = zooKeeper.url();
        int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
        return links.to(name, "zookeeper", port).address();
    }

    private String settings(String name, NemesisNode node) {
        int port = links.to(name, node.name(), node.port()).port();
        String url = node.jdbcUrl().replace(":" + node.port() + "/", ":" + port + "/");
        List<String> trusted = publicKeys().stream().map(key -> "'" + key + "'").toList();
        return """
                name: %s
                prefix: %s
                kafka: '%s'
                zookeeper: '%s'
                trusted_keys: %s
                nodes:
                  - fleet: %s
                    name: %s
                    engine: %s
                    url: '%s'
                    user: '%s'
                    password: '%s'
                """.formatted(
                        name,
                        PREFIX,
                        links.toKafka(name, kafka.url()).address(),
                        zooKeeperFor(name),
                        trusted,
                        FLEET,
                        node.name(),
                        node.engine(),
                        url,
                        node.server().user(),
                        node.server().password());
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, text);
        } catch (IOException failed) {
            throw new UncheckedIOException("expected to be able to write " + file, failed);
        }
    }
}
