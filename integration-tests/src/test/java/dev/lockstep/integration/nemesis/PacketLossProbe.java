package dev.lockstep.integration.nemesis;

import dev.lockstep.integration.crash.FaultProxy;
import dev.lockstep.integration.crash.FaultProxy.Way;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** Loses packets of a connection, each way once; ends with 0 when what was sent meanwhile came afterwards and not before, and nobody new could connect. */
final class PacketLossProbe {
    private static final int SHORT_MILLIS = 700;
    private static final int LONG_MILLIS = 20_000;

    private PacketLossProbe() {}

    /** Entry of the process. */
    public static void main(String[] arguments) throws IOException {
        System.exit(isRight(OwnNetwork.isEntered()) ? 0 : 1);
    }

    static boolean isRight(boolean byKernel) throws IOException {
        PacketLoss loss = new PacketLoss(byKernel);
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                FaultProxy proxy = FaultProxy.before("127.0.0.1", server.getLocalPort());
                Socket client = new Socket("127.0.0.1", proxy.port());
                Socket accepted = server.accept()) {
            return isLate(client, accepted, loss, proxy, Way.TO_SERVER, byKernel)
                    && isLate(accepted, client, loss, proxy, Way.TO_CLIENT, byKernel);
        }
    }

    private static boolean isLate(Socket from, Socket to, PacketLoss loss, FaultProxy proxy, Way way, boolean nobodyNew)
            throws IOException {
        loss.begin(proxy, way);
        from.getOutputStream().write(way.ordinal());
        boolean heldBack = !arrives(to, SHORT_MILLIS);
        boolean closed = !nobodyNew || !canConnect(proxy.port());
        loss.end(proxy, way);
        return heldBack && closed && arrives(to, LONG_MILLIS);
    }

    private static boolean arrives(Socket to, int millis) throws IOException {
        to.setSoTimeout(millis);
        try {
            return to.getInputStream().read() >= 0;
        } catch (SocketTimeoutException nothing) {
            return false;
        }
    }

    private static boolean canConnect(int port) {
        try (Socket another = new Socket()) {
            another.connect(new InetSocketAddress("127.0.0.1", port), SHORT_MILLIS);
            return true;
        } catch (IOException nobody) {
            return false;
        }
    }
}
