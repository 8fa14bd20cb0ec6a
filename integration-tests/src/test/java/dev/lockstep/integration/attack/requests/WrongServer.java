package dev.lockstep.integration.attack.requests;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A server that answers everything alike, which is wrong on purpose. */
final class WrongServer implements AutoCloseable {
    private static final int QUEUED = 50;
    private static final int READ_MILLIS = 50;

    private final ServerSocket listening;
    private final byte[] answer;
    private final Thread serving = new Thread(this::serve, "wrong-server");

    WrongServer(String statusLine, String body) throws IOException {
        listening = new ServerSocket(0, QUEUED, InetAddress.getLoopbackAddress());
        answer = ("HTTP/1.1 " + statusLine + "\r\nContent-Length: " + body.length() + "\r\nConnection: close\r\n\r\n"
                        + body)
                .getBytes(StandardCharsets.UTF_8);
        serving.setDaemon(true);
        serving.start();
    }

    int port() {
        return listening.getLocalPort();
    }

    private void serve() {
        while (!listening.isClosed()) {
            try (Socket socket = listening.accept()) {
                socket.setSoTimeout(READ_MILLIS);
                socket.getOutputStream().write(answer);
                socket.getOutputStream().flush();
                socket.shutdownOutput();
                drain(socket.getInputStream());
            } catch (IOException closed) {
                // The next one may be better, or it is the end.
            }
        }
    }

    /** What is left unread would make the end of the connection a reset, and the answer would be lost. */
    private static void drain(InputStream in) throws IOException {
        byte[] part = new byte[1 << 16];
        while (in.read(part) >= 0) {
            // Nobody wants it.
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
