package dev.lockstep.deploy.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Chooses a port for a server once and remembers it in the server's folder.
 *
 * <p>Ports are taken from below the range from which the system serves outgoing connections, so that nobody's client
 * sits on the port of a server that is stopped just now; and never from those that the neighbouring folders remember,
 * because their servers may be stopped, too.
 */
final class PortMemory {

    static final int LOWEST_PORT = 15_000;
    static final int HIGHEST_PORT = 31_999;
    private static final int ATTEMPTS = 1_000;

    private final ServerFolder folder;

    PortMemory(ServerFolder folder) {
        this.folder = folder;
    }

    /**
     * The port that the folder remembers under this name; when there is none, the wanted one or, for 0, a free one.
     *
     * @throws ServerException when another port than the remembered one is wanted
     */
    int port(String name, int wantedPort) {
        int port = Integer.parseInt(
                folder.remembered(name, () -> Integer.toString(wantedPort == 0 ? freePort() : wantedPort)));
        if (wantedPort != 0 && port != wantedPort) {
            throw new ServerException(
                    "Expected port " + wantedPort + " but " + folder.path() + " was created with port "
                            + port + "; ask for that one or for 0, or write the new one into "
                            + folder.path().resolve(name) + ".");
        }
        return port;
    }

    private int freePort() {
        Set<Integer> taken = rememberedNearby();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int candidate = ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT + 1);
            if (!taken.contains(candidate) && isFree(candidate)) {
                return candidate;
            }
        }
        throw new ServerException("Expected a free port between " + LOWEST_PORT + " and " + HIGHEST_PORT
                + " on 127.0.0.1, found none in " + ATTEMPTS + " attempts; end what listens there.");
    }

    private Set<Integer> rememberedNearby() {
        Set<Integer> ports = new HashSet<>();
        Path parent = folder.path().getParent();
        if (parent == null) {
            return ports;
        }
        try (var neighbours = Files.newDirectoryStream(parent, Files::isDirectory)) {
            for (Path neighbour : neighbours) {
                try (var files = Files.newDirectoryStream(neighbour, "{port,*-port}")) {
                    for (Path file : files) {
                        ports.add(Integer.parseInt(
                                Files.readString(file, StandardCharsets.UTF_8).strip()));
                    }
                } catch (IOException | NumberFormatException e) {
                    // A folder that we may not read, or that is no server's, remembers no port of ours.
                    continue;
                }
            }
        } catch (IOException e) {
            throw new ServerException("Expected to be able to list " + parent + ".", e);
        }
        return ports;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
