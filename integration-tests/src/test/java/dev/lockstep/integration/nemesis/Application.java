package dev.lockstep.integration.nemesis;

import dev.lockstep.deploy.sandbox.Closer;
import dev.lockstep.integration.nemesis.check.LoadRecord;
import dev.lockstep.integration.nemesis.check.LoadRecord.Disturbance;
import dev.lockstep.integration.nemesis.check.LoadRecord.ExpectedRows;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;

/** An application over the whole fleet: one writer for each node. Thread-safe. */
final class Application implements AutoCloseable {
    private final Map<String, Writer> writers = new TreeMap<>();
    private final Closer closer = new Closer();

    Application(List<NemesisNode> nodes, Diary diary, long seed) {
        nodes.forEach(node -> writers.put(node.name(), closer.add(new Writer(node, diary, seed))));
    }

    void start() {
        writers.values().forEach(Writer::start);
    }

    /** Replaces every instance by one that knows these columns beside the old ones; returns when none of the old shape is left. */
    void switchTo(List<String> columns) {
        writers.values().forEach(writer -> writer.switchTo(columns));
    }

    /** Writes nothing more to a node; returns when no statement is under way there. */
    void retire(String node) {
        writer(node).retire();
    }

    /** Writes to a node again, in the shape that all its instances have. */
    void resume(String node) {
        writer(node).resume();
    }

    /** As {@link #resume}, for whoever is retired and not one of these. */
    void resumeAllBut(Predicate<String> these) {
        writers.forEach((node, writer) -> {
            if (!these.test(node)) {
                writer.resume();
            }
        });
    }

    private Writer writer(String node) {
        return Objects.requireNonNull(writers.get(node), () -> "nobody writes to " + node);
    }

    /** To be read when it has ended. */
    LoadRecord record(List<Disturbance> disturbances) {
        Map<String, ExpectedRows> expected = new TreeMap<>();
        writers.forEach((node, writer) -> expected.put(node, writer.expected()));
        return new LoadRecord(
                writers.values().stream().mapToLong(Writer::statements).sum(),
                expected,
                writers.values().stream()
                        .flatMap(writer -> writer.failures().stream())
                        .toList(),
                disturbances);
    }

    @Override
    public void close() {
        closer.close();
    }
}
