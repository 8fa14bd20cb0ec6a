package dev.lockstep.agent.presence;

import dev.lockstep.zookeeper.Paths;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.nodes.PersistentNode;
import org.apache.zookeeper.CreateMode;

/** The sign that an agent is there for its nodes. For alarms only: it decides nothing. It comes back by itself with a new session. Thread-safe. */
public final class Presence implements AutoCloseable {
    private final CuratorFramework client;
    private final Paths paths;
    private final byte[] agent;
    private final Map<String, PersistentNode> signs = new HashMap<>();

    /**
     * @param client started; the caller closes it, after this
     * @param agent its name, which the sign holds
     */
    public Presence(CuratorFramework client, Paths paths, String agent) {
        this.client = client;
        this.paths = paths;
        this.agent = agent.getBytes(StandardCharsets.UTF_8);
    }

    /** Shows the sign for a node, in the background, as soon as and as long as there is a session. */
    public synchronized void show(String fleet, String node) {
        signs.computeIfAbsent(paths.presence(fleet, node), path -> {
            PersistentNode sign = new PersistentNode(client, CreateMode.EPHEMERAL, false, path, agent);
            sign.start();
            return sign;
        });
    }

    /** Takes the sign for a node away. */
    public synchronized void hide(String fleet, String node) {
        PersistentNode sign = signs.remove(paths.presence(fleet, node));
        if (sign != null) {
            close(sign);
        }
    }

    private static void close(PersistentNode sign) {
        try {
            sign.close();
        } catch (IOException failed) {
            throw new UncheckedIOException("taking away a sign of presence failed", failed);
        }
    }

    @Override
    public synchronized void close() {
        signs.values().forEach(Presence::close);
        signs.clear();
    }
}
