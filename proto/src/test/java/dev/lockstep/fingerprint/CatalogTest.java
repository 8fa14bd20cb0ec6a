package dev.lockstep.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.lockstep.chain.Hashing;
import dev.lockstep.v1.CatalogObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CatalogTest {
    private static final Map<String, String> ORDERS = Map.of(
            "table:orders", "table",
            "table:orders/column:id", "bigint not null",
            "table:orders/column:region", "text not null default 'eu'",
            "table:orders/constraint:orders_pkey", "primary key (id)",
            "table:orders/index:orders_region_idx", "btree (region)",
            "view:open_orders", "select id from orders");

    private static Catalog catalog(Map<String, String> schema) {
        return new Catalog(new TreeMap<>(schema), new TreeMap<>());
    }

    private static ByteString root(Map<String, String> schema) {
        return catalog(schema).fingerprint().getRoot();
    }

    private static SortedMap<String, String> with(String path, String definition) {
        TreeMap<String, String> changed = new TreeMap<>(ORDERS);
        changed.put(path, definition);
        return changed;
    }

    @Test
    void theRootIsTheSameForTheSameSchema() {
        assertThat(root(ORDERS)).isEqualTo(root(new TreeMap<>(ORDERS)));
        assertThat(root(ORDERS).size()).isEqualTo(32);
    }

    /** The algorithm is version 1 for ever: nodes of an old and of a new release must agree. */
    @Test
    void theAlgorithmStaysWhatItIs() {
        assertThat(catalog(ORDERS).fingerprint().getAlgorithm()).isEqualTo(1);
        assertThat(Hashing.hex(root(ORDERS)))
                .isEqualTo("17b3158ca18a216208af192f94871a7c2274c2d87a412f26bcaf256a155d5ca4");
        assertThat(Hashing.hex(root(Map.of())))
                .isEqualTo("f51478ded868d456803790feac2ce8010e0a1955921da3388c19002e876f7169");
    }

    @Test
    void theRootChangesWithEachLeaf() {
        Set<ByteString> roots = new HashSet<>();
        roots.add(root(ORDERS));
        ORDERS.forEach((path, definition) -> {
            TreeMap<String, String> without = new TreeMap<>(ORDERS);
            without.remove(path);
            TreeMap<String, String> renamed = new TreeMap<>(without);
            renamed.put(path + "2", definition);

            assertThat(roots.add(root(with(path, definition + " "))))
                    .as("%s redefined", path)
                    .isTrue();
            assertThat(roots.add(root(without))).as("%s gone", path).isTrue();
            assertThat(roots.add(root(renamed))).as("%s renamed", path).isTrue();
        });
        assertThat(roots.add(root(with("table:customers", "table"))))
                .as("one more")
                .isTrue();
    }

    @Test
    void swappedDefinitionsAreSeen() {
        TreeMap<String, String> swapped = new TreeMap<>(ORDERS);
        swapped.put("table:orders/column:id", ORDERS.get("table:orders/column:region"));
        swapped.put("table:orders/column:region", ORDERS.get("table:orders/column:id"));

        assertThat(root(swapped)).isNotEqualTo(root(ORDERS));
    }

    @Test
    void theBorderBetweenPathAndDefinitionIsSeen() {
        assertThat(root(Map.of("table:a", "bc"))).isNotEqualTo(root(Map.of("table:ab", "c")));
        assertThat(Catalog.hash("a", "bc")).isNotEqualTo(Catalog.hash("ab", "c"));
    }

    @Test
    void theOrderInWhichObjectsAreFoundDoesNotMatter() {
        List<String> paths = new ArrayList<>(ORDERS.keySet());
        for (int seed = 0; seed < 20; seed++) {
            Collections.shuffle(paths, new Random(seed));
            // A map that sorts the other way round, filled in any order.
            TreeMap<String, String> schema = new TreeMap<>(Collections.reverseOrder());
            paths.forEach(path -> schema.put(path, ORDERS.getOrDefault(path, "")));

            assertThat(new Catalog(schema, new TreeMap<>()).fingerprint())
                    .as("seed %d", seed)
                    .isEqualTo(catalog(ORDERS).fingerprint());
        }
    }

    @Test
    void leavesAreSortedByPathAndTheRootIsTheirs() {
        List<CatalogObject> leaves = catalog(ORDERS).fingerprint().getObjectsList();
        TreeMap<String, ByteString> hashes = new TreeMap<>();
        leaves.forEach(leaf -> hashes.put(leaf.getPath(), leaf.getHash()));

        assertThat(leaves).extracting(CatalogObject::getPath).isSorted().hasSameSizeAs(ORDERS.keySet());
        assertThat(Catalog.root(hashes)).isEqualTo(root(ORDERS));
    }

    @Test
    void ownObjectsAreNotPartOfTheFingerprintButProbesSeeThem() {
        String path = "table:orders/trigger:lockstep_sync_region";
        Catalog own = new Catalog(new TreeMap<>(ORDERS), new TreeMap<>(Map.of(path, "before insert")));

        assertThat(own.fingerprint()).isEqualTo(catalog(ORDERS).fingerprint());
        assertThat(own.definition(path)).contains("before insert");
        assertThat(own.hash(path)).isEqualTo(Catalog.hash(path, "before insert"));
        assertThat(own.object(path).getDefinition()).isEqualTo("before insert");
    }

    @Test
    void anAbsentObjectHasAnEmptyHash() {
        CatalogObject absent = catalog(ORDERS).object("table:customers");

        assertThat(absent.getHash()).isEqualTo(ByteString.EMPTY);
        assertThat(absent.getPath()).isEqualTo("table:customers");
        assertThat(catalog(ORDERS).definition("table:customers")).isEmpty();
    }

    @Test
    void aCatalogDoesNotFollowTheMapThatItWasMadeFrom() {
        TreeMap<String, String> schema = new TreeMap<>(ORDERS);
        Catalog catalog = new Catalog(schema, new TreeMap<>());
        schema.put("table:customers", "table");

        assertThat(catalog.fingerprint()).isEqualTo(catalog(ORDERS).fingerprint());
        assertThatThrownBy(() -> catalog.schema().clear()).isInstanceOf(UnsupportedOperationException.class);
    }
}
