package dev.lockstep.deploy.client;

import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One channel to each coordinator asked so far, and which of them to ask next. Not thread-safe. */
final class Channels implements AutoCloseable {

    private static final long CLOSE_BOUND_MILLIS = 500;

    private final List<String> addresses;
    private final Map<String, ManagedChannel> open = new HashMap<>();
    private String current;

    /** @param addresses "host:port" of each, in the order in which they are tried; not empty */
    Channels(List<String> addresses) {
        this.addresses = List.copyOf(addresses);
        this.current = addresses.get(0);
    }

    /** The address to ask now. */
    String current() {
        return current;
    }

    /** A channel that found nobody would answer for the server, that nobody is there, until it has connected: a new one waits for that. */
    ManagedChannel channel() {
        ManagedChannel channel = open.computeIfAbsent(current, Channels::connect);
        if (channel.getState(false) != ConnectivityState.TRANSIENT_FAILURE) {
            return channel;
        }
        channel.shutdownNow();
        ManagedChannel next = connect(current);
        open.put(current, next);
        return next;
    }

    private static ManagedChannel connect(String address) {
        return NettyChannelBuilder.forTarget("dns:///" + address)
                .usePlaintext()
                .maxInboundMessageSize(64 << 20)
                .build();
    }

    /** Asks this one from now on, such as the leader that another one named. */
    void goTo(String address) {
        current = address;
    }

    /** Asks the one after the current from now on; the first, when the current one was named by somebody. */
    void goOn() {
        current = addresses.get((addresses.indexOf(current) + 1) % addresses.size());
    }

    int count() {
        return addresses.size();
    }

    @Override
    public String toString() {
        return String.join(", ", addresses);
    }

    @Override
    public void close() {
        open.values().forEach(ManagedChannel::shutdownNow);
        for (ManagedChannel channel : open.values()) {
            try {
                channel.awaitTermination(CLOSE_BOUND_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
