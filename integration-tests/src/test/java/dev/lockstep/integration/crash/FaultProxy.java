package dev.lockstep.integration.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A TCP proxy that does to its connections what networks and crashes do. A chunk is what one read returned; both sides send without delay, so a request or an
 * answer that was written in one go usually is one chunk. Thread-safe.
 */
public final class FaultProxy implements AutoCloseable {
    private static final int CONNECT_MILLIS = 5000;

    private final InetSocketAddress server;
    private final ServerSocket listener;
    private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
    private final Map<Way, Weather> weather = new EnumMap<>(Way.class);
    private volatile ChunkWatch watch = ChunkWatch.PASSING;
    private volatile ChunkEdit edit = (way, bytes) -> bytes;
    private volatile boolean refusing;

    private FaultProxy(ServerSocket listener, InetSocketAddress server) {
        this.listener = listener;
        this.server = server;
        for (Way way : Way.values()) {
            weather.put(way, new Weather());
        }
        Thread acceptor = new Thread(this::accept, "proxy-" + listener.getLocalPort());
        acceptor.setDaemon(true);
        acceptor.start();
    }

    /** Which way bytes go. */
    public enum Way {
        TO_SERVER,
        TO_CLIENT
    }

    /** A proxy before a server on this machine. */
    public static FaultProxy before(String host, int port) {
        return new FaultProxy(listen(), new InetSocketAddress(host, port));
    }

    /**
     * A proxy before a server that will listen on the proxy's own port, at another address of this machine: for a server that tells its clients its port.
     */
    public static FaultProxy beforeOwnPortOf(String host) {
        ServerSocket listener = listen();
        return new FaultProxy(listener, new InetSocketAddress(host, listener.getLocalPort()));
    }

    private static ServerSocket listen() {
        try {
            return new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** A proxy before the server of an address such as {@code 127.0.0.1:9092}. */
    public static FaultProxy before(String address) {
        int colon = address.lastIndexOf(':');
        return before(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
    }

    /** Where clients connect to. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Where clients connect to, as {@code host:port}. */
    public String address() {
        return "127.0.0.1:" + port();
    }

    /** Asks about every chunk from now on; chunks of all connections and both ways come one at a time. */
    public void watch(ChunkWatch chunks) {
        watch = chunks;
    }

    /** Changes the bytes of chunks from now on. */
    public void edit(ChunkEdit how) {
        edit = how;
    }

    /** Ends every connection on both sides, as the end of a process does; new ones are served. */
    public void cut() {
        // A copy: a connection that comes while the others are cut is a new one.
        List.copyOf(connections).forEach(ProxiedConnection::cut);
    }

    /** Ends every connection by a reset, so that what is under way is lost as well. */
    public void reset() {
        List.copyOf(connections).forEach(ProxiedConnection::reset);
    }

    /** Turns new connections away, or serves them again. */
    public void refuse(boolean refuse) {
        refusing = refuse;
    }

    /** Holds back what goes one way until {@link #heal}; the connections stay. */
    public void hold(Way way) {
        weather(way).hold();
    }

    /** Loses what goes one way until {@link #heal}: a partition in one direction. Connections that lost bytes are cut when it heals. */
    public void drop(Way way) {
        weather(way).drop();
    }

    /** Lets each chunk that goes one way wait first. */
    public void slow(Way way, long millisPerChunk) {
        weather(way).slow(millisPerChunk);
    }

    /** Ends holding, dropping, slowness and refusals. */
    public void heal() {
        refusing = false;
        weather.values().forEach(Weather::clear);
        // A stream with a hole in it is no stream any more.
        connections.stream().filter(ProxiedConnection::hasHole).forEach(ProxiedConnection::cut);
    }

    /** How many connections there are. */
    public int connections() {
        return connections.size();
    }

    Weather weather(Way way) {
        return weather.get(way);
    }

    ChunkWatch watch() {
        return watch;
    }

    ChunkEdit edit() {
        return edit;
    }

    void ended(ProxiedConnection connection) {
        connections.remove(connection);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                serve(listener.accept());
            } catch (IOException closed) {
                // The listener was closed, and the loop ends; anything else concerns one connection, which is gone.
            }
        }
    }

    private void serve(Socket client) throws IOException {
        if (refusing) {
            client.close();
            return;
        }
        Socket upstream = new Socket();
        try {
            upstream.connect(server, CONNECT_MILLIS);
            client.setTcpNoDelay(true);
            upstream.setTcpNoDelay(true);
        } catch (IOException unreachable) {
            client.close();
            upstream.close();
            return;
        }
        ProxiedConnection connection = new ProxiedConnection(this, client, upstream);
        connections.add(connection);
        connection.start();
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        weather.values().forEach(Weather::clear);
        List.copyOf(connections).forEach(ProxiedConnection::cut);
    }

    /** Decides about each chunk before it is passed on. */
    public interface ChunkWatch {
        /** Lets everything pass. */
        ChunkWatch PASSING = (way, bytes) -> Verdict.PASS;

        Verdict chunk(Way way, int bytes);
    }

    /** What becomes of a chunk. */
    public enum Verdict {
        PASS,
        /** Every connection of the proxy is cut and the chunk never arrives. */
        CUT_BEFORE,
        /** The chunk is sent, then every connection of the proxy is cut. */
        CUT_AFTER
    }

    /** Changes what passes. */
    public interface ChunkEdit {
        byte[] edited(Way way, byte[] bytes);
    }
}
