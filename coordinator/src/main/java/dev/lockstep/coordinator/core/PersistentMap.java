package dev.lockstep.coordinator.core;

import java.util.AbstractCollection;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A sorted map that never changes, and of which a changed one costs as much as the depth of its tree, not as its size: an event about one node of a thousand
 * must not copy the other 999. A weight-balanced tree. Immutable when its keys and values are.
 */
final class PersistentMap<K extends Comparable<K>, V> extends AbstractMap<K, V> implements SortedMap<K, V> {
    /** No side has more than so many times the nodes of the other one. */
    private static final int DELTA = 3;

    /** A single rotation is enough while the inner side has less than so many times the nodes of the outer one. */
    private static final int GAMMA = 2;

    /** How long the way down to the first of a few dozen entries is. */
    private static final int PATH_OF_MANY = 6;

    private final @Nullable Node<K, V> root;

    private PersistentMap(@Nullable Node<K, V> root) {
        this.root = root;
    }

    private record Node<K, V>(
            K key,
            V value,
            int size,
            @Nullable Node<K, V> left,
            @Nullable Node<K, V> right) {}

    /** Without entries. */
    static <K extends Comparable<K>, V> PersistentMap<K, V> empty() {
        return new PersistentMap<>(null);
    }

    /** The same entries; a map of this kind is given back as it is. */
    static <K extends Comparable<K>, V> PersistentMap<K, V> copyOf(SortedMap<K, V> map) {
        if (map instanceof PersistentMap<K, V> same) {
            return same;
        }
        PersistentMap<K, V> copy = empty();
        for (Map.Entry<K, V> entry : map.entrySet()) {
            copy = copy.with(entry.getKey(), entry.getValue());
        }
        return copy;
    }

    /** With this value for this key. */
    PersistentMap<K, V> with(K key, V value) {
        return new PersistentMap<>(with(root, key, value));
    }

    /** Without this key. */
    PersistentMap<K, V> without(K key) {
        return containsKey(key) ? new PersistentMap<>(without(root, key)) : this;
    }

    /** With another value for each key. */
    PersistentMap<K, V> withEach(UnaryOperator<V> edit) {
        return new PersistentMap<>(withEach(root, edit));
    }

    private static <K extends Comparable<K>, V> Node<K, V> with(@Nullable Node<K, V> node, K key, V value) {
        if (node == null) {
            return new Node<>(key, value, 1, null, null);
        }
        int side = key.compareTo(node.key);
        if (side == 0) {
            return new Node<>(key, value, node.size, node.left, node.right);
        }
        return side < 0
                ? balanced(node, with(node.left, key, value), node.right)
                : balanced(node, node.left, with(node.right, key, value));
    }

    private static <K extends Comparable<K>, V> @Nullable Node<K, V> without(@Nullable Node<K, V> node, K key) {
        if (node == null) {
            return null;
        }
        int side = key.compareTo(node.key);
        if (side < 0) {
            return balanced(node, without(node.left, key), node.right);
        }
        return side > 0 ? balanced(node, node.left, without(node.right, key)) : joined(node.left, node.right);
    }

    /** One tree of two, of which all keys of the first come before all keys of the second. */
    private static <K extends Comparable<K>, V> @Nullable Node<K, V> joined(
            @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
        if (left == null || right == null) {
            return left == null ? right : left;
        }
        Node<K, V> next = leftmost(right);
        return balanced(next, left, without(right, next.key));
    }

    private static <K, V> @Nullable Node<K, V> withEach(@Nullable Node<K, V> node, UnaryOperator<V> edit) {
        return node == null
                ? null
                : new Node<>(
                        node.key,
                        edit.apply(node.value),
                        node.size,
                        withEach(node.left, edit),
                        withEach(node.right, edit));
    }

    private static int size(@Nullable Node<?, ?> node) {
        return node == null ? 0 : node.size;
    }

    private static <K, V> Node<K, V> made(Node<K, V> entry, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
        return new Node<>(entry.key, entry.value, size(left) + size(right) + 1, left, right);
    }

    private static <K, V> Node<K, V> balanced(Node<K, V> entry, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
        if (size(left) + size(right) > 1) {
            if (right != null && size(right) > DELTA * size(left)) {
                return turnedLeft(entry, left, right);
            }
            if (left != null && size(left) > DELTA * size(right)) {
                return turnedRight(entry, left, right);
            }
        }
        return made(entry, left, right);
    }

