package dev.lockstep.integration.nemesis;

import dev.lockstep.integration.crash.FaultProxy;
import dev.lockstep.integration.crash.KafkaThroughProxy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The connections between the parts of the fleet, each through a proxy of its own. */
final class Links implements AutoCloseable {
    /**
     * A connection that can fail.
     *
     * @param part whose connection it is
     */
    record Link(String name, String part, FaultProxy proxy) {}

    private final Map<String, Link> links = new LinkedHashMap<>();

    /** Between a part and Kafka; the part knows no other address of it. */
    FaultProxy toKafka(String part, String kafka) {
        return add(part, "kafka", KafkaThroughProxy.before(kafka));
    }

    /** Between a part and a server. */
    FaultProxy to(String part, String server, int port) {
        return add(part, server, FaultProxy.before("127.0.0.1", port));
    }

    /** Between everybody and a coordinator, which listens at this address on the port of the proxy. */
    FaultProxy toCoordinator(String coordinator, String listensOn) {
        return add("everybody", coordinator, FaultProxy.beforeOwnPortOf(listensOn));
    }

    private FaultProxy add(String part, String server, FaultProxy proxy) {
        String name = part + "->" + server;
        links.put(name, new Link(name, part, proxy));
        return proxy;
    }

    List<Link> all() {
        return List.copyOf(links.values());
    }

    void heal() {
        links.values().forEach(link -> link.proxy().heal());
    }

    @Override
    public void close() {
        links.values().forEach(link -> link.proxy().close());
    }
}
