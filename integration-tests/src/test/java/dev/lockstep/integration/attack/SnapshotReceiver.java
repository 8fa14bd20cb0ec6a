package dev.lockstep.integration.attack;

import com.google.protobuf.ByteString;
import dev.lockstep.coordinator.core.Evolution;
import dev.lockstep.coordinator.core.StateHash;
import dev.lockstep.coordinator.directives.DirectivePublisher;
import dev.lockstep.coordinator.directives.InMemoryDirectives;
import dev.lockstep.coordinator.fleet.Resumption;
import dev.lockstep.coordinator.journal.CountedEntry;
import dev.lockstep.coordinator.journal.InMemoryJournal;
import dev.lockstep.coordinator.journal.InMemoryLog;
import dev.lockstep.coordinator.snapshot.SnapshotFile;
import dev.lockstep.integration.attack.Tally.Outcome;
import dev.lockstep.kafka.InMemoryTopic;
import dev.lockstep.signing.SignatureCheck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;

/** A coordinator that starts with what it finds on its disk, and with what stands in the journal at the place where that was kept. */
final class SnapshotReceiver implements Receiver {
    private final Histories histories;
    private final SignatureCheck trusted;
    private final Path folder;
    private final IdentityHashMap<History, ByteString> kept = new IdentityHashMap<>();
    private final ByteString rightState;

    /** @param folder whose files are overwritten */
    SnapshotReceiver(Histories histories, SignatureCheck trusted, Path folder) {
        this.histories = histories;
        this.trusted = trusted;
        this.folder = folder;
        History ours = histories.ours();
        this.rightState =
                StateHash.of(Evolution.apply(ours.beforeLast(), last(ours).entry()));
    }

    @Override
    public String name() {
        return "snapshots";
    }

    @Override
    public int share() {
        return 5;
    }

    @Override
    public void attack(int forgeries, Random random, Tally tally) {
        for (int i = 0; i < forgeries; i++) {
            attackOnce(random, tally);
        }
    }

    private void attackOnce(Random random, Tally tally) {
        History ours = histories.ours();
        Trick trick = Trick.any(random);
        InMemoryLog log = new InMemoryLog();
        ours.journal().forEach(log::appendRaw);
        int place = ours.entries().size() - 1;
        boolean onDisk = random.nextInt(4) > 0;
        if (onDisk) {
            write(trick.play(original(), random));
        } else {
            write(snapshot(ours));
            log.replace(place, trick.play(histories.original(Form.ENTRY, History::journal, place), random));
        }
        Restart restart = restart(log);
        String where = onDisk ? "the file" : "entry " + (place + 1);
        tally.count(name(), trick, outcome(restart), where);
        if (onDisk && !restart.hasEverything(ours)) {
            tally.countLost(name(), where);
        }
    }

    private Outcome outcome(Restart restart) {
        if (!restart.counted().stream()
                .allMatch(hash -> histories.ours().entries().stream()
                        .anyMatch(entry -> entry.hash().equals(hash)))) {
            return Outcome.ACCEPTED;
        }
        if (restart.resumed().isEmpty()) {
            return Outcome.REFUSED;
        }
        return restart.resumed().get().equals(rightState)
                        && restart.directives() == histories.ours().directives().size()
                ? Outcome.SAME
                : Outcome.ACCEPTED;
    }

    private Restart restart(InMemoryLog log) {
        History ours = histories.ours();
        DirectivePublisher directives = publisher(ours);
        SnapshotFile store = new SnapshotFile(folder, ours.fleet(), histories.key(), trusted, Runnable::run);
        Resumption resumption = new Resumption(ours.fleet(), store, directives);
        Restart restart = new Restart(resumption, directives);
        try (InMemoryJournal journal =
                new InMemoryJournal(log, ours.fleet(), histories.key(), trusted, Runnable::run, () -> "nobody")) {
            resumption
                    .anchor()
                    .ifPresentOrElse(anchor -> journal.follow(restart, anchor), () -> journal.follow(restart));
        }
        return restart;
    }

    private Original original() {
        ByteString others = snapshot(histories.never());
        return new Original(
                Form.SNAPSHOT,
                snapshot(histories.ours()),
                List.of(others),
                List.of(others),
                List.of(snapshot(histories.theirs())),
                histories.key(),
                histories.stranger());
    }

    /** What production code keeps at the checkpoint in the last entry. */
    private ByteString snapshot(History history) {
        return kept.computeIfAbsent(history, each -> {
            DirectivePublisher directives = publisher(each);
            each.entries().forEach(directives::onCounted);
            SnapshotFile store = new SnapshotFile(folder, each.fleet(), histories.key(), trusted, Runnable::run);
            new Resumption(each.fleet(), store, directives).onCounted(each.beforeLast(), last(each));
            try {
                return ByteString.copyFrom(Files.readAllBytes(file(each)));
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        });
    }

    private DirectivePublisher publisher(History history) {
        return new DirectivePublisher(
                history.fleet(), histories.key(), trusted, new InMemoryDirectives(new InMemoryTopic()), Runnable::run);
    }

    private void write(ByteString bytes) {
        try {
            Files.write(file(histories.ours()), bytes.toByteArray());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private Path file(History history) {
        return folder.resolve(history.fleet() + ".snapshot");
    }

    private static CountedEntry last(History history) {
        return history.entries().get(history.entries().size() - 1);
    }
}
