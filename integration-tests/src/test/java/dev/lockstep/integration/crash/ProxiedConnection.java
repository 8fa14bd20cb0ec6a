package dev.lockstep.integration.crash;

import dev.lockstep.integration.crash.FaultProxy.ChunkWatch;
import dev.lockstep.integration.crash.FaultProxy.Verdict;
import dev.lockstep.integration.crash.FaultProxy.Way;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;

/** One client's connection through a proxy: a thread for each way. Thread-safe. */
final class ProxiedConnection {
    private static final int LARGEST_CHUNK = 64 * 1024;

    private final FaultProxy proxy;
    private final Socket client;
    private final Socket server;
    private volatile boolean hasHole;

    ProxiedConnection(FaultProxy proxy, Socket client, Socket server) {
        this.proxy = proxy;
        this.client = client;
        this.server = server;
    }

    void start() {
        pump(Way.TO_SERVER, client, server);
        pump(Way.TO_CLIENT, server, client);
    }

    boolean hasHole() {
        return hasHole;
    }

    void cut() {
        close(client);
        close(server);
        proxy.ended(this);
    }

    void reset() {
        resetOnClose(client);
        resetOnClose(server);
        cut();
    }

    private void pump(Way way, Socket from, Socket to) {
        Thread thread = new Thread(() -> pumpUntilEnd(way, from, to), "proxy-" + way);
        thread.setDaemon(true);
        thread.start();
    }

    private void pumpUntilEnd(Way way, Socket from, Socket to) {
        byte[] buffer = new byte[LARGEST_CHUNK];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                pass(way, Arrays.copyOf(buffer, length), out);
            }
        } catch (IOException ended) {
            // One side is gone: so is the other, below.
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            cut();
        }
    }

    private void pass(Way way, byte[] bytes, OutputStream out) throws IOException, InterruptedException {
        if (!proxy.weather(way).letThrough()) {
            hasHole = true;
            return;
        }
        byte[] edited = proxy.edit().edited(way, bytes);
        ChunkWatch watch = proxy.watch();
        if (watch == ChunkWatch.PASSING) {
            send(edited, out);
            return;
        }
        // One chunk at a time over all connections, so that a cut is a moment and not a race.
        synchronized (proxy) {
            if (client.isClosed()) {
                return;
            }
            Verdict verdict = watch.chunk(way, edited.length);
            if (verdict != Verdict.CUT_BEFORE) {
                send(edited, out);
            }
            if (verdict != Verdict.PASS) {
                proxy.cut();
            }
        }
    }

    private static void send(byte[] bytes, OutputStream out) throws IOException {
        out.write(bytes);
        out.flush();
    }

    private static void resetOnClose(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException closed) {
            // It is gone already.
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            // It is gone already.
        }
    }
}
