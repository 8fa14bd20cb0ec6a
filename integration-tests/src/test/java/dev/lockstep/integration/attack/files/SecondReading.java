package dev.lockstep.integration.attack.files;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.lockstep.v1.Change;
import dev.lockstep.v1.Operation;
import dev.lockstep.v1.PerEngine;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Reads a change file a second time, with another parser and none of the product's code, and holds a change against it: each key of the file must be in the
 * change with its value, and nothing may be in the change that is not in the file. Of {@code rollout} and {@code release} it looks at keys and numbers only.
 */
final class SecondReading {
    private static final Set<String> TOP =
            Set.of("change", "fleet", "why", "operations", "rollout", "release", "views");
    private static final Set<String> ENGINES = Set.of("any", "postgres", "mysql", "mariadb");

    private final List<String> wrong = new ArrayList<>();

    private SecondReading() {}

    /** What is wrong with a change that was read from this text; empty when nothing is. */
    static List<String> objections(String text, Change change) {
        SecondReading reading = new SecondReading();
        try {
            reading.whole(compose(text), change);
        } catch (YAMLException | ClassCastException unreadable) {
            reading.wrong.add("it cannot be read a second time: " + unreadable.getMessage());
        }
        return List.copyOf(reading.wrong);
    }

    private static @Nullable Node compose(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(2_000_000);
        options.setAllowRecursiveKeys(false);
        String bare = text.startsWith("\uFEFF") ? text.substring(1) : text;
        return new Yaml(options).compose(new StringReader(bare));
    }

    private void whole(@Nullable Node root, Change change) {
        if (root == null) {
            wrong.add("the file is empty");
            return;
        }
        Map<String, Node> keys = keys(root);
        keys.keySet().stream()
                .filter(key -> !TOP.contains(key))
                .forEach(key -> wrong.add("nobody knows the key " + key));
        text(keys.get("change"), change.getName(), "change");
        text(keys.get("fleet"), change.getFleet(), "fleet");
        text(keys.get("why"), change.getWhy(), "why");
        if (keys.get("views") instanceof MappingNode views) {
            message(views, change.getViews());
        } else if (change.hasViews()) {
            wrong.add("the file has no views");
        }
        operations(keys.get("operations"), change.getOperationsList());
        numbers(keys.get("rollout"), change.getRollout());
        numbers(keys.get("release"), change.getRelease());
    }

    private Map<String, Node> keys(Node node) {
        Map<String, Node> keys = new HashMap<>();
        ((MappingNode) node).getValue().forEach(tuple -> {
            String key = ((ScalarNode) tuple.getKeyNode()).getValue();
            if (keys.put(key, tuple.getValueNode()) != null) {
                wrong.add("the key " + key + " is there twice");
            }
        });
        return keys;
    }

    private void operations(@Nullable Node node, List<Operation> operations) {
        List<Node> written = node instanceof SequenceNode list ? list.getValue() : List.of();
        if (written.size() != operations.size()) {
            wrong.add("the file has " + written.size() + " operations, the change " + operations.size());
            return;
        }
        for (int i = 0; i < written.size(); i++) {
            Map<String, Node> kinds = keys(written.get(i));
            Operation operation = operations.get(i);
            FieldDescriptor kind = Operation.getDescriptor()
                    .findFieldByNumber(operation.getKindCase().getNumber());
            if (!kinds.keySet().equals(Set.of(kind.getName()))) {
                wrong.add("operation " + i + " is " + kinds.keySet() + " in the file, " + kind.getName()
                        + " in the change");
            } else {
                message(kinds.get(kind.getName()), (Message) operation.getField(kind));
            }
        }
    }

