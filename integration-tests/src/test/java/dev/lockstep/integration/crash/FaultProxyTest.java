package dev.lockstep.integration.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockstep.integration.crash.FaultProxy.Way;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultProxyTest {
    private static final int SOON_MILLIS = 400;

    private ServerSocket echo;
    private FaultProxy proxy;
    private final AtomicInteger received = new AtomicInteger();

    @BeforeEach
    void start() throws IOException {
        echo = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread server = new Thread(this::echoAll, "echo");
        server.setDaemon(true);
        server.start();
        proxy = FaultProxy.before("127.0.0.1:" + echo.getLocalPort());
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        echo.close();
    }

    @Test
    void passesBytesBothWays() throws IOException {
        try (Socket client = connect()) {
            send(client, "one");
            assertThat(read(client)).isEqualTo("one");
            send(client, "two");
            assertThat(read(client)).isEqualTo("two");
            assertThat(proxy.connections()).isEqualTo(1);
        }
        await().until(() -> proxy.connections() == 0);
    }

    @Test
    void standsBeforeAServerThatTellsItsClientsThePortThatItListensOn() throws IOException {
        try (FaultProxy before = FaultProxy.beforeOwnPortOf("127.0.0.2");
                ServerSocket later = new ServerSocket(before.port(), 5, InetAddress.getByName("127.0.0.2"));
                Socket client = new Socket("127.0.0.1", before.port());
                Socket served = later.accept()) {
            served.setSoTimeout(SOON_MILLIS);
            send(client, "one");

            assertThat(read(served)).isEqualTo("one");
        }
    }

    @Test
    void aCutBeforeARequestKeepsItFromTheServer() throws IOException {
        try (Socket client = connect()) {
            proxy.watch(new CrashPoint.Counter(new CrashPoint(3, true)));
            send(client, "one");
            read(client);
            send(client, "two");
            assertThat(read(client)).isEmpty();
            assertThat(received).hasValue("one".length());
        }
    }

    @Test
    void aCutAfterARequestLetsTheServerHaveIt() throws IOException {
        try (Socket client = connect()) {
            proxy.watch(new CrashPoint.Counter(new CrashPoint(1, false)));
            send(client, "one");
            assertThat(read(client)).isEmpty();
            await().until(() -> received.get() == "one".length());
        }
    }

    @Test
    void aCutBeforeAnAnswerKeepsItFromTheClient() throws IOException {
        CrashPoint.Counter counter = new CrashPoint.Counter(new CrashPoint(2, true));
        try (Socket client = connect()) {
            proxy.watch(counter);
            send(client, "one");
            assertThat(read(client)).isEmpty();
            assertThat(received).hasValue("one".length());
        }
        assertThat(counter.isReached()).isTrue();
        assertThat(counter.chunks()).isEqualTo(2);
    }

    @Test
    void aCutEndsEveryConnectionAndNewOnesAreServed() throws IOException {
        try (Socket one = connect();
                Socket other = connect()) {
            send(other, "warm");
            read(other);
            proxy.watch(new CrashPoint.Counter(new CrashPoint(1, true)));
            send(one, "one");
            assertThat(read(one)).isEmpty();
            assertThat(read(other)).isEmpty();
        }
        try (Socket next = connect()) {
            send(next, "next");
            assertThat(read(next)).isEqualTo("next");
        }
    }

    @Test
    void whatIsHeldArrivesWhenItHeals() throws IOException {
        try (Socket client = connect()) {
            proxy.hold(Way.TO_CLIENT);
            send(client, "one");
            assertThatThrownBy(() -> read(client)).isInstanceOf(SocketTimeoutException.class);
            assertThat(received).hasValue("one".length());
            proxy.heal();
            assertThat(read(client)).isEqualTo("one");
        }
    }

    @Test
    void whatIsDroppedNeverArrivesAndItsConnectionEndsWhenItHeals() throws IOException {
        try (Socket client = connect()) {
            proxy.drop(Way.TO_SERVER);
            send(client, "one");
            assertThatThrownBy(() -> read(client)).isInstanceOf(SocketTimeoutException.class);
            proxy.heal();
            assertThat(read(client)).isEmpty();
            assertThat(received).hasValue(0);
        }
    }

    @Test
    void slowChunksTakeTheirTime() throws IOException {
        try (Socket client = connect()) {
            proxy.slow(Way.TO_SERVER, 50);
            long startNanos = System.nanoTime();
            send(client, "one");
            assertThat(read(client)).isEqualTo("one");
            assertThat((System.nanoTime() - startNanos) / 1_000_000).isGreaterThanOrEqualTo(50);
        }
    }

    @Test
    void aResetIsNoOrderlyEnd() throws IOException {
        try (Socket client = connect()) {
            send(client, "one");
            read(client);
            proxy.reset();
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void refusedConnectionsEndAtOnceAndBytesCanBeEdited() throws IOException {
        proxy.refuse(true);
        try (Socket client = connect()) {
            assertThat(read(client)).isEmpty();
        }
        proxy.heal();
        proxy.edit((way, bytes) -> way == Way.TO_CLIENT ? "edited".getBytes(StandardCharsets.UTF_8) : bytes);
        try (Socket client = connect()) {
            send(client, "one");
            assertThat(read(client)).isEqualTo("edited");
        }
    }

    private void echoAll() {
        while (!echo.isClosed()) {
            try {
                Socket client = echo.accept();
                Thread thread = new Thread(() -> echo(client), "echo-client");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void echo(Socket client) {
        byte[] buffer = new byte[1024];
        try (client) {
            for (int length = client.getInputStream().read(buffer);
                    length >= 0;
                    length = client.getInputStream().read(buffer)) {
                received.addAndGet(length);
                client.getOutputStream().write(buffer, 0, length);
            }
        } catch (IOException gone) {
            // The proxy has cut it.
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket("127.0.0.1", proxy.port());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(SOON_MILLIS);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    /** What arrives next; empty at the end. */
    private static String read(Socket socket) throws IOException {
        byte[] buffer = new byte[1024];
        int length = socket.getInputStream().read(buffer);
        return length < 0 ? "" : new String(buffer, 0, length, StandardCharsets.UTF_8);
    }
}
