package dev.lockstep.integration.journal;

import com.google.protobuf.ByteString;
import dev.lockstep.coordinator.journal.InMemoryJournal;
import dev.lockstep.coordinator.journal.InMemoryLog;
import dev.lockstep.coordinator.journal.Journal;
import java.util.List;
import java.util.UUID;

class InMemoryJournalTest extends JournalContract {
    private final InMemoryLog log = new InMemoryLog();

    @Override
    public Journal open() {
        return open(log);
    }

    private static Journal open(InMemoryLog log) {
        return new InMemoryJournal(
                log, FLEET, KEY, TRUSTED, Runnable::run, () -> UUID.randomUUID().toString());
    }

    @Override
    public Journal openCopy(List<ByteString> records) {
        InMemoryLog copy = new InMemoryLog();
        records.forEach(copy::appendRaw);
        return open(copy);
    }

    @Override
    public void appendRaw(ByteString record) {
        log.appendRaw(record);
    }

    @Override
    public void loseNextReply() {
        log.plant(InMemoryLog.Fault.REPLY_LOST);
    }

    @Override
    public void loseNextRequest() {
        log.plant(InMemoryLog.Fault.REQUEST_LOST);
    }
}
