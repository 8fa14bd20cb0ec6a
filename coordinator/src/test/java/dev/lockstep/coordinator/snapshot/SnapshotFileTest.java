package dev.lockstep.coordinator.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.lockstep.chain.Hashing.Domain;
import dev.lockstep.signing.SigningKey;
import dev.lockstep.signing.TrustedKeys;
import dev.lockstep.v1.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotFileTest {
    private static final SigningKey KEY = SigningKey.generate();
    private static final TrustedKeys TRUSTED = TrustedKeys.of(List.of(KEY.publicKey()));

    @TempDir
    Path folder;

    @Test
    void whatWasKeptIsThereForTheNextProcess() {
        SnapshotStore store = store(KEY);

        assertThat(store.newest()).isEmpty();
        store.keep(() -> snapshot(7));
        store.keep(() -> snapshot(9));

        assertThat(store(KEY).newest()).contains(snapshot(9));
    }

    @Test
    void nothingButTheFileIsLeftInTheFolder() throws IOException {
        store(KEY).keep(() -> snapshot(7));

        try (Stream<Path> files = Files.list(folder.resolve("kept"))) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactly("orders.snapshot");
        }
    }

    @Test
    void anUnfinishedFileIsNeverRead() throws IOException {
        store(KEY).keep(() -> snapshot(7));

        Files.writeString(file().resolveSibling("orders.snapshot.new"), "half of");

        assertThat(store(KEY).newest()).contains(snapshot(7));
        store(KEY).keep(() -> snapshot(8));
        assertThat(store(KEY).newest()).contains(snapshot(8));
    }

    @Test
    void aFileThatWasAlteredOrCutIsPassedBy() throws IOException {
        store(KEY).keep(() -> snapshot(7));
        byte[] bytes = Files.readAllBytes(file());
        for (int at = 0; at < bytes.length; at++) {
            byte[] altered = bytes.clone();
            altered[at] ^= 1;
            Files.write(file(), altered);
            assertThat(store(KEY).newest()).as("byte %s altered", at).isEmpty();
        }

        Files.write(file(), java.util.Arrays.copyOf(bytes, bytes.length - 1));
        assertThat(store(KEY).newest()).as("cut").isEmpty();
        Files.write(file(), new byte[0]);
        assertThat(store(KEY).newest()).as("empty").isEmpty();
    }

    @Test
    void aSnapshotThatNoTrustedKeySignedIsPassedBy() {
        store(SigningKey.generate()).keep(() -> snapshot(7));

        assertThat(store(KEY).newest()).isEmpty();
    }

    @Test
    void aSignatureOverSomethingElseDoesNotCount() throws IOException {
        store(KEY).keep(() -> snapshot(7));
        Files.write(
                file(),
                KEY.seal(Domain.JOURNAL_ENTRY, snapshot(7).toByteString()).toByteArray());

        assertThat(store(KEY).newest()).isEmpty();
    }

    @Test
    void whatCannotBeWrittenIsNoFault() throws IOException {
        Files.writeString(folder.resolve("kept"), "a file where the folder should be");

        store(KEY).keep(() -> snapshot(7));

        assertThat(store(KEY).newest()).isEmpty();
    }

    @Test
    void onlyTheNewestOfThoseThatWaitIsWritten() {
        Queue<Runnable> waiting = new ArrayDeque<>();
        SnapshotStore store = new SnapshotFile(folder.resolve("kept"), "orders", KEY, TRUSTED, waiting::add);

        store.keep(() -> {
            throw new AssertionError("was overtaken");
        });
        store.keep(() -> snapshot(9));

        assertThat(waiting).hasSize(1);
        waiting.remove().run();
        assertThat(store.newest()).contains(snapshot(9));
        store.keep(() -> snapshot(10));
        assertThat(waiting).hasSize(1);
    }

    private Path file() {
        return folder.resolve("kept").resolve("orders.snapshot");
    }

    private SnapshotStore store(SigningKey key) {
        return new SnapshotFile(folder.resolve("kept"), "orders", key, TRUSTED, Runnable::run);
    }

    private static Snapshot snapshot(long entry) {
        return Snapshot.newBuilder()
                .setFleet("orders")
                .setForm(1)
                .setEntryNumber(entry)
                .setEntryHash(ByteString.copyFromUtf8("hash"))
                .setState(ByteString.copyFromUtf8("state"))
                .build();
    }
}