    private void message(Node node, Message message) {
        Map<String, Node> keys = keys(node);
        Set<String> known = new HashSet<>();
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            known.add(field.getName());
            Node written = keys.get(field.getName());
            if (written != null) {
                value(field, written, message);
            } else if (!field.getName().equals("nullable") && isThere(message, field)) {
                wrong.add("the file does not say " + field.getFullName());
            }
        }
        keys.keySet().stream()
                .filter(key -> !known.contains(key))
                .forEach(key -> wrong.add("nobody knows the key " + key));
    }

    private static boolean isThere(Message message, FieldDescriptor field) {
        return field.isRepeated()
                ? message.getRepeatedFieldCount(field) > 0
                : message.getAllFields().containsKey(field);
    }

    private void value(FieldDescriptor field, Node written, Message message) {
        Object read = message.getField(field);
        if (field.isRepeated()) {
            repeated(field, (SequenceNode) written, (List<?>) read);
        } else if (read instanceof PerEngine perEngine) {
            perEngine(field, written, perEngine);
        } else if (read instanceof Message inside) {
            message(written, inside);
        } else if (read instanceof EnumValueDescriptor word) {
            String expected = scalar(written).toUpperCase(Locale.ROOT).replace(' ', '_');
            if (!word.getName().equals(expected) && !word.getName().endsWith("_" + expected)) {
                wrong.add(field.getFullName() + " is " + word.getName() + ", the file says " + scalar(written));
            }
        } else if (read instanceof Boolean flag) {
            text(written, flag.toString(), field.getFullName());
        } else {
            text(written, read.toString(), field.getFullName());
        }
    }

    private void repeated(FieldDescriptor field, SequenceNode written, List<?> read) {
        if (written.getValue().size() != read.size()) {
            wrong.add(field.getFullName() + " has " + read.size() + ", the file "
                    + written.getValue().size());
            return;
        }
        for (int i = 0; i < read.size(); i++) {
            if (read.get(i) instanceof Message inside) {
                message(written.getValue().get(i), inside);
            } else {
                text(written.getValue().get(i), read.get(i).toString(), field.getFullName());
            }
        }
    }

    private void perEngine(FieldDescriptor field, Node written, PerEngine read) {
        if (written instanceof ScalarNode) {
            text(written, read.getAny(), field.getFullName());
            if (!read.equals(PerEngine.newBuilder().setAny(read.getAny()).build())) {
                wrong.add(field.getFullName() + " is for an engine that the file does not name");
            }
            return;
        }
        Map<String, Node> engines = keys(written);
        if (!ENGINES.containsAll(engines.keySet())) {
            wrong.add(field.getFullName() + " is for " + engines.keySet());
        }
        for (String engine : ENGINES) {
            String value = (String) read.getField(PerEngine.getDescriptor().findFieldByName(engine));
            text(engines.get(engine), value, field.getFullName() + " for " + engine);
        }
    }

    /** Numbers and names, in order; words and times have each a form of their own. */
    private void numbers(@Nullable Node node, Message message) {
        Map<String, Node> keys = node == null ? Map.of() : keys(node);
        for (String name : List.of("max_parallel", "retries")) {
            FieldDescriptor field = message.getDescriptorForType().findFieldByName(name);
            if (field != null && (keys.containsKey(name) || isThere(message, field))) {
                text(keys.get(name), message.getField(field).toString(), name);
            }
        }
        if (keys.get("waves") instanceof SequenceNode waves) {
            repeated(message.getDescriptorForType().findFieldByName("waves"), waves, (List<?>)
                    message.getField(message.getDescriptorForType().findFieldByName("waves")));
        }
    }

    private static String scalar(Node node) {
        return ((ScalarNode) node).getValue();
    }

    /** Space and a semicolon around SQL mean nothing, and types are kept in small letters. */
    private void text(@Nullable Node written, String read, String what) {
        String expected = written == null ? "" : scalar(written);
        if (!expected.equals(read)
                && !bare(expected).equals(bare(read))
                && !(what.contains("type") && squeezed(expected).equals(squeezed(read)))
                && !(isFlag(read) && expected.equalsIgnoreCase(read))) {
            wrong.add(what + " is \"" + read + "\", the file says \"" + expected + "\"");
        }
    }

    private static boolean isFlag(String read) {
        return read.equals("true") || read.equals("false");
    }

    private static String bare(String text) {
        return text.strip().replaceAll("[;\\s]+$", "");
    }

    private static String squeezed(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("\\s", "");
    }
}
