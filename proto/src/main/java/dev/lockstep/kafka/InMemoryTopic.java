package dev.lockstep.kafka;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A topic of one partition in memory, for tests and simulation. Thread-safe. */
public final class InMemoryTopic {
    private final List<ByteString> records = new ArrayList<>();

    /** Appends a record. */
    public synchronized void append(ByteString record) {
        records.add(record);
        notifyAll();
    }

    /** How many records there are. */
    public synchronized int size() {
        return records.size();
    }

    /** The records from an offset on; none when there are fewer. */
    public synchronized List<ByteString> read(int offset) {
        return List.copyOf(records.subList(Math.min(offset, records.size()), records.size()));
    }

    /** Takes records away from the end. */
    public synchronized void truncate(int size) {
        records.subList(size, records.size()).clear();
    }

    /** Waits until there are more than so many records, or the time is over, or somebody calls {@link #wakeAll}. A wait of nothing returns at once. */
    public synchronized void awaitMoreThan(int size, Duration wait) throws InterruptedException {
        if (records.size() <= size && !wait.isZero()) {
            TimeUnit.NANOSECONDS.timedWait(this, wait.toNanos());
        }
    }

    /** Ends every wait. */
    public synchronized void wakeAll() {
        notifyAll();
    }
}
