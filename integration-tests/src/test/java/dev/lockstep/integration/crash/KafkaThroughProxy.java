package dev.lockstep.integration.crash;

import dev.lockstep.integration.crash.FaultProxy.ChunkEdit;
import dev.lockstep.integration.crash.FaultProxy.Way;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Keeps Kafka's clients behind a proxy: a broker answers with its own address, and this puts the proxy's port in the place of the broker's. The answer keeps its
 * length, because a port is a number of four bytes.
 */
public final class KafkaThroughProxy implements ChunkEdit {
    private final byte[] own;
    private final byte[] proxied;

    private KafkaThroughProxy(String host, int ownPort, int proxiedPort) {
        this.own = hostAndPort(host, ownPort);
        this.proxied = hostAndPort(host, proxiedPort);
    }

    /** A proxy before a broker at {@code host:port}. */
    public static FaultProxy before(String broker) {
        int colon = broker.lastIndexOf(':');
        FaultProxy proxy = FaultProxy.before(broker);
        proxy.edit(new KafkaThroughProxy(
                broker.substring(0, colon), Integer.parseInt(broker.substring(colon + 1)), proxy.port()));
        return proxy;
    }

    private static byte[] hostAndPort(String host, int port) {
        byte[] name = host.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(name.length + Integer.BYTES)
                .put(name)
                .putInt(port)
                .array();
    }

    @Override
    public byte[] edited(Way way, byte[] bytes) {
        if (way == Way.TO_CLIENT) {
            for (int at = 0; at + own.length <= bytes.length; at++) {
                if (Arrays.equals(bytes, at, at + own.length, own, 0, own.length)) {
                    System.arraycopy(proxied, 0, bytes, at, proxied.length);
                }
            }
        }
        return bytes;
    }
}
