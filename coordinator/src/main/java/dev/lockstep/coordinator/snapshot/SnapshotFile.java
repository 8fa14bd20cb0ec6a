package dev.lockstep.coordinator.snapshot;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.lockstep.chain.Hashing.Domain;
import dev.lockstep.signing.SignatureCheck;
import dev.lockstep.signing.SigningKey;
import dev.lockstep.v1.SignedEnvelope;
import dev.lockstep.v1.Snapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The newest snapshot of a fleet in a file, signed. It is replaced as a whole: whoever reads finds the one before or the one after. */
public final class SnapshotFile implements SnapshotStore {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotFile.class);

    private final Path file;
    private final SigningKey key;
    private final SignatureCheck trusted;
    private final Executor writing;
    private final AtomicReference<@Nullable Supplier<Snapshot>> next = new AtomicReference<>();

    /**
     * @param folder made where it is missing
     * @param key that signs
     * @param trusted keys whose signature counts
     * @param writing runs what writes, one task at a time
     */
    public SnapshotFile(Path folder, String fleet, SigningKey key, SignatureCheck trusted, Executor writing) {
        this.file = folder.resolve(fleet + ".snapshot");
        this.key = key;
        this.trusted = trusted;
        this.writing = writing;
    }

    @Override
    public Optional<Snapshot> newest() {
        try {
            SignedEnvelope stored = SignedEnvelope.parseFrom(Files.readAllBytes(file));
            Optional<String> objection = trusted.objection(Domain.SNAPSHOT, stored);
            if (objection.isPresent()) {
                return unusable(objection.get());
            }
            return Optional.of(Snapshot.parseFrom(stored.getPayload()));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (InvalidProtocolBufferException wrong) {
            return unusable("its bytes are no signed snapshot: " + wrong.getMessage());
        } catch (IOException unreadable) {
            return unusable("it cannot be read: " + unreadable);
        }
    }

    private Optional<Snapshot> unusable(String reason) {
        LOG.warn("the snapshot {} is passed by, the whole journal is replayed: {}", file, reason);
        return Optional.empty();
    }

    /** When writing is slower than the journal, the ones in between are left out. */
    @Override
    public void keep(Supplier<Snapshot> made) {
        if (next.getAndSet(made) == null) {
            try {
                writing.execute(this::writeNext);
            } catch (RejectedExecutionException closing) {
                LOG.debug("no more snapshots are written", closing);
            }
        }
    }

    private void writeNext() {
        Supplier<Snapshot> made = next.getAndSet(null);
        if (made == null) {
            return;
        }
        try {
            Snapshot snapshot = made.get();
            write(key.seal(Domain.SNAPSHOT, snapshot.toByteString()));
            LOG.info("kept the state of fleet {} at entry {}", snapshot.getFleet(), snapshot.getEntryNumber());
        } catch (IOException failed) {
            LOG.warn("the snapshot {} could not be written, a start will take longer: {}", file, failed.toString());
        }
    }

    private void write(SignedEnvelope envelope) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                unfinished,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            ByteBuffer bytes = envelope.toByteString().asReadOnlyByteBuffer();
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
    }
}
