package dev.lockstep.change;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * One of some words.
 *
 * @param what the words are for, such as "a phase"
 * @param words what each means, in the order in which they are named to people
 * @param refused words that are known and will not do, each with the reason
 * @param <T> what they are read into
 */
record WordForm<T>(String what, Map<String, T> words, Map<String, String> refused) implements Form<T> {

    @Override
    public Optional<T> read(Node node, ProblemLog problems) {
        if (!(node instanceof ScalarNode scalar) || !scalar.getTag().equals(Tag.STR)) {
            problems.add(node, "expected " + expected() + ", found " + Found.in(node));
            return Optional.empty();
        }
        String word = scalar.getValue();
        String reason = refused.get(word);
        if (reason != null) {
            problems.add(node, reason);
        } else if (!words.containsKey(word)) {
            List<String> known = new ArrayList<>(words.keySet());
            known.addAll(refused.keySet());
            problems.add(
                    node, "expected " + expected() + ", found " + Found.quoted(word) + NearestWord.hint(word, known));
        }
        return Optional.ofNullable(words.get(word));
    }

    private String expected() {
        return what + " (" + String.join(", ", words.keySet()) + ")";
    }

    @Override
    public Map<String, Object> schema() {
        return Map.of("enum", List.copyOf(words.keySet()));
    }
}
