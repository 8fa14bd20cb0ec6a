package dev.lockstep.agent.engine.postgres;

import com.google.protobuf.ByteString;
import dev.lockstep.fingerprint.Catalog;
import dev.lockstep.v1.ObjectChange;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The live objects as they will be after each step whose changes are foreseen. Not thread-safe. */
final class ForeseenState {

    private final TreeMap<String, String> definitions;

    ForeseenState(Catalog live) {
        this.definitions = new TreeMap<>(live.schema());
    }

    /** What these changes do, by path, when they are made now; nothing for what stays as it is. */
    Map<String, ObjectChange> make(List<Foreseen> changes) {
        TreeMap<String, String> after = new TreeMap<>(definitions);
        for (Foreseen change : changes) {
            if (change.isAllBelow()) {
                after.keySet().removeIf(path -> path.equals(change.root()) || path.startsWith(change.root() + "/"));
            } else {
                String definition = change.definition().apply(definitions.getOrDefault(change.source(), ""));
                if (definition.isEmpty()) {
                    after.remove(change.path());
                } else {
                    after.put(change.path(), definition);
                }
            }
        }
        TreeMap<String, ObjectChange> made = new TreeMap<>();
        TreeMap<String, String> all = new TreeMap<>(definitions);
        all.putAll(after);
        all.keySet().forEach(path -> {
            ByteString from = hash(path, definitions);
            ByteString to = hash(path, after);
            if (!from.equals(to)) {
                made.put(path, change(path, from, to));
            }
        });
        definitions.clear();
        definitions.putAll(after);
        return made;
    }

    private static ByteString hash(String path, Map<String, String> definitions) {
        String definition = definitions.get(path);
        return definition == null ? ByteString.EMPTY : Catalog.hash(path, definition);
    }

    static ObjectChange change(String path, ByteString before, ByteString after) {
        return ObjectChange.newBuilder()
                .setPath(path)
                .setBefore(before)
                .setAfter(after)
                .build();
    }
}
