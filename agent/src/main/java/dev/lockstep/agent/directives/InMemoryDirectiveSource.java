package dev.lockstep.agent.directives;

import com.google.protobuf.ByteString;
import dev.lockstep.kafka.InMemoryTopic;
import dev.lockstep.signing.SignatureCheck;
import dev.lockstep.v1.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Directives from a topic in memory, for tests and simulation. */
public final class InMemoryDirectiveSource implements DirectiveSource {
    private final String fleet;
    private final SignatureCheck trusted;
    private final InMemoryTopic topic;
    private @Nullable DirectiveSearch search;
    private int offset;
    private volatile boolean closed;
    private final AtomicBoolean woken = new AtomicBoolean();

    /**
     * @param trusted keys of the coordinators
     * @param topic where the coordinator publishes
     */
    public InMemoryDirectiveSource(String fleet, SignatureCheck trusted, InMemoryTopic topic) {
        this.fleet = fleet;
        this.trusted = trusted;
        this.topic = topic;
    }

    @Override
    public List<ReceivedDirective> poll(Position after, Duration wait) {
        DirectiveSearch searching = search;
        if (searching == null || !searching.position().equals(after)) {
            searching = new DirectiveSearch(fleet, trusted, after);
            search = searching;
            offset = 0;
        }
        List<ReceivedDirective> received = takeAll(searching);
        if (searching.isSearching()) {
            received.addAll(searching.missed());
        }
        if (received.isEmpty() && !closed && !woken.getAndSet(false)) {
            await(wait);
            received.addAll(takeAll(searching));
        }
        return List.copyOf(received);
    }

    private List<ReceivedDirective> takeAll(DirectiveSearch searching) {
        List<ReceivedDirective> received = new ArrayList<>();
        for (ByteString record : topic.read(offset)) {
            offset++;
            received.addAll(searching.take(record));
        }
        return received;
    }

    private void await(Duration wait) {
        try {
            topic.awaitMoreThan(offset, wait);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void wake() {
        woken.set(true);
        topic.wakeAll();
    }

    @Override
    public void close() {
        closed = true;
        topic.wakeAll();
    }
}
