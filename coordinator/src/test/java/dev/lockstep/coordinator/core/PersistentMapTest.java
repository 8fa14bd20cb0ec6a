package dev.lockstep.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PersistentMapTest {
    private static final int SEEDS = 50;
    private static final int STEPS = 400;

    @Test
    void itIsATreeMapOfWhichNoOlderOneChanges() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            TreeMap<String, Integer> expected = new TreeMap<>();
            PersistentMap<String, Integer> map = PersistentMap.empty();
            List<PersistentMap<String, Integer>> older = new ArrayList<>();
            List<TreeMap<String, Integer>> expectedThen = new ArrayList<>();
            for (int step = 0; step < STEPS; step++) {
                String key = "node-" + random.nextInt(60);
                if (random.nextInt(3) == 0) {
                    expected.remove(key);
                    map = map.without(key);
                } else {
                    expected.put(key, step);
                    map = map.with(key, step);
                }
                older.add(map);
                expectedThen.add(new TreeMap<>(expected));
                assertThat(map.get(key)).isEqualTo(expected.get(key));
                assertThat(map.containsKey(key)).isEqualTo(expected.containsKey(key));
            }
            for (int step = 0; step < STEPS; step++) {
                assertThat(older.get(step)).as("seed %d, step %d", seed, step).isEqualTo(expectedThen.get(step));
                assertThat(List.copyOf(older.get(step).entrySet()))
                        .isEqualTo(List.copyOf(expectedThen.get(step).entrySet()));
                assertThat(List.copyOf(older.get(step).values()))
                        .isEqualTo(List.copyOf(expectedThen.get(step).values()));
            }
        }
    }

    @Test
    void keysThatComeInOrderMakeNoDeepTree() {
        PersistentMap<Long, Long> map = PersistentMap.empty();
        for (long key = 0; key < 10_000; key++) {
            map = map.with(key, key);
        }
        for (long key = 0; key < 9_990; key++) {
            map = map.without(key);
        }
        assertThat(map).hasSize(10);
        assertThat(map.firstKey()).isEqualTo(9_990);
        assertThat(map.lastKey()).isEqualTo(9_999);
    }

    @Test
    void aKeyInTheTreeIsFoundInFewSteps() {
        List<Integer> compared = new ArrayList<>();
        record Counted(int number, List<Integer> log) implements Comparable<Counted> {
            @Override
            public int compareTo(Counted other) {
                log.add(number);
                return Integer.compare(number, other.number);
            }
        }
        List<Integer> ascending = IntStream.range(0, 1_000).boxed().toList();
        List<Integer> descending =
                ascending.stream().sorted(Comparator.reverseOrder()).toList();
        List<Integer> inwards =
                ascending.stream().map(i -> i % 2 == 0 ? i / 2 : 999 - i / 2).toList();
        List<Integer> outwards = inwards.stream().map(i -> (i + 500) % 1_000).toList();
        for (List<Integer> order : List.of(ascending, descending, inwards, outwards)) {
            PersistentMap<Counted, Integer> map = PersistentMap.empty();
            for (int i : order) {
                map = map.with(new Counted(i, compared), i);
            }
            int worst = 0;
            for (int i = 0; i < 1_000; i++) {
                compared.clear();
                assertThat(map.get(new Counted(i, compared))).isEqualTo(i);
                worst = Math.max(worst, compared.size());
            }
            // A full tree of 1,000 has 10 levels.
            assertThat(worst).as("in this order: %s", order.subList(0, 4)).isLessThanOrEqualTo(15);
        }
    }

    @Test
    void eachValueIsEdited() {
        PersistentMap<String, Integer> map = PersistentMap.copyOf(new TreeMap<>(Map.of("a", 1, "b", 2, "c", 3)));

        assertThat(map.withEach(value -> value * 10)).isEqualTo(Map.of("a", 10, "b", 20, "c", 30));
        assertThat(map).isEqualTo(Map.of("a", 1, "b", 2, "c", 3));
    }

    @Test
    void partsAreThoseOfATreeMap() {
        PersistentMap<String, Integer> map = PersistentMap.copyOf(new TreeMap<>(Map.of("a", 1, "b", 2, "c", 3)));

        assertThat(map.headMap("b")).isEqualTo(Map.of("a", 1));
        assertThat(map.tailMap("b")).isEqualTo(Map.of("b", 2, "c", 3));
        assertThat(map.subMap("a", "c")).isEqualTo(Map.of("a", 1, "b", 2));
    }

    @Test
    void keysValuesAndEntriesAreCounted() {
        PersistentMap<String, Integer> map = PersistentMap.copyOf(new TreeMap<>(Map.of("a", 1, "b", 2, "c", 3)));

        assertThat(map.size()).isEqualTo(3);
        assertThat(map.keySet().size()).isEqualTo(3);
        assertThat(map.values().size()).isEqualTo(3);
        assertThat(map.entrySet().size()).isEqualTo(3);
    }

    @Test
    void nobodyChangesIt() {
        PersistentMap<String, Integer> map = PersistentMap.copyOf(new TreeMap<>(Map.of("a", 1)));

        assertThatThrownBy(() -> map.put("b", 2)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> map.remove("a")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> map.entrySet().iterator().next().setValue(2))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void anEmptyOneHasNoFirstKey() {
        PersistentMap<String, Integer> map = PersistentMap.empty();

        assertThatThrownBy(map::firstKey).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(map::lastKey).isInstanceOf(NoSuchElementException.class);
    }
}
