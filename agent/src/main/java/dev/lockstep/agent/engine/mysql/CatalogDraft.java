package dev.lockstep.agent.engine.mysql;

import dev.lockstep.fingerprint.Catalog;
import java.util.SortedMap;
import java.util.TreeMap;

/** Paths and definitions while they are gathered. Used by one thread. */
final class CatalogDraft {
    private final SortedMap<String, String> objects = new TreeMap<>();

    void put(String path, String definition) {
        objects.put(path, definition);
    }

    /** Puts one text in the place of another in a definition that is there. */
    void replace(String path, String what, String by) {
        objects.computeIfPresent(path, (unused, definition) -> definition.replace(what, by));
    }

    /** Adds to a definition that is there. */
    void append(String path, String more) {
        objects.computeIfPresent(path, (unused, definition) -> definition + more);
    }

    boolean has(String path) {
        return objects.containsKey(path);
    }

    SortedMap<String, String> objects() {
        return objects;
    }

    /** The objects with Lockstep's own apart. */
    static Catalog split(SortedMap<String, String> objects) {
        SortedMap<String, String> schema = new TreeMap<>();
        SortedMap<String, String> own = new TreeMap<>();
        objects.forEach((path, definition) -> (Paths.isOwn(path) ? own : schema).put(path, definition));
        return new Catalog(schema, own);
    }
}
