package dev.lockstep.agent.engine.postgres;

import com.google.protobuf.ByteString;
import dev.lockstep.fingerprint.Catalog;
import dev.lockstep.v1.ObjectChange;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The live objects as they will be after each step whose changes are foreseen. Not thread-safe. */
final class ForeseenState {

    private final TreeMap<String, String> definitions;

    ForeseenState(Catalog live) {
        this.definitions = new TreeMap<>(live.schema());
    }

    /** What these changes do, by path, when they are made now; nothing for what stays as it is. */
    Map<String, ObjectChange> make(List<Foreseen> changes) {
        if (changes.isEmpty()) {
            return Map.of();
        }
        TreeMap<String, String> after = new TreeMap<>(definitions);
        for (Foreseen change : changes) {
            if (change.isMoved()) {
                below(change.sourceRoot()).forEach((path, definition) -> {
                    after.remove(path);
                    after.put(
                            change.root() + path.substring(change.sourceRoot().length()),
                            change.definition().apply(definition));
                });
            } else if (change.isAllBelow()) {
                after.keySet().removeAll(below(change.root()).keySet());
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

    /** What a copy shows of these objects is what later changes begin with. */
    void learn(Set<String> paths, Catalog copy) {
        for (String path : paths) {
            String definition = copy.schema().get(path);
            if (definition == null) {
                definitions.remove(path);
            } else {
                definitions.put(path, definition);
            }
        }
    }

    /** An object and all that belong to it. */
    private Map<String, String> below(String root) {
        Map<String, String> found = new TreeMap<>(definitions);
        found.keySet().removeIf(path -> !path.equals(root) && !path.startsWith(root + "/"));
        return found;
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
