package dev.lockstep.agent.directives;

import dev.lockstep.kafka.KafkaCluster;
import dev.lockstep.signing.SignatureCheck;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The sources of the nodes of one agent; those of one fleet share the reader of its topic's end. Thread-safe. */
public final class DirectiveSources implements Function<String, DirectiveSource>, AutoCloseable {
    private final KafkaCluster cluster;
    private final SignatureCheck trusted;
    private final Map<String, DirectiveTail> tails = new ConcurrentHashMap<>();

    /** @param trusted keys of the coordinators */
    public DirectiveSources(KafkaCluster cluster, SignatureCheck trusted) {
        this.cluster = cluster;
        this.trusted = trusted;
    }

    /** One more source of a fleet's directives; the caller closes it, before this. */
    @Override
    public DirectiveSource apply(String fleet) {
        DirectiveTail tail = tails.computeIfAbsent(fleet, name -> new DirectiveTail(cluster, name, trusted));
        return new KafkaDirectiveSource(cluster, fleet, trusted, tail);
    }

    @Override
    public void close() {
        tails.values().forEach(DirectiveTail::close);
    }
}
