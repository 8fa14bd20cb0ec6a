package dev.lockstep.fingerprint;

import com.google.protobuf.ByteString;
import dev.lockstep.chain.Hashing;
import dev.lockstep.chain.Hashing.Domain;
import dev.lockstep.v1.CatalogObject;
import dev.lockstep.v1.Fingerprint;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is in a database: a path and a normalised definition for each object.
 *
 * <p>Paths read from the outside in: {@code table:orders}, {@code table:orders/column:region}, {@code table:orders/index:orders_region_idx}, {@code
 * table:orders/constraint:orders_pkey}, {@code table:orders/trigger:audit}, {@code view:open_orders}. Objects that Lockstep itself made (sync triggers,
 * their functions, helper constraints) are kept apart: probes see them, the fingerprint does not.
 *
 * @param schema objects that are schema, by path
 * @param own Lockstep's own objects, by path
 */
public record Catalog(SortedMap<String, String> schema, SortedMap<String, String> own) {

    /** Version of paths, normalisation and hashing (rule F1). */
    public static final int ALGORITHM = 1;

    public Catalog {
        schema = sortedByPath(schema);
        own = sortedByPath(own);
    }

    /** A copy by the order of the paths, whatever order the given map keeps. */
    private static <T> SortedMap<String, T> sortedByPath(Map<String, T> map) {
        TreeMap<String, T> sorted = new TreeMap<>();
        sorted.putAll(map);
        return Collections.unmodifiableSortedMap(sorted);
    }

    /** The definition of an object, own ones included. */
    public Optional<String> definition(String path) {
        String definition = schema.get(path);
        return Optional.ofNullable(definition != null ? definition : own.get(path));
    }

    /** The hash of an object, own ones included; empty when it is absent. */
    public ByteString hash(String path) {
        return definition(path).map(text -> hash(path, text)).orElse(ByteString.EMPTY);
    }

    /** The hash of an object with this path and definition. */
    public static ByteString hash(String path, String definition) {
        return Hashing.hash(Domain.CATALOG_OBJECT, ByteString.copyFromUtf8(path + "\0" + definition));
    }

    /** One object as it is; with an empty hash when it is absent. */
    public CatalogObject object(String path) {
        CatalogObject.Builder object = CatalogObject.newBuilder().setPath(path).setHash(hash(path));
        definition(path).ifPresent(object::setDefinition);
        return object.build();
    }

    /** The fingerprint with all leaves. */
    public Fingerprint fingerprint() {
        Fingerprint.Builder fingerprint = Fingerprint.newBuilder().setAlgorithm(ALGORITHM);
        TreeMap<String, ByteString> hashes = new TreeMap<>();
        schema.forEach((path, definition) -> {
            ByteString hash = hash(path, definition);
            hashes.put(path, hash);
            fingerprint.addObjects(CatalogObject.newBuilder()
                    .setPath(path)
                    .setHash(hash)
                    .setDefinition(definition)
                    .build());
        });
        return fingerprint.setRoot(root(hashes)).build();
    }

    /**
     * The root over leaves.
     *
     * @param hashes hash of each object, by path
     * @return 32 bytes
     */
    public static ByteString root(SortedMap<String, ByteString> hashes) {
        ByteString.Output leaves = ByteString.newOutput();
        for (Map.Entry<String, ByteString> leaf : sortedByPath(hashes).entrySet()) {
            byte[] path = leaf.getKey().getBytes(java.nio.charset.StandardCharsets.UTF_8);
            leaves.write(path, 0, path.length);
            leaves.write(0);
            byte[] hash = leaf.getValue().toByteArray();
            leaves.write(hash, 0, hash.length);
        }
        return Hashing.hash(Domain.FINGERPRINT, leaves.toByteString());
    }
}
