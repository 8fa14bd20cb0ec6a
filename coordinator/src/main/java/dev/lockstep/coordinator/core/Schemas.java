package dev.lockstep.coordinator.core;

import com.google.protobuf.ByteString;
import dev.lockstep.v1.CatalogObject;
import dev.lockstep.v1.Fingerprint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Recorded schemas beside those that nodes show: comparable between nodes of one engine (rule F1). */
final class Schemas {
    private static final int SHOWN = 3;

    private Schemas() {}

    static SortedMap<String, CatalogObject> byPath(Fingerprint fingerprint) {
        TreeMap<String, CatalogObject> objects = new TreeMap<>();
        fingerprint.getObjectsList().forEach(object -> objects.put(object.getPath(), object));
        return objects;
    }

    /** The paths of the objects that are not the same in both, sorted. */
    static List<String> differences(Map<String, CatalogObject> one, Map<String, CatalogObject> other) {
        TreeSet<String> paths = new TreeSet<>(one.keySet());
        paths.addAll(other.keySet());
        List<String> differing = new ArrayList<>();
        for (String path : paths) {
            if (!hash(one, path).equals(hash(other, path))) {
                differing.add(path);
            }
        }
        return differing;
    }

    private static ByteString hash(Map<String, CatalogObject> schema, String path) {
        CatalogObject object = schema.get(path);
        return object == null ? ByteString.EMPTY : object.getHash();
    }

    /** Such as "2 objects: table:orders/column:note, view:open_orders". */
    static String inWords(List<String> differences) {
        int count = differences.size();
        return count
                + (count == 1 ? " object: " : " objects: ")
                + String.join(", ", differences.subList(0, Math.min(SHOWN, count)))
                + (count > SHOWN ? ", …" : "");
    }
}
