package dev.lockstep.agent.settings;

import dev.lockstep.change.NearestWord;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One map of a settings file, read key by key. Problems are gathered, so that all are told at once. Used by one thread. */
final class SettingsMap {
    private final String where;
    private final Map<?, ?> values;
    private final List<String> problems;

    /**
     * @param where path to the map, such as {@code nodes[0].}; empty at the top
     */
    SettingsMap(String where, Map<?, ?> values, List<String> known, List<String> problems) {
        this.where = where;
        this.values = values;
        this.problems = problems;
        for (Object key : values.keySet()) {
            if (!known.contains(String.valueOf(key))) {
                problems.add("unknown key `" + where + key + "`" + nearest(String.valueOf(key), known));
            }
        }
    }

    private static String nearest(String found, Collection<String> known) {
        return NearestWord.of(found, known)
                .map(word -> "; did you mean `" + word + "`?")
                .orElse("; known keys are " + String.join(", ", known));
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    void problem(String key, String what) {
        problems.add("`" + where + key + "`: " + what);
    }

    /** A text that must be there; empty, with a problem noted, when it is not. */
    String text(String key) {
        Optional<String> found = optionalText(key);
        if (found.isEmpty() && !has(key)) {
            problem(key, "expected a text, found nothing; add it");
        }
        return found.orElse("");
    }

    Optional<String> optionalText(String key) {
        @Nullable Object found = values.get(key);
        if (found == null) {
            return Optional.empty();
        }
        if (found instanceof Map || found instanceof List || found.toString().isBlank()) {
            problem(key, "expected a text, found " + (found.toString().isBlank() ? "an empty one" : found));
            return Optional.empty();
        }
        return Optional.of(found.toString());
    }

    int positive(String key, int usual) {
        @Nullable Object found = values.get(key);
        if (found == null) {
            return usual;
        }
        if (found instanceof Integer number && number > 0) {
            return number;
        }
        problem(key, "expected a number of at least 1, found " + found);
        return usual;
    }

    List<?> list(String key) {
        @Nullable Object found = values.get(key);
        if (found instanceof List<?> list && !list.isEmpty()) {
            return list;
        }
        problem(key, "expected a list with at least one entry, found " + (found == null ? "nothing" : found));
        return List.of();
    }

    /** A map in this one; empty when there is none. */
    Optional<SettingsMap> map(String key, List<String> known) {
        @Nullable Object found = values.get(key);
        if (found instanceof Map<?, ?> map) {
            return Optional.of(new SettingsMap(where + key + ".", map, known, problems));
        }
        if (found != null) {
            problem(key, "expected a map with the keys " + String.join(", ", known) + ", found " + found);
        }
        return Optional.empty();
    }

    SortedMap<String, String> texts(String key) {
        TreeMap<String, String> texts = new TreeMap<>();
        @Nullable Object found = values.get(key);
        if (found instanceof Map<?, ?> map) {
            map.forEach((name, value) -> texts.put(String.valueOf(name), String.valueOf(value)));
        } else if (found != null) {
            problem(key, "expected a map such as {canary: true}, found " + found);
        }
        return texts;
    }
}
