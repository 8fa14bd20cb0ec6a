package dev.lockstep.coordinator.journal;

import com.google.protobuf.ByteString;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A journal's log in memory, for tests and simulation: several {@link InMemoryJournal}s share one. Faults can be planted. Thread-safe.
 */
public final class InMemoryLog {
    private final List<ByteString> records = new ArrayList<>();
    private final List<Runnable> followers = new ArrayList<>();
    private final Deque<Fault> faults = new ArrayDeque<>();
    private long newestWriter;

    /** What goes wrong with one append. */
    public enum Fault {
        /** The record is there, and the writer does not hear of it. */
        REPLY_LOST,
        /** The record is not there, and the writer does not hear of it. */
        REQUEST_LOST
    }

    /** Lets the next append that is not yet spoken for go wrong. */
    public synchronized void plant(Fault fault) {
        faults.add(fault);
    }

    /** Every record as it is stored. */
    public synchronized List<ByteString> records() {
        return List.copyOf(records);
    }

    /** Puts a record there past every fence, as somebody would who writes to the topic by himself. */
    public void appendRaw(ByteString record) {
        List<Runnable> toWake;
        synchronized (this) {
            records.add(record);
            toWake = List.copyOf(followers);
        }
        toWake.forEach(Runnable::run);
    }

    /** Replaces what is stored; whoever reads from the start sees it. */
    public synchronized void replace(int offset, ByteString record) {
        records.set(offset, record);
    }

    /** Takes records away from the end. */
    public synchronized void truncate(int size) {
        records.subList(size, records.size()).clear();
    }

    synchronized int size() {
        return records.size();
    }

    synchronized ByteString record(int offset) {
        return records.get(offset);
    }

    synchronized void follow(Runnable wake) {
        followers.add(wake);
    }

    synchronized void unfollow(Runnable wake) {
        followers.remove(wake);
    }

    synchronized long openWriter() {
        newestWriter++;
        return newestWriter;
    }

    void append(long writer, ByteString record) throws JournalLog.FencedException {
        Fault fault;
        synchronized (this) {
            if (writer != newestWriter) {
                throw new JournalLog.FencedException("another writer was opened since");
            }
            fault = faults.poll();
        }
        if (fault != Fault.REQUEST_LOST) {
            appendRaw(record);
        }
        if (fault != null) {
            throw new LogUnreachableException("the log did not answer (" + fault + ")", new IllegalStateException());
        }
    }
}
