package dev.lockstep.integration.attack.files;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A change file as a tree that can be altered anywhere and written again. Immutable. */
sealed interface Tree {
    /** A text; a plain one may be a number or a truth value. */
    record Text(String value, boolean plain) implements Tree {}

    record Items(List<Tree> items) implements Tree {
        public Items {
            items = List.copyOf(items);
        }
    }

    /** A mapping, with its keys in order; nothing keeps a key from being there twice. */
    record Pairs(List<Pair> pairs) implements Tree {
        public Pairs {
            pairs = List.copyOf(pairs);
        }
    }

    record Pair(Tree key, Tree value) {}

    /** Written as it is. */
    record Raw(String yaml) implements Tree {}

    static Tree parse(String yaml) {
        return of(new Yaml().compose(new StringReader(yaml)));
    }

    private static Tree of(Node node) {
        if (node instanceof MappingNode mapping) {
            return new Pairs(mapping.getValue().stream()
                    .map(tuple -> new Pair(of(tuple.getKeyNode()), of(tuple.getValueNode())))
                    .toList());
        }
        if (node instanceof SequenceNode sequence) {
            return new Items(sequence.getValue().stream().map(Tree::of).toList());
        }
        ScalarNode scalar = (ScalarNode) node;
        return new Text(scalar.getValue(), scalar.getScalarStyle() == DumperOptions.ScalarStyle.PLAIN);
    }

    /** It and everything in it. Keys are left out. */
    default List<Tree> all() {
        List<Tree> all = new ArrayList<>(List.of(this));
        if (this instanceof Items list) {
            list.items().forEach(item -> all.addAll(item.all()));
        } else if (this instanceof Pairs mapping) {
            mapping.pairs().forEach(pair -> all.addAll(pair.value().all()));
        }
        return all;
    }

    /** The same with one part, this very object, replaced. */
    default Tree with(Tree part, UnaryOperator<Tree> change) {
        if (this == part) {
            return change.apply(this);
        }
        if (this instanceof Items list) {
            return new Items(
                    list.items().stream().map(item -> item.with(part, change)).toList());
        }
        if (this instanceof Pairs mapping) {
            return new Pairs(mapping.pairs().stream()
                    .map(pair -> new Pair(pair.key(), pair.value().with(part, change)))
                    .toList());
        }
        return this;
    }

    /** As YAML, each value on a line of its own. */
    default String yaml() {
        if (this instanceof Items list) {
            return list.items().stream().map(Tree::yaml).collect(Collectors.joining(",\n", "[", "]"));
        }
        if (this instanceof Pairs mapping) {
            return mapping.pairs().stream()
                    .map(pair -> pair.key().yaml() + ": " + pair.value().yaml())
                    .collect(Collectors.joining(",\n", "{", "}"));
        }
        if (this instanceof Text text) {
            return text.plain() && text.value().matches("[A-Za-z0-9_.-]+") ? text.value() : quoted(text.value());
        }
        return ((Raw) this).yaml();
    }

    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            boolean isPlain = each >= ' ' && each < 127 && each != '"' && each != '\\';
            quoted.append(isPlain ? String.valueOf(each) : String.format("\\u%04x", (int) each));
        }
        return quoted.append('"').toString();
    }
}
