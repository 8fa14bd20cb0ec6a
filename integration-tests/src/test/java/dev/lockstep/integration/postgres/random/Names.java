package dev.lockstep.integration.postgres.random;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Names that nobody has taken yet, odd ones among them. */
final class Names {
    private static final List<String> PLAIN = List.of(
            "amount", "note", "status", "email", "area", "price", "kind", "code", "day", "rank", "label", "state");
    private static final List<String> ODD = List.of(
            "select",
            "user",
            "UPPER",
            "with space",
            "Größe",
            "it's",
            "q\"uote",
            "order",
            "a%d",
            "new",
            "old",
            "value",
            "x23456789_123456789_123456789_123456789_123456789_123456789_123",
            "dollar$1",
            "row",
            "table",
            "c");
    private final Set<String> taken = new HashSet<>();
    private final Dice dice;
    private int count;

    Names(Dice dice) {
        this.dice = dice;
    }

    String of(String prefix) {
        String name;
        do {
            name = dice.percent(20) ? dice.pick(ODD) : dice.pick(PLAIN);
            name = name.length() > 60 || dice.percent(30) ? name : prefix + name;
            if (taken.contains(name)) {
                name = prefix + (name.length() > 40 ? name.substring(0, 40) : name) + ++count;
            }
        } while (!taken.add(name));
        return name;
    }

    /** Another number each time. */
    int count() {
        return ++count;
    }

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static String quoted(List<String> names) {
        return names.stream().map(Names::quoted).collect(Collectors.joining(", "));
    }
}
