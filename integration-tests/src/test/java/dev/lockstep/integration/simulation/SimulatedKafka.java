package dev.lockstep.integration.simulation;

import com.google.protobuf.ByteString;
import dev.lockstep.agent.directives.InMemoryRecords;
import dev.lockstep.coordinator.directives.DirectiveTopic;
import dev.lockstep.coordinator.journal.JournalLog;
import dev.lockstep.coordinator.journal.LogUnreachableException;
import dev.lockstep.kafka.InMemoryTopic;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The two topics of the fleet. */
final class SimulatedKafka {
    private final World world;
    private final List<ByteString> journal = new ArrayList<>();
    private final KnownEntries entries = new KnownEntries();
    private final List<Handle> handles = new ArrayList<>();
    private final InMemoryTopic directives = new InMemoryTopic();
    private final InMemoryRecords directivesRead;
    private final Lane broker = new Lane("kafka", null);
    private long newestWriter;

    SimulatedKafka(World world) {
        this.world = world;
        this.directivesRead = new InMemoryRecords(directives, world.seams().trustOfAgents());
    }

    /** The records of the journal. */
    List<ByteString> journal() {
        return List.copyOf(journal);
    }

    InMemoryTopic directives() {
        return directives;
    }

    /** What the directives say to agents that trust the coordinators' key. */
    InMemoryRecords directivesRead() {
        return directivesRead;
    }

    KnownEntries entries() {
        return entries;
    }

    /** The journal's log as one process reaches it. */
    JournalLog journalOf(Process process) {
        Handle handle = new Handle(process);
        handles.add(handle);
        return handle;
    }

    /** The directives' topic as one coordinator reaches it. */
    DirectiveTopic directivesOf(Process process) {
        return new Topic(process);
    }

    private void append(Process writer, ByteString record) {
        ByteString stored = world.seams().journalRecord(world, writer, record);
        journal.add(stored);
        world.trace().note("journal", stored.hashCode());
        world.checker().onJournal(writer, stored);
        handles.removeIf(handle -> !handle.process.isAlive());
        for (Handle handle : handles) {
            handle.readSoon();
        }
    }

    /** Puts a directive on the topic; nobody who may write there is kept from it. */
    void publish(ByteString record) {
        directives.append(record);
        world.trace().note("directive", record.hashCode());
        world.checker().onDirective(record);
        world.nudgeFollowers();
    }

    private void requireKafka(Process process) {
        process.requireAlive();
        if (process.withoutKafkaUntil() > world.now()) {
            throw new LogUnreachableException("Kafka does not answer", null);
        }
    }

    private void anythingMayHappen(Process process) {
        Faults faults = world.faults();
        if (faults.strikes(Fault.COORDINATOR_CRASH, 150)) {
            world.crashHere(process);
        }
        if (faults.strikes(Fault.COORDINATOR_PAUSE, 100)) {
            world.pauseHere(process, world.chance().between(100, 12_000));
        }
    }

    private final class Topic implements DirectiveTopic {
        private final Process process;

        Topic(Process process) {
            this.process = process;
        }

        @Override
        public Chunk read(long offset) {
            anythingMayHappen(process);
            requireKafka(process);
            List<ByteString> values = world.seams().directivesRead(world, directives.read((int) offset));
            return new Chunk(values, Math.min(offset, directives.size()) + values.size());
        }

        @Override
        public void append(List<ByteString> records) {
            anythingMayHappen(process);
            requireKafka(process);
            for (ByteString record : records) {
                if (world.seams().mayPublish(world, record)) {
                    publish(record);
                }
            }
            if (world.faults().strikes(Fault.JOURNAL_UNCLEAR, 60)) {
                throw new LogUnreachableException("the reply was lost", null);
            }
            anythingMayHappen(process);
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }

    private final class Handle implements JournalLog {
        private final Process process;
        private final Lane lane;
        private @Nullable Sink sink;
        private int position;
        private boolean reading;
        private boolean caughtUp;
        private boolean unreachable;

        Handle(Process process) {
            this.process = process;
            this.lane = new Lane(process.name() + "/journal", process);
        }

        @Override
        public void startReading(Sink target, OptionalLong resumeAt) {
            sink = target;
            readSoon();
        }

        void readSoon() {
            if (!reading && sink != null) {
                reading = true;
                int latest = world.faults().has(Fault.MESSAGE_DELAY) ? 400 : 4;
                world.schedule().in(world.chance().between(1, latest), lane, "reads the journal", this::read);
            }
        }

        private void read() {
            Sink target = sink;
            if (target == null) {
                return;
            }
            if (process.withoutKafkaUntil() > world.now()) {
                if (!unreachable) {
                    unreachable = true;
                    target.onUnreachable("Kafka does not answer");
                }
                world.schedule().at(process.withoutKafkaUntil(), lane, "reads the journal", this::read);
                return;
            }
            if (unreachable) {
                unreachable = false;
                target.onReachable();
            }
            reading = false;
            while (position < journal.size()) {
                ByteString record = journal.get(position);
                position++;
                target.onRecord(position - 1L, record);
                target.onPosition(position);
            }
            target.onPosition(position);
            if (!caughtUp) {
                caughtUp = true;
                target.onCaughtUp();
            }
        }

        @Override
        public LogWriter openWriter() {
            anythingMayHappen(process);
            requireKafka(process);
            newestWriter++;
            return new Writer(process, newestWriter);
        }

        @Override
        public long end() {
            requireKafka(process);
            return journal.size();
        }

        @Override
        public void close() {
            sink = null;
        }
    }

    private final class Writer implements JournalLog.LogWriter {
        private final Process process;
        private final long number;

        Writer(Process process, long number) {
            this.process = process;
            this.number = number;
        }

        @Override
        public void append(ByteString record) throws JournalLog.FencedException {
            world.seams().beforeAppend(world, record);
            anythingMayHappen(process);
            requireKafka(process);
            if (number != newestWriter && !world.faults().has(Fault.FENCE_LEAKS)) {
                throw new JournalLog.FencedException("another writer was opened since");
            }
            Faults faults = world.faults();
            if (faults.strikes(Fault.JOURNAL_UNCLEAR, 80)) {
                throw new LogUnreachableException("the request was lost", null);
            }
            if (faults.strikes(Fault.JOURNAL_LATE, 80)) {
                // The broker has it, and the transaction ends later, unless another writer is opened before.
                world.schedule().in(world.chance().between(1, 3000), broker, "a late commit", () -> {
                    if (number == newestWriter) {
                        SimulatedKafka.this.append(process, record);
                    }
                });
                throw new LogUnreachableException("the commit did not end in time", null);
            }
            SimulatedKafka.this.append(process, record);
            if (faults.strikes(Fault.JOURNAL_UNCLEAR, 80)) {
                throw new LogUnreachableException("the reply was lost", null);
            }
            anythingMayHappen(process);
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