    private static <K, V> Node<K, V> turnedLeft(Node<K, V> entry, @Nullable Node<K, V> left, Node<K, V> right) {
        Node<K, V> inner = right.left;
        if (inner == null || inner.size < GAMMA * size(right.right)) {
            return made(right, made(entry, left, inner), right.right);
        }
        return made(inner, made(entry, left, inner.left), made(right, inner.right, right.right));
    }

    private static <K, V> Node<K, V> turnedRight(Node<K, V> entry, Node<K, V> left, @Nullable Node<K, V> right) {
        Node<K, V> inner = left.right;
        if (inner == null || inner.size < GAMMA * size(left.left)) {
            return made(left, left.left, made(entry, inner, right));
        }
        return made(inner, made(left, left.left, inner.left), made(entry, inner.right, right));
    }

    private static <K, V> Node<K, V> leftmost(Node<K, V> from) {
        Node<K, V> node = from;
        while (node.left != null) {
            node = node.left;
        }
        return node;
    }

    private @Nullable Node<K, V> find(@Nullable Object wanted) {
        @SuppressWarnings(
                "unchecked") // As in every sorted map: who asks for a key of another type gets what compareTo throws.
        K key = (K) Objects.requireNonNull(wanted);
        Node<K, V> node = root;
        while (node != null) {
            int side = key.compareTo(node.key);
            if (side == 0) {
                return node;
            }
            node = side < 0 ? node.left : node.right;
        }
        return null;
    }

    @Override
    public @Nullable V get(@Nullable Object key) {
        Node<K, V> found = find(key);
        return found == null ? null : found.value;
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return find(key) != null;
    }

    @Override
    public int size() {
        return size(root);
    }

    @Override
    public @Nullable Comparator<? super K> comparator() {
        return null;
    }

    @Override
    public K firstKey() {
        if (root == null) {
            throw new NoSuchElementException("the map is empty");
        }
        return leftmost(root).key;
    }

    @Override
    public K lastKey() {
        Node<K, V> node = root;
        if (node == null) {
            throw new NoSuchElementException("the map is empty");
        }
        while (node.right != null) {
            node = node.right;
        }
        return node.key;
    }

    @Override
    public SortedMap<K, V> subMap(K from, K to) {
        return copyOf(new TreeMap<>(this).subMap(from, to));
    }

    @Override
    public SortedMap<K, V> headMap(K to) {
        return copyOf(new TreeMap<>(this).headMap(to));
    }

    @Override
    public SortedMap<K, V> tailMap(K from) {
        return copyOf(new TreeMap<>(this).tailMap(from));
    }

    @Override
    public Set<Map.Entry<K, V>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Map.Entry<K, V>> iterator() {
                return new InOrder<>(root);
            }

            @Override
            public int size() {
                return PersistentMap.this.size();
            }
        };
    }

    /** Without an entry for each: most who go through a fleet's nodes ask for what is said of them only. */
    @Override
    public Collection<V> values() {
        return new AbstractCollection<>() {
            @Override
            public Iterator<V> iterator() {
                InOrder<K, V> entries = new InOrder<>(root);
                return new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return entries.hasNext();
                    }

                    @Override
                    public V next() {
                        return entries.nextNode().value;
                    }
                };
            }

            @Override
            public int size() {
                return PersistentMap.this.size();
            }
        };
    }

    /** Goes through a tree from its first key to its last. */
    private static final class InOrder<K, V> implements Iterator<Map.Entry<K, V>> {
        private final ArrayDeque<Node<K, V>> path = new ArrayDeque<>(PATH_OF_MANY);

        InOrder(@Nullable Node<K, V> root) {
            descend(root);
        }

        private void descend(@Nullable Node<K, V> from) {
            for (Node<K, V> node = from; node != null; node = node.left) {
                path.push(node);
            }
        }

        @Override
        public boolean hasNext() {
            return !path.isEmpty();
        }

        @Override
        public Map.Entry<K, V> next() {
            Node<K, V> node = nextNode();
            return Map.entry(node.key, node.value);
        }

        Node<K, V> nextNode() {
            Node<K, V> node = path.pop();
            descend(node.right);
            return node;
        }
    }
}
