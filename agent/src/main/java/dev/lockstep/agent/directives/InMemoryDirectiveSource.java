package dev.lockstep.agent.directives;

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
    private final InMemoryRecords records;
    private @Nullable DirectiveSearch search;
    private int offset;
    private volatile boolean closed;
    private final AtomicBoolean woken = new AtomicBoolean();

    /**
     * @param trusted keys of the coordinators
     * @param topic where the coordinator publishes
     */
    public InMemoryDirectiveSource(String fleet, SignatureCheck trusted, InMemoryTopic topic) {
        this(fleet, new InMemoryRecords(topic, trusted));
    }

    /** One of several that read the same topic. */
    public InMemoryDirectiveSource(String fleet, InMemoryRecords records) {
        this.fleet = fleet;
        this.records = records;
    }

    @Override
    public List<ReceivedDirective> poll(Position after, Duration wait) {
        DirectiveSearch searching = search;
        if (searching == null || !searching.position().equals(after)) {
            searching = new DirectiveSearch(fleet, records.trusted(), after);
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
        for (TopicRecord record : records.read(offset)) {
            offset++;
            received.addAll(searching.take(record));
        }
        return received;
    }

    private void await(Duration wait) {
        try {
            records.awaitMoreThan(offset, wait);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void wake() {
        woken.set(true);
        records.wakeAll();
    }

    @Override
    public void close() {
        closed = true;
        records.wakeAll();
    }
}
